import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import { lockKeyPrefix, lockKeys, releaseKey, releaseMemoryMs, releaseScript } from '../../api/redis/scripts/lockScripts';
import { ownerOfExecution } from '../../fields/owner';
import { runScript, textIn } from '../../api/redis/runScript';
import { type RedisClient, upstashClient } from '../../api/redis/redisClient';

/** Keys looked at in one step of the walk. */
const scanCount = 500;

export const releaseAll: Operation = {
	value: 'releaseAll',
	name: 'Release All',
	action: 'Release all locks of an execution',
	description: 'Free every lock that a dead execution of this n8n still holds; harmless for one that holds none',
	properties: [
		{
			displayName: 'Execution ID',
			name: 'executionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '231',
			description: 'The execution that died, as the Error Trigger names it',
		},
		{
			displayName: 'Workflow ID',
			name: 'workflowId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'kWq0Sg1bvnZ3hTfM',
			description: 'Its workflow',
		},
	],
	async execute(context) {
		const owner = ownerOfExecution(context, {
			executionId: requiredText(context, 'executionId', 'Execution ID'),
			workflowId: requiredText(context, 'workflowId', 'Workflow ID'),
		});
		const client = upstashClient(context);
		const released: string[] = [];
		for (const name of await lockNames(client)) {
			const answer = await runScript(
				client,
				releaseScript,
				[...lockKeys(name), releaseKey(name, owner)],
				[owner, String(releaseMemoryMs)],
			);
			// Another owner's lock stays: the script looks before it frees.
			if (textIn(answer, 'outcome') === 'released') released.push(name);
		}
		return { owner, released, count: released.length };
	},
};

/** Names of all locks that are held now, by whomever. */
async function lockNames(client: RedisClient): Promise<string[]> {
	const names = new Set<string>();
	let cursor = '0';
	do {
		const answer = await client.run(
			['SCAN', cursor, 'MATCH', `${lockKeyPrefix}*`, 'COUNT', String(scanCount)],
			{ safeToRepeat: true },
		);
		const [next, keys] = Array.isArray(answer) ? (answer as unknown[]) : [];
		if (!Array.isArray(keys)) {
			throw new OperationFailure('Upstash answered SCAN without a list of keys', 'Run this again');
		}
		for (const key of keys) names.add(String(key).slice(lockKeyPrefix.length));
		cursor = String(next);
	} while (cursor !== '0');
	return [...names].sort();
}
