import { arnOf } from '../../account';
import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, pick, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { Ecs } from '../ecs';
import type { TaskDefinition } from '../model/model';
import { presentTaskDefinition } from '../present/presentTask';
import type { EcsWorld } from '../world/ecsWorld';
import { missing, readPage, readTags, requireText, wantsTags } from './reading';

/** What is kept of a registration as it came; everything else of a task definition ECS makes itself. */
const KEPT_MEMBERS = [
	'taskRoleArn',
	'executionRoleArn',
	'networkMode',
	'volumes',
	'placementConstraints',
	'requiresCompatibilities',
	'cpu',
	'memory',
	'pidMode',
	'ipcMode',
	'proxyConfiguration',
	'inferenceAccelerators',
	'ephemeralStorage',
	'runtimePlatform',
	'enableFaultInjection',
];
const CONTAINER_DEFAULTS: JsonObject = {
	cpu: 0,
	portMappings: [],
	essential: true,
	environment: [],
	mountPoints: [],
	volumesFrom: [],
	systemControls: [],
};

const clientError = (message: string): AwsError => new AwsError('ClientException', message);

function checkContainers(containers: readonly JsonObject[], taskMemory: string | undefined): void {
	if (containers.length === 0) throw clientError('Container list cannot be empty.');
	const names = new Set<string>();
	for (const container of containers) {
		const name = readText(container, 'name') ?? '';
		const image = readText(container, 'image') ?? '';
		if (name === '') throw clientError('Container.name should not be null or empty.');
		if (!/^[\w-]{1,255}$/.test(name)) throw clientError(`Container name "${name}" is invalid.`);
		if (names.has(name)) throw clientError(`Container name "${name}" is not unique.`);
		names.add(name);
		if (image === '') throw clientError('Container.image should not be null or empty.');
		if (taskMemory === undefined && !('memory' in container) && !('memoryReservation' in container)) {
			throw clientError(
				`Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
			);
		}
		if (/\s/.test(image)) throw clientError(`Container.image "${image}" contains invalid characters.`);
		for (const secret of readObjects(container, 'secrets')) {
			if (!readText(secret, 'name') || !readText(secret, 'valueFrom')) {
				throw clientError('The Systems Manager or Secrets Manager secret needs a name and a valueFrom.');
			}
		}
	}
	if (!containers.some((container) => container['essential'] !== false)) {
		throw clientError('Task definition must have at least one essential container.');
	}
}

function checkFargate(input: JsonObject): void {
	if (!readTexts(input, 'requiresCompatibilities').includes('FARGATE')) return;
	for (const name of ['cpu', 'memory']) {
		if (readText(input, name) === undefined) {
			throw clientError(`Fargate requires that '${name}' be defined at the task level.`);
		}
	}
	if (readText(input, 'networkMode') !== 'awsvpc') {
		throw clientError("Fargate only supports network mode 'awsvpc'.");
	}
}

/** Adds the next revision of a family. */
export function registerTaskDefinition(world: EcsWorld, input: JsonObject): TaskDefinition {
	const family = requireText(input, 'family');
	if (!/^[\w-]{1,255}$/.test(family)) {
		throw clientError('Family contains invalid characters.');
	}
	const containers = readObjects(input, 'containerDefinitions').map((container) => ({
		...CONTAINER_DEFAULTS,
		...container,
	}));
	checkContainers(containers, readText(input, 'memory'));
	checkFargate(input);
	const last = world.taskDefinitions.filter((each) => each.family === family).at(-1);
	const revision = (last?.revision ?? 0) + 1;
	const isFargate = readText(input, 'networkMode') === 'awsvpc';
	const taskDefinition: TaskDefinition = {
		arn: arnOf('ecs', `task-definition/${family}:${revision}`),
		family,
		revision,
		fields: {
			volumes: [],
			placementConstraints: [],
			compatibilities: isFargate ? ['EC2', 'FARGATE'] : ['EC2'],
			requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
			...pick(input, [...KEPT_MEMBERS, ...world.newerMembers]),
		},
		containers,
		status: 'ACTIVE',
		registeredAtMs: world.now(),
		deregisteredAtMs: undefined,
		deleteRequestedAtMs: undefined,
		tags: readTags(input),
	};
	world.taskDefinitions.push(taskDefinition);
	return taskDefinition;
}

export function taskDefinitionOperations(ecs: Ecs): AwsOperations {
	return {
		RegisterTaskDefinition: (input) => register(ecs, input),
		DescribeTaskDefinition: (input) => describeTaskDefinition(ecs, input),
		ListTaskDefinitions: (input) => listTaskDefinitions(ecs, input),
		ListTaskDefinitionFamilies: (input) => listTaskDefinitionFamilies(ecs, input),
		DeregisterTaskDefinition: (input) => deregisterTaskDefinition(ecs, input),
		DeleteTaskDefinitions: (input) => deleteTaskDefinitions(ecs, input),
	};
}

function register({ world }: Ecs, input: JsonObject): JsonObject {
	const taskDefinition = registerTaskDefinition(world, input);
	return compact({
		taskDefinition: presentTaskDefinition(taskDefinition),
		tags: taskDefinition.tags.length > 0 ? taskDefinition.tags : undefined,
	});
}

function describeTaskDefinition(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const found = world.findTaskDefinition(requireText(input, 'taskDefinition'));
	if (!found) throw clientError('Unable to describe task definition.');
	return compact({
		taskDefinition: presentTaskDefinition(found),
		tags: wantsTags(input) ? found.tags : undefined,
	});
}

function listTaskDefinitions(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const family = readText(input, 'familyPrefix');
	const status = readText(input, 'status') ?? 'ACTIVE';
	const found = world.taskDefinitions
		.filter((each) => each.status === status)
		.filter((each) => family === undefined || each.family === family)
		.sort((left, right) => left.family.localeCompare(right.family, 'en') || left.revision - right.revision);
	if (readText(input, 'sort') === 'DESC') found.reverse();
	const page = readPage(
		found.map(({ arn }) => arn),
		input,
	);
	return compact({ taskDefinitionArns: page.items, nextToken: page.nextToken });
}

function listTaskDefinitionFamilies(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const prefix = readText(input, 'familyPrefix') ?? '';
	const status = readText(input, 'status') ?? 'ACTIVE';
	const families = [...new Set(world.taskDefinitions.map(({ family }) => family))]
		.filter((family) => family.startsWith(prefix))
		.filter((family) => {
			const isActive = world.findTaskDefinition(family) !== undefined;
			return status === 'ALL' || (status === 'ACTIVE') === isActive;
		})
		.sort();
	const page = readPage(families, input);
	return compact({ families: page.items, nextToken: page.nextToken });
}

function deregisterTaskDefinition(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const found = exact(ecs, requireText(input, 'taskDefinition'), 'deregister');
	if (found.status === 'ACTIVE') {
		found.status = 'INACTIVE';
		found.deregisteredAtMs = world.now();
	}
	return { taskDefinition: presentTaskDefinition(found) };
}

function deleteTaskDefinitions(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const taskDefinitions: JsonObject[] = [];
	const failures: JsonObject[] = [];
	for (const id of readTexts(input, 'taskDefinitions')) {
		const found = world.findTaskDefinition(id);
		if (!found) {
			failures.push(missing(id));
		} else if (found.status === 'ACTIVE') {
			failures.push({
				arn: found.arn,
				reason: 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
			});
		} else {
			found.status = 'DELETE_IN_PROGRESS';
			found.deleteRequestedAtMs = world.now();
			taskDefinitions.push(presentTaskDefinition(found));
		}
	}
	return { taskDefinitions, failures };
}

function exact(ecs: Ecs, id: string, action: string): TaskDefinition {
	const { world } = ecs;
	const name = id.replace(/^arn:.*:task-definition\//, '');
	if (!name.includes(':')) throw clientError('Revision is missing.');
	if (!/^[\w-]+:\d+$/.test(name)) {
		throw invalidParameter(`Invalid revision number. Number: ${name.split(':')[1] ?? 'null'}`);
	}
	const found = world.findTaskDefinition(id);
	if (!found) throw clientError(`Unable to ${action} task definition.`);
	return found;
}
