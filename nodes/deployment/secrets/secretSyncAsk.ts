import { stringAt } from '../ledger/record';
import { isTrueAt } from '../values/jsonFields';

/** Whose secrets are synced, and why. */
export interface SecretSyncAsk {
	/** Both empty for every service of the catalog. */
	readonly service: string;
	readonly environment: string;
	/** `deploy`: before a deployment. `rollback`: back to `secretVersion`. Empty: once a day, or by hand. */
	readonly task: string;
	/** The version to bring back; empty for the current one. */
	readonly secretVersion: string;
	/** Whether nothing is written, whatever the rows say. */
	readonly isPlanOnly: boolean;
}

/** What an item asks for, whatever else is in it: a deployment that is to begin, or nothing in particular. */
export function readSecretSyncAsk(item: unknown): SecretSyncAsk {
	const task = stringAt(item, 'task');
	return {
		service: stringAt(item, 'service'),
		environment: stringAt(item, 'environment'),
		task,
		secretVersion: task === 'rollback' ? stringAt(item, 'toSecretVersion') : '',
		isPlanOnly: isTrueAt(item, 'planOnly'),
	};
}
