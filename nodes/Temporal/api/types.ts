/** What is read of the answers of a Temporal server (temporalio/api, openapiv3.yaml). A value of zero is left out of them. */

export interface VersionName {
	readonly deploymentName?: string;
	readonly buildId?: string;
}

export interface RoutingConfig {
	readonly currentDeploymentVersion?: VersionName;
	readonly currentVersion?: string;
	readonly currentVersionChangedTime?: string;
	readonly rampingDeploymentVersion?: VersionName;
	readonly rampingVersion?: string;
	readonly rampingVersionPercentage?: number;
	readonly rampingVersionChangedTime?: string;
	readonly rampingVersionPercentageChangedTime?: string;
	/** An int64 as text. */
	readonly revisionNumber?: string;
}

export interface VersionSummary {
	readonly version?: string;
	readonly status?: string;
	readonly deploymentVersion?: VersionName;
	readonly createTime?: string;
	readonly firstActivationTime?: string;
	readonly lastCurrentTime?: string;
	readonly lastDeactivationTime?: string;
}

export interface WorkerDeploymentInfo {
	readonly name?: string;
	readonly createTime?: string;
	readonly versionSummaries?: readonly VersionSummary[];
	readonly routingConfig?: RoutingConfig;
	readonly routingConfigUpdateState?: string;
	readonly lastModifierIdentity?: string;
	readonly managerIdentity?: string;
}

/** A deployment in the list: three of its versions at most. */
export interface WorkerDeploymentSummary {
	readonly name?: string;
	readonly createTime?: string;
	readonly routingConfig?: RoutingConfig;
	readonly latestVersionSummary?: VersionSummary;
	readonly currentVersionSummary?: VersionSummary;
	readonly rampingVersionSummary?: VersionSummary;
}

export interface TaskQueueInfo {
	readonly name?: string;
	/** `TASK_QUEUE_TYPE_WORKFLOW`. */
	readonly type?: string;
}

export interface VersionInfo {
	readonly status?: string;
	readonly deploymentVersion?: VersionName;
	readonly createTime?: string;
	readonly taskQueueInfos?: readonly TaskQueueInfo[];
	readonly metadata?: { readonly entries?: Readonly<Record<string, unknown>> };
}

export interface Poller {
	readonly identity?: string;
	readonly lastAccessTime?: string;
	readonly deploymentOptions?: VersionName;
}

export interface WorkflowRun {
	readonly execution?: { readonly workflowId?: string; readonly runId?: string };
	readonly type?: { readonly name?: string };
	readonly status?: string;
	readonly startTime?: string;
	readonly closeTime?: string;
	readonly taskQueue?: string;
	readonly workerDeploymentName?: string;
	readonly versioningInfo?: { readonly behavior?: string; readonly deploymentVersion?: VersionName };
}

/** Which deployment of which namespace. */
export interface DeploymentTarget {
	readonly namespace: string;
	readonly deployment: string;
}

/** What one look at a deployment found. */
export interface DeploymentSight {
	readonly info: WorkerDeploymentInfo;
	/** What a write gives back, so that it only counts if nobody else wrote since. */
	readonly conflictToken: string;
	/** The server's own clock, in milliseconds: every time of its answers is by it. */
	readonly serverMs: number;
}

/** Who polls a task queue, and the server's time of that look. A worker that is gone stays listed for five minutes. */
export interface QueueSight {
	readonly queue: TaskQueueInfo;
	readonly pollers: readonly Poller[];
	readonly serverMs: number;
}

// What follows is read of the answers of Temporal Cloud's Ops API (temporalio/cloud-api).

export interface CloudNamespace {
	/** Name and account: `candlefish.a1b2c`. */
	readonly namespace?: string;
	readonly resourceVersion?: string;
	readonly spec?: CloudNamespaceSpec;
	readonly state?: string;
	readonly asyncOperationId?: string;
	readonly activeRegion?: string;
	readonly endpoints?: { readonly webAddress?: string; readonly grpcAddress?: string };
	readonly regionStatus?: Readonly<Record<string, { readonly state?: string }>>;
	readonly createdTime?: string;
}

export interface CloudNamespaceSpec {
	readonly name?: string;
	readonly regions?: readonly string[];
	readonly retentionDays?: number;
	readonly lifecycle?: { readonly enableDeleteProtection?: boolean };
}

export interface CloudOperation {
	readonly id?: string;
	readonly state?: string;
	readonly operationType?: string;
	readonly failureReason?: string;
	readonly startedTime?: string;
	readonly finishedTime?: string;
}

export interface CloudApiKey {
	readonly id?: string;
	readonly state?: string;
	readonly createdTime?: string;
	readonly spec?: {
		readonly ownerId?: string;
		readonly ownerType?: string;
		readonly displayName?: string;
		readonly expiryTime?: string;
		readonly disabled?: boolean;
	};
}
