import type { IDataObject } from 'n8n-workflow';

import type { PullRequest } from '../../deployment/preview/previewSight';

/** Of GitHub's REST API, the fields that are used here: docs.github.com/rest. */

export interface GitHubRepository {
	readonly full_name: string;
	readonly html_url: string;
}

/** Something in a folder. */
export interface GitHubContent {
	/** `file`, `dir`, `symlink` or `submodule`. */
	readonly type: string;
	readonly name: string;
	readonly path: string;
	/** Of its contents: the same wherever the same text is. */
	readonly sha: string;
}

export interface GitHubBranch {
	readonly name: string;
	readonly commit: { readonly sha: string };
}

/** A branch's head, in our words. */
export interface BranchHead {
	readonly sha: string;
	/** Whole. */
	readonly message: string;
	/** ISO 8601, UTC. */
	readonly committedAt: string;
	/** The author's login, or the name in the commit where GitHub knows no account. */
	readonly author: string;
	readonly authorEmail: string;
	/** Where a person reads it. */
	readonly url: string;
}

/** How a branch was found by one look. */
export type BranchLook =
	| { readonly state: 'unchanged'; readonly etag: string }
	/** `renamedTo` is where GitHub leads those who ask for its former name; empty where it is just gone. */
	| { readonly state: 'gone'; readonly renamedTo: string }
	| { readonly state: 'read'; readonly etag: string; readonly head: BranchHead };

/** How a pull request was found by one look. */
export type PullRequestLook =
	| { readonly state: 'unchanged'; readonly etag: string }
	| { readonly state: 'missing' }
	| { readonly state: 'read'; readonly etag: string; readonly pullRequest: PullRequest };

/** A release that is neither a draft nor a prerelease, in our words. */
export interface LatestRelease {
	readonly tag: string;
	readonly name: string;
	/** The commit that its tag is on. */
	readonly sha: string;
	/** The whole message of that commit. */
	readonly message: string;
	/** ISO 8601, UTC. */
	readonly publishedAt: string;
	readonly author: string;
	readonly url: string;
}

export interface GitHubDeployment {
	readonly id: number;
	readonly sha: string;
	readonly ref: string;
	readonly task: string;
	readonly environment: string;
	readonly description: string | null;
	/** As it was given: an object, or the text of one. */
	readonly payload?: IDataObject | string;
	readonly production_environment?: boolean;
	readonly transient_environment?: boolean;
	readonly creator?: { readonly login: string } | null;
	readonly created_at: string;
	readonly updated_at: string;
	readonly url: string;
}

export interface GitHubDeploymentStatus {
	readonly id: number;
	readonly state: string;
	readonly description: string | null;
	readonly environment?: string;
	readonly environment_url?: string;
	readonly log_url?: string;
	readonly created_at: string;
}

export interface GitHubCommitStatus {
	readonly id: number;
	readonly state: string;
	readonly context: string;
	readonly description: string | null;
	readonly target_url: string | null;
	readonly created_at: string;
}

export interface GitHubChangedFile {
	readonly filename: string;
	readonly previous_filename?: string;
	readonly status: string;
}

export interface GitHubCommit {
	readonly sha: string;
	readonly commit: {
		readonly message: string;
		readonly author?: { readonly name?: string; readonly date?: string } | null;
	};
	readonly files?: readonly GitHubChangedFile[];
}

/** From a commit, branch or tag to another. */
export interface CommitRange {
	readonly base: string;
	readonly head: string;
}

export interface GitHubComparison {
	readonly status: 'identical' | 'ahead' | 'behind' | 'diverged';
	readonly ahead_by: number;
	readonly behind_by: number;
	readonly total_commits: number;
	readonly html_url: string;
	readonly merge_base_commit?: { readonly sha: string };
	readonly commits: readonly GitHubCommit[];
	readonly files?: readonly GitHubChangedFile[];
}

/** A comparison with all its commits, and its files as far as GitHub lists them. */
export interface WholeComparison {
	readonly comparison: GitHubComparison;
	/** Commits in head that are not in base, oldest first. */
	readonly commits: readonly GitHubCommit[];
	readonly files: readonly GitHubChangedFile[];
	/** False means that there may be more changed files. */
	readonly filesComplete: boolean;
	/** Why not, or how the list came about; empty for GitHub's own list. */
	readonly filesNote: string;
}

export interface GitHubComment {
	readonly id: number;
	readonly html_url: string;
	readonly body?: string;
	readonly user?: { readonly login: string } | null;
}

export interface GitHubWorkflow {
	readonly id: number;
	readonly name: string;
	readonly path: string;
}

export interface GitHubWorkflowRun {
	readonly id: number;
	readonly name?: string | null;
	readonly status: string | null;
	readonly conclusion: string | null;
	readonly head_branch: string | null;
	readonly head_sha: string;
	readonly run_attempt?: number;
	readonly html_url: string;
	readonly created_at: string;
	/** Of the latest attempt. */
	readonly run_started_at?: string;
	readonly event: string;
}

/** docs.github.com/rest/repos/webhooks; an organization's hooks have the same fields. */
export interface GitHubHook {
	readonly id: number;
	readonly active: boolean;
	readonly events: readonly string[];
	readonly config: {
		readonly url?: string;
		/** Eight stars when there is one; never the secret. */
		readonly secret?: string;
	};
}

/** What GitHub scans a repository for, by its path below the repository. */
export type AlertKind = 'dependabot' | 'code-scanning' | 'secret-scanning';

export type SecuritySeverity = 'critical' | 'high' | 'medium' | 'low' | 'other';

/** What one scan says. Off is no answer of "nothing found", and neither is what the token may not see. */
export type AlertSight =
	| {
			readonly state: 'on';
			/** Those that are open, the newest hundred, and all that are critical or high up to a hundred each. */
			readonly open: Readonly<Record<SecuritySeverity | 'total', number>>;
			/** Whether there are more than were counted. */
			readonly isMore: boolean;
			/** A few of the worst: packages, rules, kinds of secrets. */
			readonly examples: string;
	  }
	| { readonly state: 'off' | 'unseen'; readonly reason: string };

/** What GitHub tells of how safe a repository is. What could not be seen is null, or says so. */
export interface RepositorySecurity {
	readonly fullName: string;
	readonly defaultBranch: string;
	readonly isDefaultBranchProtected: boolean | null;
	readonly organization: OrganizationSight;
	readonly dependencies: AlertSight;
	readonly code: AlertSight;
	readonly secrets: AlertSight;
}

export interface OrganizationSight {
	readonly name: string;
	/** Null where GitHub does not tell: it does to owners alone, and a person's account has no such demand. */
	readonly isTwoFactorRequired: boolean | null;
	readonly reason: string;
}
