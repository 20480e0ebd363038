export type QueueKind = 'WORKFLOW' | 'ACTIVITY';

export const queueKinds: readonly QueueKind[] = ['WORKFLOW', 'ACTIVITY'];

/** A worker process: it polls one task queue for workflows and activities, as one version of one deployment. */
export interface StoredWorker {
	readonly identity: string;
	/** Null for a worker without versioning. */
	readonly version: { readonly deployment: string; readonly buildId: string } | null;
	readonly taskQueue: string;
	readonly startedAtMs: number;
	stoppedAtMs: number | null;
}

/** What a version has still to do once it takes no new workflows. */
export interface StoredDrainage {
	readonly status: 'DRAINING' | 'DRAINED';
	readonly changedAtMs: number;
	readonly checkedAtMs: number;
}

export interface StoredVersion {
	readonly buildId: string;
	readonly createdAtMs: number;
	/** Task queues that a worker of it has polled; empty for one that was made by the API. */
	readonly taskQueues: Set<string>;
	firstActiveAtMs: number | null;
	lastCurrentAtMs: number | null;
	lastInactiveAtMs: number | null;
	currentSinceMs: number | null;
	rampingSinceMs: number | null;
	routedAtMs: number | null;
	drainage: StoredDrainage | null;
	readonly metadata: Map<string, unknown>;
}

export interface StoredRamp {
	/** Empty for unversioned workers. */
	readonly buildId: string;
	readonly percentage: number;
}

export interface StoredDeployment {
	readonly name: string;
	readonly createdAtMs: number;
	/** Newest first. */
	versions: StoredVersion[];
	/** Null: unversioned workers. */
	current: string | null;
	currentChangedAtMs: number | null;
	ramp: StoredRamp | null;
	rampChangedAtMs: number | null;
	percentageChangedAtMs: number | null;
	revision: number;
	/** Changes with every write to the routing, the manager or the identity. */
	conflictToken: string;
	lastModifier: string;
	manager: string;
	/** The last write has reached every task queue by then. */
	updatedByMs: number;
}

export type WorkflowStatus = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED' | 'TERMINATED' | 'TIMED_OUT';

/** One run of a workflow. */
export interface StoredRun {
	readonly workflowId: string;
	readonly runId: string;
	readonly requestId: string;
	readonly type: string;
	readonly taskQueue: string;
	readonly startedAtMs: number;
	/** Null for one without a limit. */
	readonly timeoutMs: number | null;
	/** The version it was pinned to when it was started. */
	readonly pinnedTo: { readonly deployment: string; readonly buildId: string } | null;
	/** The version that carried out its first task; null while none has. */
	ranOn: { readonly deployment: string; readonly buildId: string; readonly revision: number } | null;
	/** When its first task was carried out, whoever did. */
	firstTaskAtMs: number | null;
	status: WorkflowStatus;
	closedAtMs: number | null;
	/** What it gave, or why it failed. */
	outcome: string;
	/** Name and request ID of each: with the same ID it is taken once. */
	readonly signals: string[];
	isCancelRequested: boolean;
}

export interface StoredNamespace {
	readonly name: string;
	readonly id: string;
	readonly deployments: Map<string, StoredDeployment>;
	readonly workers: StoredWorker[];
	/** Oldest first. */
	readonly runs: StoredRun[];
	/** The first poll of each task queue without a version. */
	readonly plainQueues: Set<string>;
}
