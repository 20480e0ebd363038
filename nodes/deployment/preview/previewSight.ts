import type { CatalogRow } from '../catalog/catalogRow';
import type { PreviewInHand } from './previewInHand';
import type { PreviewEntry } from './previewRow';

/** A pull request as GitHub tells of it. */
export interface PullRequest {
	/** `owner/name`, and GitHub's number of it. */
	readonly repository: string;
	readonly repositoryId: string;
	readonly number: number;
	readonly state: 'open' | 'closed';
	readonly isMerged: boolean;
	readonly isDraft: boolean;
	/** The head is in another repository: its code is not trusted. */
	readonly isFork: boolean;
	/** `owner/name`; empty for one that was deleted. */
	readonly headRepository: string;
	readonly headBranch: string;
	readonly headCommit: string;
	/** The branch that it is to be merged into. */
	readonly baseBranch: string;
	readonly defaultBranch: string;
	readonly title: string;
	readonly author: string;
	readonly url: string;
	/** ISO 8601, UTC. */
	readonly updatedAt: string;
}

/** What a look at it gave; null for one that is not there. */
export type PullRequestSight =
	| { readonly isSeen: true; readonly pullRequest: PullRequest | null }
	| { readonly isSeen: false; readonly reason: string };

/** A row of the catalog that previews of this repository are made by. */
export interface PreviewService {
	readonly row: CatalogRow;
	/** What is wrong with it, in one sentence; empty when nothing is. */
	readonly issue: string;
}

/** A run of the workflow that builds an image, at the pull request's head. */
export interface PreviewBuild {
	readonly state: 'succeeded' | 'failed' | 'running';
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly url: string;
}

/** The runs of a workflow at the head, newest first. */
export type PreviewBuildSight =
	| { readonly isSeen: true; readonly builds: readonly PreviewBuild[] }
	| { readonly isSeen: false; readonly reason: string };

/** All that is seen of one pull request. */
export interface PreviewSight {
	readonly preview: PreviewInHand;
	readonly pullRequest: PullRequestSight;
	/** In the catalog's order. */
	readonly services: readonly PreviewService[];
	/** Rows that deploy branches: what they deploy is no preview's. */
	readonly branchRows: readonly CatalogRow[];
	/** What the table says of this pull request. */
	readonly entries: readonly PreviewEntry[];
	/** What it says of others of the same repository. */
	readonly others: readonly PreviewEntry[];
	/** By the file of the workflow. */
	readonly builds: ReadonlyMap<string, PreviewBuildSight>;
}
