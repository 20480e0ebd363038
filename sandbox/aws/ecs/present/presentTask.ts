import { arnOf, epochSeconds, USER_ARN } from '../../account';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readText } from '../../protocol/jsonInput';
import { isDigestTold } from '../world/images';
import type { Task, TaskDefinition } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

const seconds = (atMs: number | undefined): number | undefined => (atMs === undefined ? undefined : epochSeconds(atMs));

export function presentTask(world: EcsWorld, task: Task, withTags: boolean): JsonObject {
	const { fields } = task.taskDefinition;
	return compact({
		taskArn: task.arn,
		clusterArn: world.clusters.get(task.clusterName)?.arn,
		taskDefinitionArn: task.taskDefinition.arn,
		attachments: task.subnet === undefined ? [] : [networkInterface(task)],
		attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
		availabilityZone: `us-east-1${Number.parseInt(task.id.slice(0, 2), 16) % 2 === 0 ? 'a' : 'b'}`,
		connectivity: task.status === 'PROVISIONING' ? undefined : 'CONNECTED',
		containers: task.containers.map((container) => {
			const isStarted = container.status !== 'PENDING';
			return compact({
				containerArn: arnOf('ecs', `container/${task.clusterName}/${task.id}/${container.runtimeId.slice(-10)}`),
				taskArn: task.arn,
				name: container.name,
				image: container.image,
				imageDigest: isDigestTold(container.image) ? container.digest : undefined,
				runtimeId: isStarted ? container.runtimeId : undefined,
				lastStatus: container.status,
				exitCode: container.exitCode,
				reason: container.reason,
				healthStatus: container.health,
				networkBindings: [],
				networkInterfaces:
					task.subnet === undefined || task.status === 'PROVISIONING'
						? []
						: [{ attachmentId: attachmentId(task), privateIpv4Address: addressOf(task) }],
				cpu: '0',
			});
		}),
		cpu: readText(fields, 'cpu'),
		memory: readText(fields, 'memory'),
		createdAt: seconds(task.createdAtMs),
		desiredStatus: task.desiredStatus,
		enableExecuteCommand: false,
		executionStoppedAt: task.containers.every(({ status }) => status === 'STOPPED')
			? seconds(task.stoppingAtMs)
			: undefined,
		group: task.group,
		healthStatus: task.health,
		lastStatus: task.status,
		launchType: task.launchType,
		overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...task.overrides },
		platformVersion: '1.4.0',
		platformFamily: 'Linux',
		pullStartedAt: seconds(task.pullStartedAtMs),
		pullStoppedAt: seconds(task.pullStoppedAtMs),
		startedAt: seconds(task.startedAtMs),
		startedBy: task.startedBy,
		stopCode: task.stopCode,
		stoppedAt: seconds(task.stoppedAtMs),
		stoppedReason: task.stoppedReason,
		stoppingAt: seconds(task.stoppingAtMs),
		version: task.version,
		ephemeralStorage: { sizeInGiB: 20 },
		tags: withTags ? task.tags : undefined,
	});
}

/** An awsvpc task has an elastic network interface of its own. */
function networkInterface(task: Task): JsonObject {
	const isAttached = !['PROVISIONING', 'DEPROVISIONING', 'STOPPED'].includes(task.status);
	const details = {
		subnetId: task.subnet,
		networkInterfaceId: `eni-${task.id.slice(0, 17)}`,
		macAddress: `0a:${(task.id.slice(0, 10).match(/../g) ?? []).join(':')}`,
		privateDnsName: `ip-${addressOf(task).replaceAll('.', '-')}.ec2.internal`,
		privateIPv4Address: addressOf(task),
	};
	return {
		id: attachmentId(task),
		type: 'ElasticNetworkInterface',
		status: isAttached ? 'ATTACHED' : task.status === 'PROVISIONING' ? 'PRECREATED' : 'DELETED',
		details: Object.entries(details).map(([name, value]) => ({ name, value })),
	};
}

function attachmentId({ id }: Task): string {
	return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-');
}

function addressOf({ id }: Task): string {
	return ['10', '0', ...[id.slice(2, 4), id.slice(4, 6)].map((pair) => String(Number.parseInt(pair, 16)))].join('.');
}

export function presentTaskDefinition(taskDefinition: TaskDefinition): JsonObject {
	return compact({
		...taskDefinition.fields,
		taskDefinitionArn: taskDefinition.arn,
		containerDefinitions: taskDefinition.containers,
		family: taskDefinition.family,
		revision: taskDefinition.revision,
		status: taskDefinition.status,
		registeredAt: seconds(taskDefinition.registeredAtMs),
		deregisteredAt: seconds(taskDefinition.deregisteredAtMs),
		deleteRequestedAt: seconds(taskDefinition.deleteRequestedAtMs),
		registeredBy: USER_ARN,
	});
}
