import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { readBranch } from '../api/branches';
import { listBranchEndpoints } from '../api/endpoints';
import { selectOne, type SqlClient } from '../api/selectOne';
import { branchName, type NeonBranch, type NeonOperation } from '../api/types';
import { assessBranch, readWriteOf, type BranchSight, type ReadyBranch } from '../state/branchState';
import type { Connection } from '../state/connection';
import { readConnection } from './readConnection';
import { waitForOperations } from './waitForOperations';
import type { Work } from './work';

/**
 * Waits until the operations have succeeded, the branch and its compute are ready and, with an SQL
 * client, the branch answers a query.
 *
 * @throws OperationFailure when an operation failed, the compute is disabled, or the time is up.
 */
export async function waitForBranch(
	work: Work,
	branch: NeonBranch,
	operations: readonly NeonOperation[],
	sql: SqlClient | null,
): Promise<ReadyBranch> {
	await waitForOperations(work, operations);
	const what = `Neon branch ${branchName(branch)} (${branch.id})`;
	const result = await pollUntil<BranchSight>({
		what,
		...work.wait.limits(),
		read: lookAt(work, branch, sql),
		assess: assessBranch,
	});
	const { branch: now, endpoint, reply } = result.value;
	if (result.outcome === 'succeeded') return { branch: now, endpoint, answered: reply?.ok ?? null };
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	throw new OperationFailure(
		`${what} cannot be used: its compute ${endpoint?.id ?? ''} is disabled`,
		'Enable the compute in Neon, then run this again',
	);
}

/** One look after the other; the branch is asked a query only once it is ready by Neon's word. */
function lookAt(work: Work, { id }: NeonBranch, sql: SqlClient | null): () => Promise<BranchSight> {
	let connection: Connection | undefined;
	return async () => {
		const branch = await readBranch(work, id);
		const endpoint = readWriteOf(await listBranchEndpoints(work, id));
		const sight: BranchSight = { branch, endpoint, reply: null };
		if (!sql || !endpoint || assessBranch(sight).phase !== 'succeeded') return sight;
		connection ??= await readConnection(work, branch, anyDatabase, false);
		return { ...sight, reply: await selectOne(sql, connection.uri) };
	};
}

const anyDatabase = { database: '', role: '', takeFirst: true };
