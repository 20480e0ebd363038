import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { isRootOnly } from '../api/refusals';
import { findSnapshot, listSnapshots, postSnapshot } from '../api/snapshots';
import { branchName, type NeonBranch, type NeonSnapshot, type SnapshotAnswer } from '../api/types';
import type { Moment } from '../state/moment';
import { explainMoment } from './branchHistory';
import { openOperations } from './openOperations';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

export interface SnapshotWish {
	readonly branch: NeonBranch;
	readonly name: string;
	readonly moment: Moment;
	readonly expiresAt: string | null;
}

/** Names do not keep Neon from taking a second one, so it is looked for longer before the request is sent again. */
const lookDelaysMs = [0, 1_000, 2_000, 5_000];

/** Takes a snapshot, once, and waits until it is complete. @throws OperationFailure for a branch that is not a root branch. */
export async function createSnapshot(work: Work, wish: SnapshotWish): Promise<NeonSnapshot> {
	const sent = await attempt(sendSnapshot(work, wish));
	if (!sent.ok) throw explainRefusal(work, wish, sent.error);
	await waitForOperations(work, sent.value.operations ?? []);
	return await findSnapshot(work, sent.value.snapshot.id);
}

async function sendSnapshot(work: Work, { branch, name, moment, expiresAt }: SnapshotWish): Promise<SnapshotAnswer> {
	// What exists already cannot be what this run makes.
	const known = new Set((await listSnapshots(work)).map(({ id }) => id));
	const query = { name, ...moment, ...(expiresAt !== null && { expires_at: expiresAt }) };
	return await writeOnce<SnapshotAnswer>({
		what: `snapshot ${name} of branch ${branchName(branch)}`,
		lookDelaysMs,
		send: async () => await postSnapshot(whenFree(work), branch.id, query),
		find: async () => {
			const snapshots = await listSnapshots(work);
			const snapshot = snapshots.find((one) => one.name === name && !known.has(one.id));
			return snapshot && { snapshot, operations: await openOperations(work, branch) };
		},
	});
}

function explainRefusal(work: Work, { branch, moment }: SnapshotWish, error: unknown): unknown {
	const { parent_id: parentId } = branch;
	if (!parentId || !isRootOnly(error)) return explainMoment(error, work.project, branch, moment);
	return new OperationFailure(
		`Neon takes snapshots of root branches only, and ${branchName(branch)} was made from ${parentId}`,
		'Choose the root branch, or make a branch from this one instead',
		{},
		{ cause: error },
	);
}
