import { chooseRollbackTarget, type RollbackCandidate } from '../../deployment/state/rollbackTarget';
import type { NetlifyDeploy } from '../api/types';

export interface NetlifyRollbackCandidate extends RollbackCandidate {
	readonly deploy: NetlifyDeploy;
}

/**
 * Whether a deploy was once live and then rolled back to an older one. Restoring makes no new deploy on
 * Netlify: it renews `published_at` of the one restored, so an older deploy that was published later
 * tells of a roll back.
 */
export function wasRolledBackFrom(deploy: NetlifyDeploy, history: readonly NetlifyDeploy[]): boolean {
	const publishedAt = deploy.published_at ?? '';
	if (publishedAt === '') return false;
	return history.some(
		(other) => (other.created_at ?? '') < (deploy.created_at ?? '') && (other.published_at ?? '') > publishedAt,
	);
}

/** The deploy from which a roll back led to `live`; undefined when `live` went live by itself. */
export function rolledBackFrom(live: NetlifyDeploy, history: readonly NetlifyDeploy[]): NetlifyDeploy | undefined {
	return history.find(
		(other) =>
			(other.created_at ?? '') > (live.created_at ?? '') &&
			(other.published_at ?? '') !== '' &&
			(other.published_at ?? '') < (live.published_at ?? ''),
	);
}

/**
 * The deploy to roll back to from `live`: the newest production deploy before it that was live once,
 * was not rolled back from and, with a list of verified ones, is on it by id or commit.
 */
export function chooseTarget(
	live: NetlifyDeploy,
	history: readonly NetlifyDeploy[],
	verified: readonly string[] | null,
): { readonly found: true; readonly target: NetlifyDeploy } | { readonly found: false; readonly reason: string } {
	const candidates = history
		.filter(({ id, state, draft }) => id === live.id || ((state === 'ready' || state === 'old') && draft !== true))
		.map((deploy): NetlifyRollbackCandidate => ({
			id: deploy.id,
			createdAt: deploy.created_at ?? '',
			verified:
				Boolean(deploy.published_at) &&
				!wasRolledBackFrom(deploy, history) &&
				(verified === null || isListed(deploy, verified)),
			// A restore keeps the deploy's id: no deploy on Netlify is itself a roll back.
			isRollback: false,
			deploy,
		}));
	const choice = chooseRollbackTarget(live.id, candidates);
	return choice.found ? { found: true, target: choice.target.deploy } : choice;
}

/** Whether a list of verified deploys names it, by its id or its commit. */
export function isListed({ id, commit_ref: commit }: NetlifyDeploy, verified: readonly string[]): boolean {
	return verified.some((entry) => entry === id || (commit ? entry === commit.toLowerCase() : false));
}
