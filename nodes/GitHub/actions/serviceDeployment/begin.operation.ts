import type { IDataObject } from 'n8n-workflow';

import { admitDecided } from '../../../deployment/ledger/admitDecided';
import { admitDeployment } from '../../../deployment/ledger/admitDeployment';
import { announceBeginning } from '../../../deployment/ledger/announcement';
import { beginDeployment, readPlanned } from '../../../deployment/ledger/beginDeployment';
import { beginRollback } from '../../../deployment/ledger/beginRollback';
import { type DeploymentRecord, readRecord, stringAt } from '../../../deployment/ledger/record';
import { resultAt } from '../../../deployment/ledger/stepResult';
import { isTrueAt, valueAt } from '../../../deployment/values/jsonFields';
import { choiceField, option } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { deploymentField } from '../../fields/deploymentRecord';
import { rowsField } from '../../fields/ledgerRows';

const kind = choiceField('Kind', 'kind', [
	option(
		'Deployment',
		'deploy',
		'Of what the catalog plans, unless a person holds the service, or nobody saw how the one before ended',
	),
	option(
		'Roll Back',
		'rollback',
		'To what a person chose, or to what was verified before the deployment that went bad',
	),
]);
const deployment = deploymentField(
	'What Service Release: Reconcile decided; or a row of a plan with branch, sha, sender, message and releaseId; or the deployment that went bad',
);
const onlyForDeploy = { displayOptions: { show: { kind: ['deploy'] } } };
const catalogRows = rowsField(
	'Catalog Rows',
	'catalogRows',
	"The service's row of the table slipway_services",
	onlyForDeploy,
);
const ledgerRows = rowsField(
	'Ledger Rows',
	'ledgerRows',
	"The service's deployments in the table slipway_deployments, newest first; of no use for what Reconcile decided, which knows them",
	onlyForDeploy,
);

export const begin: Operation = {
	value: 'begin',
	name: 'Begin',
	action: 'Begin the deployment of a service',
	description: 'Make the record of a deployment or a roll back, and decide whether it may begin',
	properties: [kind, deployment, catalogRows, ledgerRows],
	async execute(context) {
		const item = deployment.read(context);
		const now = new Date(clock.now()).toISOString();
		if (kind.read(context) === 'rollback') {
			const record = assertNamed(beginRollback(item, now));
			return { ...platformSettingsIn(item), ...record, announcement: announceBeginning(record) };
		}
		const rows = catalogRows.read(context);
		const decided = readRecord(item);
		if (decided !== null && decided.decision !== '') {
			const record = admitDecided(assertNamed(decided), rows, resultAt(item, 'live'), now);
			const task = record.state === 'running' ? stringAt(item, 'task') : 'nothing';
			const isHeld = isTrueAt(rows[0], 'hold');
			return { ...item, ...record, live: notLookedAt, task, isHeld, announcement: announceBeginning(record) };
		}
		const lock = valueAt(item, 'lock');
		const planned = assertNamed(beginDeployment(...readPlanned(item, now)));
		const record = admitDeployment(planned, { lock, catalogRows: rows, ledgerRows: ledgerRows.read(context) });
		return { ...record, lock: lock ?? null, announcement: announceBeginning(record) };
	},
};

/**
 * What was live before is in the record. The look at the end puts what it sees in this place: a step of n8n's that
 * fails hands on the item as it was, and what was live before would count as what is live now.
 */
const notLookedAt = { ok: false, error: { message: 'The look at what is live now gave no answer' } };

/** What the platform's own workflow reads besides the record. */
const platformSettings = ['container', 'strategy', 'releaseCommand', 'secretsVersion', 'migration', 'waitSeconds'];

/** How long the platform is waited for where nobody says: a person waits as well. */
const rollbackWaitSeconds = 180;

function platformSettingsIn(item: IDataObject): IDataObject {
	const given = Object.fromEntries(platformSettings.flatMap((name) => (name in item ? [[name, item[name]]] : [])));
	return { waitSeconds: rollbackWaitSeconds, ...given };
}

/** @throws ConfigurationError for what names no service. */
function assertNamed(record: DeploymentRecord): DeploymentRecord {
	if (record.service !== '' && record.environment !== '') return record;
	throw new ConfigurationError(
		'Deployment names no service and environment',
		"Hand over a row of the catalog's plan, or a deployment that was begun",
	);
}
