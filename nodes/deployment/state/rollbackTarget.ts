import type { Deployment } from './deployment';

/** A past release with what the ledger, or the platform, knows of it. */
export interface RollbackCandidate {
	readonly id: string;
	/** ISO 8601. */
	readonly createdAt: string;
	/** Whether it passed its truth gate and health gate while it was live. */
	readonly verified: boolean;
	/** Whether it was itself put live by a roll back. */
	readonly isRollback: boolean;
}

export type RollbackChoice<Candidate extends RollbackCandidate> =
	{ readonly found: true; readonly target: Candidate } | { readonly found: false; readonly reason: string };

/**
 * The release to go back to: the newest one before `currentId` that was verified good and was not
 * itself a roll back. Never merely "whatever came before": that may be the one which broke.
 */
export function chooseRollbackTarget<Candidate extends RollbackCandidate>(
	currentId: Deployment['id'],
	candidates: readonly Candidate[],
): RollbackChoice<Candidate> {
	const newestFirst = [...candidates].sort((left, right) => right.createdAt.localeCompare(left.createdAt));
	const currentIndex = newestFirst.findIndex((candidate) => candidate.id === currentId);
	const earlier = newestFirst.slice(currentIndex + 1).filter((candidate) => candidate.id !== currentId);
	const target = earlier.find((candidate) => candidate.verified && !candidate.isRollback);
	if (target) return { found: true, target };
	return {
		found: false,
		reason:
			earlier.length === 0
				? `There is no release before ${currentId}`
				: `None of the ${earlier.length} releases before ${currentId} was verified good`,
	};
}
