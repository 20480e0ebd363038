import { invalidParameter } from '../protocol/awsError';
import type { JsonObject } from '../protocol/jsonInput';
import { readInteger, readObject, readText } from '../protocol/jsonInput';
import type { Ecs } from './ecs';
import type { Service, Task } from './model/model';
import { dumpBehaviours } from './lifecycle/backupProgram';
import type { EcsWorld } from './world/ecsWorld';

function serviceIn({ world }: Ecs, input: JsonObject): Service {
	const cluster = readText(input, 'cluster');
	const name = readText(input, 'service');
	const service = world.services.find(
		(each) => each.name === name && each.status === 'ACTIVE' && (cluster === undefined || each.clusterName === cluster),
	);
	if (service) return service;
	throw invalidParameter(`There is no service "${name ?? ''}"`);
}

function taskIn(world: EcsWorld, input: JsonObject): Task {
	const id = readText(input, 'task') ?? '';
	const task = [...world.tasks.values()].find((each) => each.id === id || each.arn === id);
	if (task) return task;
	throw invalidParameter(`There is no task "${id}"`);
}

/** CloudWatch sets an alarm: reads `{name, state}`. */
export function setAlarm({ world, control }: Ecs, input: JsonObject): JsonObject {
	const name = readText(input, 'name');
	const state = readText(input, 'state') ?? 'ALARM';
	if (name === undefined || (state !== 'ALARM' && state !== 'OK')) {
		throw invalidParameter('An alarm needs a name and a state, ALARM or OK');
	}
	if (state === 'ALARM') world.alarmsRinging.add(name);
	else world.alarmsRinging.delete(name);
	control.checkAlarms();
	return { name, state };
}

/** The next tasks of RunTask find no place: reads `{count?, reason?}`. */
export function failPlacements({ world: { placementFailures } }: Ecs, input: JsonObject): JsonObject {
	const reason = readText(input, 'reason') ?? 'Capacity is unavailable at this time.';
	const count = readInteger(input, 'count') ?? 1;
	placementFailures.push(...Array.from({ length: count }, () => reason));
	return { waiting: placementFailures.length };
}

/** What becomes of the next dumps of backup tasks: reads `{behaviour}`. */
export function behaveDumps({ world }: Ecs, input: JsonObject): JsonObject {
	const behaviour = dumpBehaviours.find((each) => each === readText(input, 'behaviour'));
	if (behaviour === undefined) throw invalidParameter(`"behaviour" must be one of ${dumpBehaviours.join(', ')}`);
	world.dumpBehaviour = behaviour;
	return { behaviour };
}

/** A container dies: reads `{task, container?, exitCode?, reason?}`. */
export function killTask({ world, lifecycle }: Ecs, input: JsonObject): JsonObject {
	const task = taskIn(world, input);
	const exitCode = readInteger(input, 'exitCode') ?? 137;
	lifecycle.kill(task, exitCode, readText(input, 'reason'), readText(input, 'container'));
	return { task: task.arn, exitCode };
}

/** Application Auto Scaling sets how many tasks a service should have: reads `{service, desiredCount}`. */
export function scaleAutomatically(ecs: Ecs, input: JsonObject): JsonObject {
	const service = serviceIn(ecs, input);
	const desiredCount = readInteger(input, 'desiredCount');
	if (desiredCount === undefined || desiredCount < 0) throw invalidParameter('"desiredCount" must be a number from 0');
	service.desiredCount = desiredCount;
	const [primary] = service.deployments;
	if (primary && primary.rolloutState !== 'FAILED') primary.desiredCount = desiredCount;
	ecs.control.scheduler.reconcile(service);
	ecs.taskSets.reconcile(service);
	return { service: service.name, desiredCount };
}

/** ECS spreads a service over the Availability Zones anew: reads `{service}`. */
export function rebalance(ecs: Ecs, input: JsonObject): JsonObject {
	const service = serviceIn(ecs, input);
	ecs.control.scheduler.rebalance(service);
	return { service: service.name, startedFirst: service.rebalancingTask };
}

/** EC2 takes Spot capacity back: reads `{task}`. The service starts another. */
export function interruptSpot({ world, lifecycle }: Ecs, input: JsonObject): JsonObject {
	const task = taskIn(world, input);
	lifecycle.stop(task, { code: 'SpotInterruption', reason: 'Your Spot Task was interrupted.' });
	return { task: task.arn };
}

/**
 * Plants members that are newer than every client, in a revision and in one of its containers: reads
 * `{taskDefinition, members?, container?, containerMembers?}`. From then on ECS takes and gives them like its own.
 */
export function plantMembers({ world }: Ecs, input: JsonObject): JsonObject {
	const id = readText(input, 'taskDefinition') ?? '';
	const index = world.taskDefinitions.findIndex((each) => each === world.findTaskDefinition(id));
	const found = world.taskDefinitions[index];
	if (!found) throw invalidParameter(`There is no task definition "${id}"`);
	const members = readObject(input, 'members');
	const container = readText(input, 'container');
	for (const name of Object.keys(members)) world.newerMembers.add(name);
	const containers = found.containers.map((each) =>
		container === undefined || readText(each, 'name') === container
			? { ...each, ...readObject(input, 'containerMembers') }
			: each,
	);
	Object.assign(found, { fields: { ...found.fields, ...members }, containers });
	return { taskDefinition: found.arn };
}
