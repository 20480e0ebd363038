import type { IDataObject } from 'n8n-workflow';

import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { awaitDatabase } from '../../changes/waitForDatabase';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	shownDatabase,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';

/** The change is at once; this is for a read that is a little behind. */
const settleTimeoutMs = 30_000;

export const enableEviction: Operation = {
	value: 'enableEviction',
	name: 'Enable Eviction',
	action: 'Enable eviction of a database',
	description: 'Let a full database drop old keys, locks among them; harmless when it does already',
	properties: [databaseProperty, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeEviction(context, true),
};

export const disableEviction: Operation = {
	value: 'disableEviction',
	name: 'Disable Eviction',
	action: 'Disable eviction of a database',
	description: 'Let a full database refuse writes rather than drop keys; harmless when it does already',
	properties: [databaseProperty, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeEviction(context, false),
};

async function changeEviction(context: OperationContext, enabled: boolean): Promise<IDataObject> {
	const client = managementClient(context);
	const before = await databaseParameter(context, client);
	const changed = (before.eviction === true) !== enabled;
	const action = enabled ? 'enableEviction' : 'disableEviction';
	if (switchParameter(context, 'dryRun')) {
		return { dryRun: true, platform: 'upstash', target: databaseName(before), plan: { action, changed } };
	}
	if (!changed) return { ...shownDatabase(context, before, false), changed };
	await client.request({
		method: 'POST',
		path: enabled
			? path`/redis/enable-eviction/${before.database_id}`
			: path`/redis/disable-eviction/${before.database_id}`,
		safeToRepeat: true,
	});
	const after = await awaitDatabase(context, client, {
		database: before,
		what: `the eviction of database ${databaseName(before)} to be ${enabled ? 'on' : 'off'}`,
		timeoutMs: settleTimeoutMs,
		isAsAsked: ({ eviction }) => (eviction === true) === enabled,
		reveal: false,
	});
	return { ...shownDatabase(context, after, false), changed };
}
