import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { patchBranch } from '../api/branches';
import { listBranchEndpoints, postEndpoint } from '../api/endpoints';
import { isTaken } from '../api/refusals';
import {
	branchName,
	type ComputeSettings,
	type EndpointAnswer,
	type NeonBranch,
	type NeonOperation,
} from '../api/types';
import { lacksExpiry } from '../state/branchExpiry';
import { readWriteOf } from '../state/branchState';
import type { BranchWish } from '../state/branchWish';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Gives an existing branch what it lacks: a compute, a later expiry. Returns the operations to wait for. */
export async function completeBranch(work: Work, branch: NeonBranch, wish: BranchWish): Promise<NeonOperation[]> {
	const added = wish.compute === null ? [] : await ensureCompute(work, branch, wish.compute);
	const renewed = lacksExpiry(branch, wish.expiresAt) ? await moveExpiry(work, branch, wish) : [];
	return [...added, ...renewed];
}

async function ensureCompute(
	work: Work,
	branch: NeonBranch,
	settings: ComputeSettings,
): Promise<readonly NeonOperation[]> {
	const find = async (): Promise<EndpointAnswer | undefined> => {
		const endpoint = readWriteOf(await listBranchEndpoints(work, branch.id));
		return endpoint ? { endpoint } : undefined;
	};
	if (await find()) return [];
	const sent = await attempt(
		writeOnce<EndpointAnswer>({
			what: `a compute of branch ${branchName(branch)}`,
			send: async () => await postEndpoint(whenFree(work), branch.id, settings),
			find,
		}),
	);
	if (sent.ok) return sent.value.operations ?? [];
	// Another run was first: a branch has one read-write compute at most.
	if (isTaken(sent.error) && (await find())) return [];
	throw sent.error;
}

/** A branch that is used again lives on; it never gets a sooner end. */
async function moveExpiry(work: Work, branch: NeonBranch, wish: BranchWish): Promise<readonly NeonOperation[]> {
	const { operations = [] } = await patchBranch(whenFree(work), branch.id, { expires_at: wish.expiresAt });
	return operations;
}
