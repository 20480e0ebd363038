import { deleteSnapshot as sendDeletion, listSnapshots } from '../api/snapshots';
import type { NeonSnapshot } from '../api/types';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Deletes a snapshot and sees that it is gone. @throws OperationFailure when it is not. */
export async function deleteSnapshot(work: Work, { id, name = id }: NeonSnapshot): Promise<void> {
	await waitForOperations(work, await sendDeletion(whenFree(work), id));
	const left = await listSnapshots(work);
	if (left.some((snapshot) => snapshot.id === id)) {
		throw notVerified(`snapshot ${name} (${id}) still exists`, 'Look at the snapshots in Neon, then run this again');
	}
}
