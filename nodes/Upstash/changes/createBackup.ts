import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { createBackup as sendBackup, listBackups } from '../api/management/backups';
import type { UpstashBackup, UpstashDatabase } from '../api/types';
import { databaseName } from '../state/database';

export interface BackupRequest {
	readonly database: UpstashDatabase;
	readonly name: string;
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

/** The backup of that name; undefined when the database has none. */
export async function backupNamed(
	client: PlatformClient,
	databaseId: string,
	name: string,
): Promise<UpstashBackup | undefined> {
	return (await listBackups(client, databaseId)).find((backup) => backup.name === name);
}

/**
 * Backs a database up, and waits until the backup is complete.
 *
 * @throws OperationFailure when Upstash could not make it, or the time is up.
 */
export async function createBackup(client: PlatformClient, request: BackupRequest): Promise<UpstashBackup> {
	await startBackup(client, request);
	return await waitForBackup(client, request);
}

/** One whose answer was lost is looked for by its name, which none had before. */
async function startBackup(client: PlatformClient, { database, name }: BackupRequest): Promise<void> {
	await writeOnce<true>({
		what: whatOf(database, name),
		send: async () => {
			await sendBackup(client, database.database_id, name);
			return true;
		},
		find: async () => (await backupNamed(client, database.database_id, name)) && true,
		lookDelaysMs: [0],
		maxSends: 2,
	});
}

/** Waits until the backup of that name is complete. @throws as `createBackup` does. */
export async function waitForBackup(client: PlatformClient, request: BackupRequest): Promise<UpstashBackup> {
	const { database, name, timeoutMs, cancelSignal } = request;
	const what = whatOf(database, name);
	const result = await pollUntil({
		what,
		timeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: async () => await backupNamed(client, database.database_id, name),
		assess: (backup) => ({ phase: phaseOf(backup), seen: backup?.state ?? 'not listed yet' }),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	if (result.outcome === 'succeeded' && result.value) return result.value;
	throw new OperationFailure(
		`Upstash could not make ${what}: its state is "failed"`,
		'Delete that backup, then run this again; do not go on with what it was to protect',
	);
}

function phaseOf(backup: UpstashBackup | undefined) {
	if (backup?.state === 'completed') return 'succeeded';
	return backup?.state === 'failed' ? 'failed' : 'pending';
}

function whatOf(database: UpstashDatabase, name: string): string {
	return `backup ${name} of database ${databaseName(database)}`;
}
