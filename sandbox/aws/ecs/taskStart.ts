import { arnOf } from '../account';
import type { JsonObject } from '../jsonInput';
import { readObjects, readText } from '../jsonInput';
import { resolveSecretReference } from '../secrets/secretReference';
import type { ImageBehaviour } from './images';
import { parseImageReference } from './images';
import type { Cluster, ResolvedImage, Tag, Task, TaskContainer, TaskDefinition } from './model';
import type { EcsWorld } from './world';

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
			exitCode: undefined,
			reason: undefined,
		})),
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

/** How a task behaves: as the first of its images that does not just run. */
export function behaviourOf(world: EcsWorld, task: Task): ImageBehaviour {
	const behaviours = task.images.map(({ image, digest }) => {
		const reference = parseImageReference(image);
		return reference && digest !== undefined
			? world.images.resolve({ ...reference, digest })?.behaviour
			: undefined;
	});
	return behaviours.find((each) => each && each.kind !== 'healthy') ?? { kind: 'healthy' };
}
