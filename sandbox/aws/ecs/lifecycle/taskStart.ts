import { arnOf } from '../../account';
import type { JsonObject } from '../../protocol/jsonInput';
import { readObject, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import { resolveSecretReference } from '../../secrets/secretReference';
import type { ImageBehaviour } from '../world/images';
import { parseImageReference } from '../world/images';
import type { Cluster, ResolvedImage, Tag, Task, TaskContainer, TaskDefinition } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

export interface TaskStart {
	readonly cluster: Cluster;
	readonly taskDefinition: TaskDefinition;
	readonly images: readonly ResolvedImage[];
	readonly serviceName?: string;
	readonly revisionArn?: string;
	readonly launchType: string;
	readonly group: string;
	readonly startedBy: string | undefined;
	readonly overrides: JsonObject;
	readonly tags: readonly Tag[];
	readonly loadBalanced: boolean;
	/** Members of NetworkConfiguration. */
	readonly network: JsonObject;
}

/** A task that is asked for, before anything was done about it. */
export function newTask(world: EcsWorld, start: TaskStart): Task {
	const { ids } = world.kernel;
	const id = ids.hex(32);
	const { cluster, taskDefinition, images, ...rest } = start;
	return {
		arn: arnOf('ecs', `task/${cluster.name}/${id}`),
		id,
		clusterName: cluster.name,
		taskDefinition,
		images,
		serviceName: rest.serviceName,
		revisionArn: rest.revisionArn,
		launchType: rest.launchType,
		group: rest.group,
		startedBy: rest.startedBy,
		overrides: rest.overrides,
		tags: rest.tags,
		containers: taskDefinition.containers.map((container): TaskContainer => ({
			name: readText(container, 'name') ?? '',
			image: readText(container, 'image') ?? '',
			digest: undefined,
			runtimeId: `${id}-${ids.hex(10)}`,
			essential: container['essential'] !== false,
			status: 'PENDING',
			health: 'UNKNOWN',
			exitCode: undefined,
			reason: undefined,
		})),
		subnet: taskDefinition.fields['networkMode'] === 'awsvpc' ? subnetOf(id, rest.network) : undefined,
		secrets: new Map(),
		createdAtMs: world.now(),
		status: 'PROVISIONING',
		desiredStatus: 'RUNNING',
		health: 'UNKNOWN',
		ready: false,
		version: 1,
		pullStartedAtMs: undefined,
		pullStoppedAtMs: undefined,
		startedAtMs: undefined,
		stoppingAtMs: undefined,
		stoppedAtMs: undefined,
		stopCode: undefined,
		stoppedReason: undefined,
	};
}

/** Spread over the subnets by the task's id. */
function subnetOf(id: string, network: JsonObject): string | undefined {
	const subnets = readTexts(readObject(network, 'awsvpcConfiguration'), 'subnets');
	return subnets[Number.parseInt(id.slice(0, 2), 16) % Math.max(1, subnets.length)];
}

/** Why a task cannot start: a secret that cannot be read, or an image that cannot be pulled; undefined when it can. */
export function startFailure(world: EcsWorld, task: Task): string | undefined {
	return resourceFailure(world, task) ?? pullFailure(task);
}

/** Secrets that cannot be read stop a task before its image is pulled. */
function resourceFailure(world: EcsWorld, task: Task): string | undefined {
	for (const container of task.taskDefinition.containers) {
		for (const secret of readObjects(container, 'secrets')) {
			const valueFrom = readText(secret, 'valueFrom') ?? '';
			if (!valueFrom.includes(':secretsmanager:')) continue;
			const resolved = resolveSecretReference(world.secrets, valueFrom);
			if ('failure' in resolved) {
				return `ResourceInitializationError: unable to pull secrets or registry auth: ${resolved.failure}`;
			}
			task.secrets.set(readText(secret, 'name') ?? '', resolved.versionId);
		}
	}
	return undefined;
}

function pullFailure(task: Task): string | undefined {
	const missing = task.images.find(({ digest }) => digest === undefined);
	if (!missing) return undefined;
	return parseImageReference(missing.image)
		? `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${missing.image}: ${missing.image}: not found`
		: `CannotPullContainerError: failed to parse image reference "${missing.image}": invalid reference format`;
}

/** How a container behaves: as its image says. */
export function containerBehaviour(world: EcsWorld, task: Task, container: string): ImageBehaviour {
	const resolved = task.images.find(({ containerName }) => containerName === container);
	const reference = resolved && parseImageReference(resolved.image);
	if (!reference || resolved.digest === undefined) return { kind: 'healthy' };
	return world.images.resolve({ ...reference, digest: resolved.digest })?.behaviour ?? { kind: 'healthy' };
}

/** What a container's program ends with when it is told to stop. */
export function stopExitCodeOf(world: EcsWorld, task: Task, container: string): number {
	const resolved = task.images.find(({ containerName }) => containerName === container);
	const reference = resolved && parseImageReference(resolved.image);
	return (reference && world.images.resolve({ ...reference, digest: resolved.digest })?.stopExitCode) ?? 143;
}

/** How a task behaves: as the first of its essential containers that does not just run. */
export function behaviourOf(world: EcsWorld, task: Task): ImageBehaviour {
	const behaviours = task.containers
		.filter(({ essential }) => essential)
		.map(({ name }) => containerBehaviour(world, task, name));
	return behaviours.find(({ kind }) => kind !== 'healthy') ?? { kind: 'healthy' };
}
