import type { IDataObject } from 'n8n-workflow';

import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { findDatabase, setEviction } from '../../api/management/databases';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { databaseField } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';

/** The change is immediate; this covers a read that is a little behind. */
const changeTimeoutMs = 30_000;

export const enableEviction: Operation = {
	value: 'enableEviction',
	name: 'Enable Eviction',
	action: 'Enable eviction of a database',
	description: 'Let a full database drop old keys, including locks; changes nothing if it is on already',
	properties: [databaseField, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeEviction(context, true),
};

export const disableEviction: Operation = {
	value: 'disableEviction',
	name: 'Disable Eviction',
	action: 'Disable eviction of a database',
	description: 'Let a full database refuse writes instead of dropping keys; changes nothing if it is off already',
	properties: [databaseField, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeEviction(context, false),
};

async function changeEviction(context: OperationContext, isEnabled: boolean): Promise<IDataObject> {
	const client = upstashManagementClient(context);
	const before = await findDatabase(client, databaseField.read(context));
	const name = databaseName(before);
	const changed = (before.eviction === true) !== isEnabled;
	const action = isEnabled ? 'enableEviction' : 'disableEviction';
	if (dryRunProperty.read(context)) return planJson({ action, changed }, name);
	const shape = { simplify: simplifyProperty.read(context), reveal: false };
	if (!changed) return { ...databaseJson(before, shape), changed };
	await setEviction(client, before.database_id, isEnabled);
	const after = await waitForDatabase(client, {
		database: before,
		what: `the eviction of database ${name} to be ${isEnabled ? 'on' : 'off'}`,
		timeoutMs: changeTimeoutMs,
		isAsAsked: ({ eviction }) => (eviction === true) === isEnabled,
		cancelSignal: cancelSignalOf(context),
	});
	return { ...databaseJson(after, shape), changed };
}
