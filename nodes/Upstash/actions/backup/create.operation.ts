import { mayHaveHappened, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { pollUntil, timedOut } from '../../../shared/waiting/pollUntil';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { backupJson, listBackups } from '../../api/management/backups';
import { databaseName, databaseParameter, databaseProperty } from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a backup',
	description: 'Back a database up, unless it has a backup of that name, and wait until it is complete',
	properties: [
		databaseProperty,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'before-release-7',
		},
		timeoutProperty(900),
		dryRunProperty,
	],
	async execute(context) {
		const client = managementClient(context);
		const name = requiredText(context, 'name', 'Name');
		const timeoutMs = timeoutMsParameter(context);
		const database = await databaseParameter(context, client);
		const find = async () =>
			(await listBackups(client, database)).find((backup) => backup.name === name);
		const existing = await find();
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'upstash',
				target: databaseName(database),
				plan: { action: 'create', name, exists: existing !== undefined },
			};
		}
		for (let tries = 1; !existing; tries++) {
			const sent = await attempt(
				client.request({
					method: 'POST',
					path: path`/redis/create-backup/${database.database_id}`,
					body: { name },
					safeToRepeat: false,
				}),
			);
			if (sent.ok) break;
			if (!mayHaveHappened(sent.error)) throw sent.error;
			if ((await find()) !== undefined) break;
			if (tries === 2) throw sent.error;
		}
		const what = `backup ${name} of database ${databaseName(database)}`;
		const cancelSignal = context.functions.getExecutionCancelSignal();
		const result = await pollUntil({
			what,
			timeoutMs,
			...(cancelSignal && { cancelSignal }),
			read: find,
			assess: (backup) => ({
				phase:
					backup?.state === 'completed' ? 'succeeded' : backup?.state === 'failed' ? 'failed' : 'pending',
				seen: backup?.state ?? 'not listed yet',
			}),
		});
		if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
		if (result.outcome === 'succeeded' && result.value) {
			return { ...backupJson(database, result.value), created: existing === undefined };
		}
		throw new OperationFailure(
			`Upstash could not make ${what}: its state is "failed"`,
			'Delete that backup, then run this again; do not go on with what it was to protect',
		);
	},
};
