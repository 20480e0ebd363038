import type { DeployContent } from './world/deployContent';

/** The states Netlify's own API uses, in the order a deploy meets them. */
export const DEPLOY_STATES = [
	'new',
	'pending_review',
	'accepted',
	'rejected',
	'enqueued',
	'building',
	'preparing',
	'prepared',
	'uploading',
	'uploaded',
	'processing',
	'processed',
	'retrying',
	'ready',
	'error',
	'old',
] as const;

export type DeployState = (typeof DEPLOY_STATES)[number];

export function isDeployState(value: unknown): value is DeployState {
	return DEPLOY_STATES.some((state) => state === value);
}

/** States a deploy does not leave by itself. */
export function hasEnded(state: DeployState): boolean {
	return state === 'ready' || state === 'error' || state === 'rejected' || state === 'old';
}

export type DeployContext = 'production' | 'deploy-preview' | 'branch-deploy';

export interface RepositoryLink {
	provider: string;
	repo_path: string;
	repo_branch: string;
	repo_url: string;
	cmd: string;
	dir: string;
	functions_dir: string;
	allowed_branches: string[];
	public_repo: boolean;
	private_logs: boolean;
	stop_builds: boolean;
	installation_id: number;
}

export interface Site {
	readonly id: string;
	name: string;
	customDomain: string | undefined;
	domainAliases: string[];
	/** When the certificate of its own domains ends; without one until it has such a domain. */
	certificateEndsAtMs: number;
	forceSsl: boolean;
	repository: RepositoryLink | undefined;
	readonly createdAtMs: number;
	updatedAtMs: number;
	publishedDeployId: string | undefined;
	/** By the control route: builds of other branches than the production one are taken, and never begin. */
	branchDeploys: boolean;
}

export interface Deploy {
	readonly id: string;
	readonly siteId: string;
	/** Grows with every deploy: the order of creation when two share a millisecond. */
	readonly sequence: number;
	readonly createdAtMs: number;
	updatedAtMs: number;
	publishedAtMs: number | undefined;
	state: DeployState;
	context: DeployContext;
	branch: string;
	draft: boolean;
	title: string | undefined;
	buildId: string | undefined;
	commitRef: string | undefined;
	commitUrl: string | undefined;
	errorMessage: string | undefined;
	skipped: boolean;
	locked: boolean;
	framework: string | undefined;
	reviewId: number | undefined;
	content: DeployContent;
	/** The deployed site answers 503: its tree has `.sandbox/unhealthy`. */
	unhealthy: boolean;
	/** Function name -> SHA-256 of its bundle. */
	functions: ReadonlyMap<string, string>;
	/** Digests that Netlify still lacks. */
	required: Set<string>;
	requiredFunctions: Set<string>;
	log: LogLine[];
}

export interface LogLine {
	readonly ts: number;
	readonly section: 'initializing' | 'building' | 'deploying' | 'cleanup' | 'postprocessing';
	readonly message: string;
	readonly error: boolean;
}

export interface Build {
	readonly id: string;
	readonly siteId: string;
	readonly deployId: string;
	readonly createdAtMs: number;
	sha: string | undefined;
	done: boolean;
	error: string | undefined;
}

export interface BuildHook {
	readonly id: string;
	readonly siteId: string;
	title: string;
	branch: string;
	readonly createdAtMs: number;
}

export interface NotificationHook {
	readonly id: string;
	readonly siteId: string;
	type: string;
	event: string;
	data: Readonly<Record<string, unknown>>;
	disabled: boolean;
	readonly createdAtMs: number;
	updatedAtMs: number;
	consecutiveFailures: number;
}

/** One attempt to tell a registered URL about an event. */
export interface HookDelivery {
	readonly hookId: string;
	readonly event: string;
	readonly deployId: string;
	readonly url: string;
	readonly atMs: number;
	/** Status the receiver answered; absent while under way and when it could not be reached. */
	status: number | undefined;
	error: string | undefined;
}

export interface EnvironmentValue {
	readonly id: string;
	readonly value: string;
	readonly context: string;
	readonly context_parameter: string | undefined;
}

export interface EnvironmentVariable {
	key: string;
	/** Absent for a variable of the whole team. */
	readonly siteId: string | undefined;
	scopes: string[];
	values: EnvironmentValue[];
	isSecret: boolean;
	updatedAtMs: number;
}
