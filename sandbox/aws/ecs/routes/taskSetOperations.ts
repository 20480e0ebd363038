import { arnOf } from '../../account';
import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, pick, readNumber, readObject, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { Ecs } from '../ecs';
import type { Service, TaskSet } from '../model/model';
import { presentTaskSet } from '../present/presentTaskSet';
import { checkPlacement } from './placement';
import { missing, requireText } from './reading';

const SETTINGS = ['launchType', 'capacityProviderStrategy', 'platformVersion', 'networkConfiguration'];

function readScale(input: JsonObject): number {
	const scale = readObject(input, 'scale');
	const value = readNumber(scale, 'value') ?? 100;
	if (readText(scale, 'unit') !== undefined && readText(scale, 'unit') !== 'PERCENT') {
		throw invalidParameter('Scale unit must be PERCENT.');
	}
	if (value < 0 || value > 100) throw invalidParameter('Scale value must be from 0 to 100.');
	return value;
}

/** Task sets: what an external deployment controller puts in place, and ECS keeps running. */
export function taskSetOperations(ecs: Ecs): AwsOperations {
	return {
		CreateTaskSet: (input) => createTaskSet(ecs, input),
		DescribeTaskSets: (input) => describeTaskSets(ecs, input),
		UpdateTaskSet: (input) => updateTaskSet(ecs, input),
		UpdateServicePrimaryTaskSet: (input) => updateServicePrimaryTaskSet(ecs, input),
		DeleteTaskSet: (input) => deleteTaskSet(ecs, input),
	};
}

function createTaskSet(ecs: Ecs, input: JsonObject): JsonObject {
	const { world, control } = ecs;
	const service = serviceOf(ecs, input);
	const taskDefinition = world.runnableTaskDefinition(requireText(input, 'taskDefinition'));
	checkPlacement(input, taskDefinition);
	const scale = readScale(input);
	service.settings = { ...service.settings, ...pick(input, SETTINGS) };
	const number = world.deploymentNumber();
	const taskSet: TaskSet = {
		id: `ecs-svc/${number}`,
		arn: arnOf('ecs', `task-set/${service.clusterName}/${service.name}/ecs-svc/${number}`),
		revision: control.createRevision(service, taskDefinition),
		externalId: readText(input, 'externalId'),
		status: 'ACTIVE',
		scale,
		createdAtMs: world.now(),
		updatedAtMs: world.now(),
		stabilityStatusAtMs: world.now(),
		isSteady: false,
	};
	service.taskSets.unshift(taskSet);
	return changed(ecs, service, taskSet);
}

function describeTaskSets(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const service = serviceOf(ecs, input);
	const ids = readTexts(input, 'taskSets');
	const found = service.taskSets.filter(({ id, arn }) => ids.length === 0 || ids.includes(id) || ids.includes(arn));
	const unknown = ids.filter((id) => !found.some((each) => each.id === id || each.arn === id));
	return { taskSets: found.map((each) => presentTaskSet(world, service, each)), failures: unknown.map(missing) };
}

function updateTaskSet(ecs: Ecs, input: JsonObject): JsonObject {
	const service = serviceOf(ecs, input);
	const taskSet = find(service, requireText(input, 'taskSet'));
	taskSet.scale = readScale(input);
	return changed(ecs, service, taskSet);
}

function updateServicePrimaryTaskSet(ecs: Ecs, input: JsonObject): JsonObject {
	const service = serviceOf(ecs, input);
	const taskSet = find(service, requireText(input, 'primaryTaskSet'));
	for (const each of service.taskSets) if (each.status === 'PRIMARY') each.status = 'ACTIVE';
	taskSet.status = 'PRIMARY';
	return changed(ecs, service, taskSet);
}

function deleteTaskSet(ecs: Ecs, input: JsonObject): JsonObject {
	const service = serviceOf(ecs, input);
	const taskSet = find(service, requireText(input, 'taskSet'));
	if (taskSet.scale > 0 && input['force'] !== true) {
		throw invalidParameter('The task set cannot be deleted while it is scaled above 0.');
	}
	taskSet.status = 'DRAINING';
	return compact(changed(ecs, service, taskSet));
}

function serviceOf(ecs: Ecs, input: JsonObject): Service {
	const { world } = ecs;
	const service = world.service(world.cluster(input), requireText(input, 'service'));
	if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
	if (service.controller === 'EXTERNAL') return service;
	throw invalidParameter('The service does not use the EXTERNAL deployment controller.');
}

function find(service: Service, id: string): TaskSet {
	const found = service.taskSets.find((each) => each.id === id || each.arn === id);
	if (found) return found;
	throw new AwsError('TaskSetNotFoundException', 'The specified task set was not found.');
}

function changed(ecs: Ecs, service: Service, taskSet: TaskSet): JsonObject {
	const { world } = ecs;
	taskSet.updatedAtMs = world.now();
	ecs.taskSets.reconcile(service);
	return { taskSet: presentTaskSet(world, service, taskSet) };
}
