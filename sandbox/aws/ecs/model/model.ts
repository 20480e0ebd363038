import type { JsonObject } from '../../protocol/jsonInput';

export interface Tag {
	readonly key: string;
	readonly value: string;
}

export interface TaskDefinition {
	readonly arn: string;
	readonly family: string;
	readonly revision: number;
	/** What RegisterTaskDefinition was given, with the defaults ECS adds. */
	readonly fields: JsonObject;
	readonly containers: readonly JsonObject[];
	status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
	readonly registeredAtMs: number;
	deregisteredAtMs: number | undefined;
	deleteRequestedAtMs: number | undefined;
	tags: Tag[];
}

/** An image of a service revision, its tag resolved to a digest once: all tasks of the revision run the same. */
export interface ResolvedImage {
	readonly containerName: string;
	readonly image: string;
	/** Absent when the registry has no such image. */
	readonly digest: string | undefined;
}

/** A workload configuration a service was asked to run. */
export interface ServiceRevision {
	readonly arn: string;
	readonly taskDefinition: TaskDefinition;
	readonly images: readonly ResolvedImage[];
	/** Members shared by Service and ServiceRevision: network, load balancers, launch type... */
	readonly settings: JsonObject;
	readonly createdAtMs: number;
}

export type TaskStatus =
	'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED';

export interface TaskContainer {
	readonly name: string;
	readonly image: string;
	digest: string | undefined;
	readonly runtimeId: string;
	readonly essential: boolean;
	status: 'PENDING' | 'RUNNING' | 'STOPPED';
	/** By its own health check; UNKNOWN without one. */
	health: Health;
	exitCode: number | undefined;
	reason: string | undefined;
}

export type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

export interface Task {
	readonly arn: string;
	readonly id: string;
	readonly clusterName: string;
	readonly taskDefinition: TaskDefinition;
	readonly images: readonly ResolvedImage[];
	/** Absent for a task that RunTask started. */
	readonly serviceName: string | undefined;
	readonly revisionArn: string | undefined;
	readonly launchType: string;
	readonly group: string;
	readonly startedBy: string | undefined;
	readonly overrides: JsonObject;
	readonly containers: readonly TaskContainer[];
	readonly tags: readonly Tag[];
	/** Where its network interface is; absent where it has none of its own. */
	readonly subnet: string | undefined;
	/** The secrets it got, as version ids. */
	readonly secrets: Map<string, string>;
	readonly createdAtMs: number;
	status: TaskStatus;
	desiredStatus: 'RUNNING' | 'STOPPED';
	health: Health;
	/** Counts as up: running, and healthy where it has a health check or a load balancer. */
	ready: boolean;
	version: number;
	pullStartedAtMs: number | undefined;
	pullStoppedAtMs: number | undefined;
	startedAtMs: number | undefined;
	stoppingAtMs: number | undefined;
	stoppedAtMs: number | undefined;
	stopCode: string | undefined;
	stoppedReason: string | undefined;
}

/** An entry of `deployments` in DescribeServices. */
export interface Deployment {
	readonly id: string;
	readonly revision: ServiceRevision;
	status: 'PRIMARY' | 'ACTIVE';
	desiredCount: number;
	failedTasks: number;
	rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
	rolloutStateReason: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
	/** Failures one after the other: how long ECS waits before it starts the next task. */
	launchFailures: number;
}

export type ServiceDeploymentStatus =
	| 'PENDING'
	| 'SUCCESSFUL'
	| 'STOPPED'
	| 'STOP_REQUESTED'
	| 'IN_PROGRESS'
	| 'ROLLBACK_REQUESTED'
	| 'ROLLBACK_IN_PROGRESS'
	| 'ROLLBACK_SUCCESSFUL'
	| 'ROLLBACK_FAILED';

export interface HookDetail {
	readonly hookId: string;
	readonly targetType: 'AWS_LAMBDA' | 'PAUSE';
	readonly targetArn: string | undefined;
	status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
	readonly expiresAtMs: number;
	readonly timeoutAction: 'ROLLBACK' | 'CONTINUE';
}

export type MonitorStatus = 'TRIGGERED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'DISABLED';

/** What ListServiceDeployments and DescribeServiceDeployments show: a deployment and its roll back, if any. */
export interface ServiceDeployment {
	readonly arn: string;
	readonly deploymentId: string;
	/** The deployment that rolls it back. */
	rollbackDeploymentId: string | undefined;
	readonly source: readonly ServiceRevision[];
	readonly target: ServiceRevision;
	readonly configuration: JsonObject;
	status: ServiceDeploymentStatus;
	statusReason: string | undefined;
	lifecycleStage: string | undefined;
	hooks: HookDetail[];
	readonly createdAtMs: number;
	startedAtMs: number | undefined;
	finishedAtMs: number | undefined;
	stoppedAtMs: number | undefined;
	updatedAtMs: number;
	rollback: { readonly reason: string; readonly startedAtMs: number; readonly revision: ServiceRevision } | undefined;
	readonly breaker: { status: MonitorStatus; failureCount: number; threshold: number };
	readonly alarms: { status: MonitorStatus; readonly names: readonly string[]; triggered: string[] };
	/** Percent of the traffic that the target gets. */
	productionWeight: number;
	testWeight: number;
}

/** What an external deployment controller makes in the place of deployments. */
export interface TaskSet {
	readonly id: string;
	readonly arn: string;
	readonly revision: ServiceRevision;
	readonly externalId: string | undefined;
	status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
	/** Percent of the service's desired count. */
	scale: number;
	readonly createdAtMs: number;
	updatedAtMs: number;
	stabilityStatusAtMs: number;
	isSteady: boolean;
}

export interface ServiceEvent {
	readonly id: string;
	readonly createdAtMs: number;
	readonly message: string;
}

export type DeploymentController = 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';

export interface Service {
	readonly arn: string;
	readonly name: string;
	readonly clusterName: string;
	/** Who deploys it; of what is not ECS's the sandbox knows no tasks. */
	readonly controller: DeploymentController;
	status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
	desiredCount: number;
	/** Members that make a revision. */
	settings: JsonObject;
	/** Members that do not: changing them starts no deployment. */
	options: JsonObject;
	configuration: JsonObject;
	/** Newest first: the first is PRIMARY. */
	deployments: Deployment[];
	/** Of a service that an external controller deploys, the newest first. */
	taskSets: TaskSet[];
	/** ARN of the task that ECS starts in another Availability Zone before it stops one. */
	rebalancingTask: string | undefined;
	/** Newest first. */
	serviceDeployments: ServiceDeployment[];
	revisions: ServiceRevision[];
	/** The last deployment that ended COMPLETED: where a roll back goes. */
	lastCompleted: { readonly deploymentId: string; readonly revision: ServiceRevision } | undefined;
	/** Newest first. */
	events: ServiceEvent[];
	tags: Tag[];
	readonly clientToken: string | undefined;
	readonly createdAtMs: number;
	readonly createdBy: string;
}

export interface Cluster {
	readonly arn: string;
	readonly name: string;
	tags: Tag[];
}

/** Statuses in which a deployment still goes on. */
export function isInFlight(deployment: ServiceDeployment): boolean {
	return ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(
		deployment.status,
	);
}

/** What RunTask answered to a request with a client token: the same request is answered with it again. */
export interface EarlierRun {
	/** The request without its token. */
	readonly request: string;
	readonly tasks: readonly Task[];
	readonly failures: readonly JsonObject[];
}
