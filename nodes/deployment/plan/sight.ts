import type { Approval } from '../approval/approval';
import type { CatalogIssue, CatalogRow } from '../catalog/catalogRow';
import type { LedgerEntry } from '../ledger/ledgerRow';
import type { LiveDeployment } from '../state/liveDeployment';

/** The commit that is wanted: the head of a branch, or the commit of the latest release. */
export interface WantedCommit {
	readonly commit: string;
	/** The commit's whole message. */
	readonly message: string;
	/** Who wrote it. */
	readonly actor: string;
}

/** What a look at a branch, or at the latest release, gave. `wanted` is null when the branch is gone, or nothing was released. */
export type HeadSight =
	{ readonly isSeen: true; readonly wanted: WantedCommit | null } | { readonly isSeen: false; readonly reason: string };

/** What a look at the platform gave. */
export type LiveSight =
	{ readonly isSeen: true; readonly live: LiveDeployment } | { readonly isSeen: false; readonly reason: string };

/** How two commits stand to each other in the files of one service; `unknown` when GitHub could not be asked. */
export type Comparison = 'same' | 'differs' | 'unknown';

/** Two commits to be compared in the files of one service, in both directions. */
export interface CommitPair {
	readonly base: string;
	readonly head: string;
}

/** Answers by `pairKey`; a pair that is not in it was not asked. */
export type Comparisons = ReadonlyMap<string, Comparison>;

export function pairKey({ base, head }: CommitPair): string {
	return `${base}...${head}`;
}

/** A run of the workflow that builds a service's image. */
export interface BuildRun {
	readonly commit: string;
	readonly state: 'succeeded' | 'failed' | 'running';
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	/** What started it, in GitHub's words: only runs of the repository's own code count. */
	readonly event: string;
}

/** The runs of a service's build workflow, newest first. */
export type BuildSight =
	{ readonly isSeen: true; readonly runs: readonly BuildRun[] } | { readonly isSeen: false; readonly reason: string };

/** One service and environment with all that is seen of it. */
export interface ServiceSight {
	readonly row: CatalogRow;
	/** What is wrong with its row, or with the catalog around it. */
	readonly issues: readonly CatalogIssue[];
	/** What it deploys from: the branch, or the latest release. */
	readonly head: HeadSight;
	readonly live: LiveSight;
	/** When its platform was looked at; ISO 8601, UTC. Not there where nobody noted it. */
	readonly seenAt?: string;
	/** Whether that look is an earlier round's: nothing is done by it. */
	readonly isCarried?: boolean;
	/** Its deployments in the ledger, newest first. */
	readonly ledger: readonly LedgerEntry[];
	/** Rows that are in the ledger twice: they get an end, and nothing is decided by them. */
	readonly doubles?: readonly LedgerEntry[];
	readonly comparisons: Comparisons;
	/** Null as long as nobody asked. */
	readonly builds: BuildSight | null;
	/** What was approved of it, or is to be, newest first; null when that could not be read. */
	readonly approvals: readonly Approval[] | null;
}

/** What GitHub has to be asked about one service before it can be decided. */
export interface SightQuestions {
	readonly pairs: readonly CommitPair[];
	/** Whether the runs of its build workflow are needed. */
	readonly builds: boolean;
}
