import { admitDeployment } from '../../../deployment/ledger/admitDeployment';
import { beginDeployment, readPlanned } from '../../../deployment/ledger/beginDeployment';
import { beginRollback } from '../../../deployment/ledger/beginRollback';
import type { DeploymentRecord } from '../../../deployment/ledger/record';
import { valueAt } from '../../../deployment/values/jsonFields';
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
	'What is planned: a row of the plan with branch, sha, sender, message and releaseId; or the deployment that went bad',
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
	"The service's deployments in the table slipway_deployments, newest first",
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
		if (kind.read(context) === 'rollback') return { ...assertNamed(beginRollback(item, now)) };
		const lock = valueAt(item, 'lock');
		const record = admitDeployment(assertNamed(beginDeployment(...readPlanned(item, now))), {
			lock,
			catalogRows: catalogRows.read(context),
			ledgerRows: ledgerRows.read(context),
		});
		return { ...record, lock: lock ?? null };
	},
};

/** @throws ConfigurationError for what names no service. */
function assertNamed(record: DeploymentRecord): DeploymentRecord {
	if (record.service !== '' && record.environment !== '') return record;
	throw new ConfigurationError(
		'Deployment names no service and environment',
		"Hand over a row of the catalog's plan, or a deployment that was begun",
	);
}
