/** How a candidate commit stands to another, in GitHub's words: `ahead` means the candidate is newer. */
export type CommitRelation = 'identical' | 'ahead' | 'behind' | 'diverged' | 'unknown';

export interface StaleGuardInput {
	readonly candidateCommit: string;
	/** Head of the branch now; null when it could not be read or the branch is gone. */
	readonly branchHead: string | null;
	/** What is live; null before the first deployment. */
	readonly liveCommit: string | null;
	/** Whether what is live passed its checks; a run that died before them leaves it unproven. */
	readonly liveIsVerified: boolean;
	/** How the candidate stands to what is live. */
	readonly relationToLive: CommitRelation;
}

export type StaleGuardDecision =
	{ readonly deploy: true; readonly reason: string } | { readonly deploy: false; readonly reason: string };

/**
 * Whether a commit may still be deployed. Webhooks arrive late and out of order, so an older commit
 * must never replace a newer one; only the branch's head is deployed, since a newer head has a
 * delivery of its own. A head that diverged from what is live is a forced push, and goes out.
 */
export function guardAgainstStaleCommit(input: StaleGuardInput): StaleGuardDecision {
	const { candidateCommit, branchHead, liveCommit, liveIsVerified, relationToLive } = input;
	if (branchHead === null) {
		return { deploy: false, reason: 'The branch is gone, or its head could not be read' };
	}
	if (branchHead !== candidateCommit) {
		return {
			deploy: false,
			reason: `${short(candidateCommit)} is not the head of its branch any more: ${short(branchHead)} is`,
		};
	}
	if (liveCommit === null) return { deploy: true, reason: 'Nothing was live before' };
	switch (relationToLive) {
		case 'identical':
			return liveIsVerified
				? { deploy: false, reason: `${short(candidateCommit)} is live already` }
				: {
						deploy: true,
						reason: `${short(candidateCommit)} is live, but nobody saw that it is healthy: it goes out again, with every check`,
					};
		case 'behind':
			return {
				deploy: false,
				reason: `${short(candidateCommit)} is older than ${short(liveCommit)}, which is live`,
			};
		case 'ahead':
			return { deploy: true, reason: `Newer than ${short(liveCommit)}, which is live` };
		case 'diverged':
			return {
				deploy: true,
				reason: `The branch was rewritten: its head does not descend from ${short(liveCommit)}`,
			};
		case 'unknown':
			return {
				deploy: true,
				reason: `Head of its branch; ${short(liveCommit)}, which is live, is not in the repository`,
			};
	}
}

function short(commit: string): string {
	return commit.slice(0, 7);
}
