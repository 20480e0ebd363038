import type { CatalogRow } from '../catalog/catalogRow';
import { passes } from '../values/globs/globFilter';
import { type PullRequestName, previewAppName, previewBranchName, previewContext, previewKey } from './previewNames';
import { waveOfPart } from './previewItem';
import type { PreviewPartKind } from './previewRow';
import type { PreviewService, PreviewSight, PullRequest } from './previewSight';

/** A part that a preview of the head has. */
export interface WantedPart {
	readonly key: string;
	readonly part: PreviewPartKind;
	readonly wave: 0 | 1 | 2;
	readonly platform: 'neon' | 'fly' | 'netlify';
	readonly target: string;
	readonly name: string;
	readonly service: string;
	readonly row: CatalogRow;
	/** What is wrong with its row; empty when nothing is. */
	readonly issue: string;
}

/** Why a pull request has no preview; null for one that has. */
export type NoPreview = (typeof reasonsForNone)[number];

export const reasonsForNone = ['missing', 'merged', 'closed', 'draft', 'fork'] as const;

/** Every open pull request of the repository's own code, which is no draft, has a preview; nothing else has one. */
export function whyNoPreview(pullRequest: PullRequest | null): NoPreview | null {
	if (pullRequest === null) return 'missing';
	if (pullRequest.state === 'closed') return pullRequest.isMerged ? 'merged' : 'closed';
	if (pullRequest.isFork) return 'fork';
	return pullRequest.isDraft ? 'draft' : null;
}

/**
 * What of a pull request decides over its preview, as one text: a turn keeps that of its last look, and GitHub Watch
 * compares it with what it sees. Empty for one that is not open.
 */
export function previewMark(pullRequest: PullRequest | null): string {
	if (pullRequest === null || pullRequest.state === 'closed') return '';
	const { headCommit, baseBranch } = pullRequest;
	return [headCommit, baseBranch, whyNoPreview(pullRequest) ?? ''].filter((word) => word !== '').join(' ');
}

/** The services that a pull request has a preview of: those that are switched on, for the branch it is merged into. */
export function servicesOf({ services }: PreviewSight, { baseBranch }: PullRequest): PreviewService[] {
	return services.filter(
		({ row, issue }) => row.enabled && (issue !== '' || passes({ include: row.branches, exclude: [] }, baseBranch)),
	);
}

/** The parts of a service's preview. `headBranch` names the context at Netlify. */
export function partsOfService(
	{ row, issue }: PreviewService,
	pullRequest: PullRequestName,
	headBranch: string,
): WantedPart[] {
	const part = (kind: PreviewPartKind, place: Pick<WantedPart, 'platform' | 'target' | 'name'>): WantedPart => ({
		...place,
		key: previewKey(pullRequest, kind, row.service),
		part: kind,
		wave: waveOfPart[kind],
		service: row.service,
		row,
		issue,
	});
	const database: WantedPart[] =
		row.previewParent === null
			? []
			: [
					part('database', {
						platform: 'neon',
						target: row.previewParent.project,
						name: previewBranchName(pullRequest, row.service),
					}),
				];
	const served =
		row.platform === 'netlify'
			? part('site', { platform: 'netlify', target: row.target, name: previewContext(headBranch) })
			: part('app', { platform: 'fly', target: row.previewOrg, name: previewAppName(pullRequest, row.service) });
	return [...database, served];
}

/** The kind of the part that answers at an address. */
export function servedPart({ platform }: CatalogRow): PreviewPartKind {
	return platform === 'netlify' ? 'site' : 'app';
}

/** `PAINTBOX_API_URL`: the variable by which others find a service. */
export function addressVariable(service: string): string {
	return `${service
		.toUpperCase()
		.replace(/[^A-Z0-9]+/g, '_')
		.replace(/^(?=\d)/, '_')}_URL`;
}
