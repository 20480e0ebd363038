import type { Heads } from '../../../deployment/plan/seeServices';
import type { HeadSight } from '../../../deployment/plan/sight';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { lookAtBranch } from '../branches';
import { readLatestRelease } from '../releases';
import type { Repository } from '../repositories';
import { whyUnseen } from './whyUnseen';

/** What a turn deploys from: the head of its branch, and the latest release where a service asks for it. What cannot be read is unseen. */
export async function readHeads(
	client: PlatformClient,
	repository: Repository,
	{ branch, isReleaseNeeded }: { readonly branch: string; readonly isReleaseNeeded: boolean },
): Promise<Heads> {
	const [branchSight, releaseSight] = await Promise.all([
		seen(async () => await branchHead(client, repository, branch)),
		isReleaseNeeded ? seen(async () => await releasedCommit(client, repository)) : null,
	]);
	return { branch: branchSight, release: releaseSight };
}

/** Heads of a repository that could not be read at all. */
export function unseenHeads(reason: string): Heads {
	return { branch: { isSeen: false, reason }, release: { isSeen: false, reason } };
}

async function seen(look: () => Promise<HeadSight>): Promise<HeadSight> {
	try {
		return await look();
	} catch (error) {
		return { isSeen: false, reason: whyUnseen(error).reason };
	}
}

async function branchHead(client: PlatformClient, repository: Repository, branch: string): Promise<HeadSight> {
	const look = await lookAtBranch(client, repository, branch);
	if (look.state !== 'read') return { isSeen: true, wanted: null };
	const { sha: commit, message, author: actor } = look.head;
	return { isSeen: true, wanted: { commit, message, actor } };
}

async function releasedCommit(client: PlatformClient, repository: Repository): Promise<HeadSight> {
	const release = await readLatestRelease(client, repository);
	if (release === null) return { isSeen: true, wanted: null };
	return { isSeen: true, wanted: { commit: release.sha, message: release.message, actor: release.author } };
}
