import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { readDatabase } from '../api/management/databases';
import type { UpstashDatabase } from '../api/types';
import { databaseName, describeState } from '../state/database';

export interface DatabaseWait {
	readonly database: UpstashDatabase;
	/** `the new read regions of database paintbox-locks`. */
	readonly what: string;
	readonly timeoutMs: number;
	readonly isAsAsked: (database: UpstashDatabase) => boolean;
	/** Whether it is read with its secrets. */
	readonly reveal?: boolean;
	readonly cancelSignal: AbortSignal | undefined;
}

/**
 * Waits until a database is as `isAsAsked` has it.
 *
 * @throws OperationFailure when it is gone, or the time is up, with what was seen last.
 */
export async function waitForDatabase(client: PlatformClient, wait: DatabaseWait): Promise<UpstashDatabase> {
	const { database, what, timeoutMs, isAsAsked, reveal, cancelSignal } = wait;
	const result = await pollUntil({
		what,
		timeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: async () => await readDatabase(client, database.database_id, reveal),
		assess: (seen) => {
			if (seen === null) return { phase: 'failed', seen: 'it is gone' };
			return { phase: isAsAsked(seen) ? 'succeeded' : 'pending', seen: describeState(seen) };
		},
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	if (result.value !== null) return result.value;
	throw new OperationFailure(
		`Database ${databaseName(database)} is gone while waiting for ${what}`,
		"Somebody has deleted it: look at the account's audit log at Upstash",
	);
}
