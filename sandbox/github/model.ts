import type { KeyObject } from 'node:crypto';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface DeploymentStatusRecord {
	readonly id: number;
	readonly state: string;
	readonly description: string;
	readonly environment: string;
	readonly environmentUrl: string;
	readonly logUrl: string;
	readonly createdAtMs: number;
}

export interface DeploymentRecord {
	readonly id: number;
	readonly sha: string;
	readonly ref: string;
	readonly task: string;
	readonly payload: unknown;
	readonly originalEnvironment: string;
	environment: string;
	readonly description: string | null;
	readonly transientEnvironment: boolean;
	readonly productionEnvironment: boolean;
	readonly createdAtMs: number;
	updatedAtMs: number;
	/** Oldest first. */
	readonly statuses: DeploymentStatusRecord[];
}

export interface CommitStatusRecord {
	readonly id: number;
	readonly sha: string;
	readonly state: string;
	readonly context: string;
	readonly description: string | null;
	readonly targetUrl: string | null;
	readonly createdAtMs: number;
}

export interface CheckRunRecord {
	readonly id: number;
	readonly name: string;
	readonly sha: string;
	readonly externalId: string;
	status: string;
	conclusion: string | null;
	detailsUrl: string | null;
	startedAtMs: number;
	completedAtMs: number | null;
	output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
}

export interface PullRequestRecord {
	readonly id: number;
	readonly number: number;
	title: string;
	body: string | null;
	readonly headBranch: string;
	headSha: string;
	baseBranch: string;
	/** The login that owns the head repository when it is a fork. */
	readonly forkOwner: string | null;
	state: 'open' | 'closed';
	draft: boolean;
	merged: boolean;
	readonly author: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
	closedAtMs: number | null;
}

export interface CommentRecord {
	readonly id: number;
	readonly issueNumber: number;
	body: string;
	readonly author: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
}

export interface ReleaseRecord {
	readonly id: number;
	readonly tag: string;
	readonly target: string;
	readonly name: string | null;
	readonly body: string | null;
	readonly draft: boolean;
	readonly prerelease: boolean;
	readonly createdAtMs: number;
}

export interface WorkflowRecord {
	readonly id: number;
	readonly name: string;
	readonly path: string;
}

export interface WorkflowRunRecord {
	readonly id: number;
	readonly workflow: WorkflowRecord;
	readonly number: number;
	attempt: number;
	readonly event: string;
	readonly branch: string | null;
	readonly sha: string;
	readonly title: string;
	status: 'queued' | 'in_progress' | 'completed';
	conclusion: string | null;
	readonly createdAtMs: number;
	startedAtMs: number;
	updatedAtMs: number;
	stop: () => void;
}

export interface EnvironmentRecord {
	readonly id: number;
	readonly name: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
}

export interface SecretRecord {
	readonly name: string;
	encryptedValue: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
}

/** The X25519 key a caller seals a secret's value to, in libsodium's sealed-box format. */
export interface SecretKey {
	readonly keyId: string;
	readonly publicKey: string;
	readonly privateKey: KeyObject;
}

export interface HookRecord {
	readonly id: number;
	/** `owner/name` of a repository, or an organization's login. */
	owner: string;
	readonly kind: 'repository' | 'organization';
	url: string;
	contentType: 'json' | 'form';
	secret: string | null;
	insecureSsl: string;
	active: boolean;
	events: string[];
	readonly createdAtMs: number;
	updatedAtMs: number;
	lastResponse: { code: number | null; status: string; message: string | null };
}

export interface DeliveryRecord {
	readonly id: number;
	readonly guid: string;
	readonly hookId: number;
	readonly url: string;
	readonly event: string;
	readonly action: string | null;
	readonly redelivery: boolean;
	readonly deliveredAtMs: number;
	readonly repositoryId: number | null;
	readonly durationSeconds: number;
	/** `OK`, or what went wrong in GitHub's words. */
	readonly status: string;
	readonly statusCode: number;
	readonly request: { readonly headers: Readonly<Record<string, string>>; readonly payload: JsonObject };
	readonly response: {
		readonly headers: Readonly<Record<string, string>>;
		readonly payload: string | null;
	};
}

export interface AlertRecord {
	readonly number: number;
	readonly createdAtMs: number;
	/** `critical`, `high`, `medium`, `low`; secrets have none. */
	readonly severity: string;
	/** The package, the rule or the kind of secret. */
	readonly name: string;
}

/** One of GitHub's scans of a repository. `hidden` answers as to a token without the permission. */
export interface ScanRecord {
	access: 'on' | 'off' | 'hidden';
	/** Those that are open, the newest first. */
	alerts: AlertRecord[];
}

export interface SecurityRecord {
	isProtected: boolean;
	readonly dependabot: ScanRecord;
	readonly codeScanning: ScanRecord;
	readonly secretScanning: ScanRecord;
}

export interface RepositoryRecord {
	readonly id: number;
	fullName: string;
	owner: string;
	name: string;
	readonly createdAtMs: number;
	pushedAtMs: number;
	/** Issues and pull requests share one count. */
	nextNumber: number;
	nextRunNumber: number;
	readonly tags: Map<string, string>;
	readonly deployments: DeploymentRecord[];
	readonly commitStatuses: CommitStatusRecord[];
	readonly checkRuns: CheckRunRecord[];
	readonly pullRequests: PullRequestRecord[];
	readonly comments: CommentRecord[];
	readonly releases: ReleaseRecord[];
	readonly workflows: WorkflowRecord[];
	readonly workflowRuns: WorkflowRunRecord[];
	readonly environments: Map<string, EnvironmentRecord>;
	readonly secrets: Map<string, SecretRecord>;
	readonly environmentSecrets: Map<string, Map<string, SecretRecord>>;
	secretKey: SecretKey | undefined;
	readonly security: SecurityRecord;
}
