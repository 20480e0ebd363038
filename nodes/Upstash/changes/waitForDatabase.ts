import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { PlatformClient } from '../../shared/http/platformClient';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { databaseName, readDatabase } from '../api/management/databases';
import type { UpstashDatabase } from '../api/types';

/**
 * Waits until a database is as `isAsAsked` has it.
 *
 * @throws OperationFailure when it is gone, or the time is up, with what was seen last.
 */
export async function awaitDatabase(
	{ functions }: OperationContext,
	client: PlatformClient,
	wait: {
		readonly database: UpstashDatabase;
		/** `the new read regions of database paintbox-locks`. */
		readonly what: string;
		readonly timeoutMs: number;
		readonly isAsAsked: (database: UpstashDatabase) => boolean;
		readonly reveal: boolean;
	},
): Promise<UpstashDatabase> {
	const { database_id: id } = wait.database;
	const cancelSignal = functions.getExecutionCancelSignal();
	const result = await pollUntil({
		what: wait.what,
		timeoutMs: wait.timeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: async () => await readDatabase(client, id, wait.reveal),
		assess: (database) => {
			if (database === null) return { phase: 'failed', seen: 'it is gone' };
			const modifying = database.modifying_state ? `, ${database.modifying_state}` : '';
			return {
				phase: wait.isAsAsked(database) ? 'succeeded' : 'pending',
				seen: `${database.state ?? 'no state'}${modifying}`,
			};
		},
	});
	if (result.outcome === 'timeout') throw timedOut(wait.what, result.waitedMs, result.seen);
	if (result.value !== null) return result.value;
	throw new OperationFailure(
		`Database ${databaseName(wait.database)} is gone while waiting for ${wait.what}`,
		'Somebody has deleted it: look at the account\'s audit log at Upstash',
	);
}
