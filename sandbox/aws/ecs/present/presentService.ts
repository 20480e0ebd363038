import { epochSeconds } from '../../account';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact } from '../../protocol/jsonInput';
import { strategyOf } from '../model/deploymentConfiguration';
import { isDigestTold } from '../world/images';
import type { Deployment, Service, ServiceDeployment, ServiceRevision, Task } from '../model/model';
import { presentTaskSet } from './presentTaskSet';
import { isConsistent, type EcsWorld } from '../world/ecsWorld';

const seconds = (atMs: number | undefined): number | undefined => (atMs === undefined ? undefined : epochSeconds(atMs));

interface TaskCounts {
	readonly running: number;
	readonly pending: number;
}

function countTasks(tasks: readonly Task[]): TaskCounts {
	const starting = ['PROVISIONING', 'PENDING', 'ACTIVATING'];
	return {
		running: tasks.filter(({ status }) => status === 'RUNNING').length,
		pending: tasks.filter(({ status }) => starting.includes(status)).length,
	};
}

function countOf(tasks: readonly Task[], revision: ServiceRevision): TaskCounts {
	return countTasks(tasks.filter(({ revisionArn }) => revisionArn === revision.arn));
}

/** Members of the settings that an entry of `deployments` repeats. */
function deploymentSettings(settings: JsonObject): JsonObject {
	const { launchType, platformVersion, platformFamily, networkConfiguration, capacityProviderStrategy } = settings;
	return { launchType, platformVersion, platformFamily, networkConfiguration, capacityProviderStrategy };
}

function presentDeployment(deployment: Deployment, tasks: readonly Task[]): JsonObject {
	const counts = countOf(tasks, deployment.revision);
	return compact({
		id: deployment.id,
		status: deployment.status,
		taskDefinition: deployment.revision.taskDefinition.arn,
		desiredCount: deployment.desiredCount,
		pendingCount: counts.pending,
		runningCount: counts.running,
		failedTasks: deployment.failedTasks,
		createdAt: seconds(deployment.createdAtMs),
		updatedAt: seconds(deployment.updatedAtMs),
		rolloutState: deployment.rolloutState,
		rolloutStateReason: deployment.rolloutStateReason,
		...deploymentSettings(deployment.revision.settings),
	});
}

/** A service as DescribeServices, CreateService, UpdateService and DeleteService answer it. */
export function presentService(world: EcsWorld, service: Service, withTags: boolean): JsonObject {
	const tasks = world.tasksOf(service);
	const counts = countTasks(tasks);
	const [primary] = service.deployments;
	return compact({
		serviceArn: service.arn,
		serviceName: service.name,
		clusterArn: world.clusters.get(service.clusterName)?.arn,
		loadBalancers: [],
		serviceRegistries: [],
		status: service.status,
		desiredCount: service.desiredCount,
		runningCount: counts.running,
		pendingCount: counts.pending,
		taskDefinition: (primary?.revision ?? service.revisions.at(-1))?.taskDefinition.arn,
		deploymentConfiguration: service.configuration,
		deployments: service.deployments.map((deployment) => presentDeployment(deployment, tasks)),
		events: service.events.map(({ id, createdAtMs, message }) => ({
			id,
			createdAt: seconds(createdAtMs),
			message,
		})),
		taskSets:
			service.controller === 'ECS' ? undefined : service.taskSets.map((each) => presentTaskSet(world, service, each)),
		createdAt: seconds(service.createdAtMs),
		currentServiceDeployment: service.serviceDeployments[0]?.arn,
		currentServiceRevisions: service.deployments.map(({ revision, desiredCount }) => {
			const { running, pending } = countOf(tasks, revision);
			return {
				arn: revision.arn,
				requestedTaskCount: desiredCount,
				runningTaskCount: running,
				pendingTaskCount: pending,
			};
		}),
		placementConstraints: [],
		placementStrategy: [],
		schedulingStrategy: 'REPLICA',
		deploymentController: { type: service.controller },
		createdBy: service.createdBy,
		enableECSManagedTags: false,
		propagateTags: 'NONE',
		enableExecuteCommand: false,
		availabilityZoneRebalancing: 'ENABLED',
		...service.options,
		...service.settings,
		...(withTags && { tags: service.tags }),
	});
}

export function presentBrief(world: EcsWorld, service: Service, each: ServiceDeployment): JsonObject {
	return compact({
		serviceDeploymentArn: each.arn,
		serviceArn: service.arn,
		clusterArn: world.clusters.get(service.clusterName)?.arn,
		createdAt: seconds(each.createdAtMs),
		startedAt: seconds(each.startedAtMs),
		finishedAt: seconds(each.finishedAtMs),
		targetServiceRevisionArn: each.target.arn,
		status: each.status,
		statusReason: each.statusReason,
	});
}

export function presentServiceDeployment(world: EcsWorld, service: Service, each: ServiceDeployment): JsonObject {
	const tasks = world.tasksOf(service);
	const isShifted = strategyOf(each.configuration) !== 'ROLLING';
	const summary = (revision: ServiceRevision, production: number, test: number): JsonObject => {
		const counts = countOf(tasks, revision);
		const deployment = service.deployments.find((other) => other.revision === revision);
		return compact({
			arn: revision.arn,
			requestedTaskCount: deployment?.desiredCount ?? 0,
			runningTaskCount: counts.running,
			pendingTaskCount: counts.pending,
			requestedTestTrafficWeight: isShifted ? test : undefined,
			requestedProductionTrafficWeight: isShifted ? production : undefined,
		});
	};
	return compact({
		...presentBrief(world, service, each),
		targetServiceRevisionArn: undefined,
		stoppedAt: seconds(each.stoppedAtMs),
		updatedAt: seconds(each.updatedAtMs),
		sourceServiceRevisions: each.source.map((revision) =>
			summary(revision, 100 - each.productionWeight, 100 - each.testWeight),
		),
		targetServiceRevision: summary(each.target, each.productionWeight, each.testWeight),
		lifecycleStage: each.lifecycleStage,
		lifecycleHookDetails:
			each.hooks.length === 0
				? undefined
				: each.hooks.map((hook) =>
						compact({
							hookId: hook.hookId,
							targetType: hook.targetType,
							targetArn: hook.targetArn,
							status: hook.status,
							expiresAt: seconds(hook.expiresAtMs),
							timeoutAction: hook.timeoutAction,
						}),
					),
		deploymentConfiguration: each.configuration,
		rollback: each.rollback && {
			reason: each.rollback.reason,
			startedAt: seconds(each.rollback.startedAtMs),
			serviceRevisionArn: each.rollback.revision.arn,
		},
		deploymentCircuitBreaker: each.breaker,
		alarms: {
			status: each.alarms.status,
			alarmNames: each.alarms.names,
			triggeredAlarmNames: each.alarms.triggered,
		},
	});
}

export function presentRevision(world: EcsWorld, service: Service, revision: ServiceRevision): JsonObject {
	return compact({
		serviceRevisionArn: revision.arn,
		serviceArn: service.arn,
		clusterArn: world.clusters.get(service.clusterName)?.arn,
		taskDefinition: revision.taskDefinition.arn,
		containerImages: revision.images.map(({ containerName, image, digest }) =>
			compact({
				containerName,
				image,
				imageDigest: isDigestTold(image) && isConsistent(revision.taskDefinition, containerName) ? digest : undefined,
			}),
		),
		guardDutyEnabled: false,
		createdAt: seconds(revision.createdAtMs),
		...revision.settings,
	});
}
