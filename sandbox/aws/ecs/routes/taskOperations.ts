import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readInteger, readObject, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { Ecs } from '../ecs';
import type { Cluster, EarlierRun } from '../model/model';
import { presentTask } from '../present/presentTask';
import type { EcsWorld } from '../world/ecsWorld';
import { checkPlacement } from './placement';
import { missing, readPage, readTags, requireText, wantsTags } from './reading';

/** Running, stopping, describing and listing tasks. */
export function taskOperations(ecs: Ecs): AwsOperations {
	return {
		RunTask: (input) => presentRun(ecs.world, runTask(ecs, input)),
		StopTask: (input) => stopTask(ecs, input),
		DescribeTasks: (input) => describeTasks(ecs.world, input),
		ListTasks: (input) => listTasks(ecs.world, input),
	};
}

/** A run, or the one that an earlier request with the same client token started. */
function runTask(ecs: Ecs, input: JsonObject): EarlierRun {
	const { world } = ecs;
	const taskDefinition = world.runnableTaskDefinition(requireText(input, 'taskDefinition'));
	const count = readInteger(input, 'count') ?? 1;
	if (count < 1 || count > 10) throw invalidParameter('Count must be from 1 to 10.');
	checkPlacement(input, taskDefinition);
	const request = JSON.stringify({ ...input, clientToken: undefined });
	const token = readText(input, 'clientToken');
	const earlier = token === undefined ? undefined : world.earlierRuns.get(token);
	if (earlier?.request === request) return earlier;
	if (earlier) {
		throw new AwsError('ConflictException', 'The clientToken was already used for a request with other parameters.', {
			members: { resourceIds: earlier.tasks.map(({ arn }) => arn) },
		});
	}
	const run = startRun(ecs, input, request, count);
	if (token !== undefined) world.earlierRuns.set(token, run);
	return run;
}

function startRun({ world, lifecycle }: Ecs, input: JsonObject, request: string, count: number): EarlierRun {
	const cluster = world.cluster(input);
	const taskDefinition = world.runnableTaskDefinition(requireText(input, 'taskDefinition'));
	const reasons = world.placementFailures.splice(0, count);
	const tasks = Array.from({ length: count - reasons.length }, () =>
		lifecycle.start({
			cluster,
			taskDefinition,
			images: world.resolveImages(taskDefinition),
			launchType: 'FARGATE',
			group: readText(input, 'group') ?? `family:${taskDefinition.family}`,
			startedBy: readText(input, 'startedBy'),
			overrides: readObject(input, 'overrides'),
			tags: readTags(input),
			loadBalanced: false,
			network: readObject(input, 'networkConfiguration'),
		}),
	);
	return { request, tasks, failures: reasons.map((reason) => ({ reason })) };
}

function presentRun(world: EcsWorld, { tasks, failures }: EarlierRun): JsonObject {
	return { tasks: tasks.map((task) => presentTask(world, task, true)), failures };
}

function stopTask({ world, lifecycle }: Ecs, input: JsonObject): JsonObject {
	const cluster = world.cluster(input);
	const task = world.tasks.get(taskArn(cluster, requireText(input, 'task')));
	if (task?.clusterName !== cluster.name) {
		throw invalidParameter('The referenced task was not found.');
	}
	lifecycle.stop(task, {
		code: 'UserInitiated',
		reason: readText(input, 'reason') ?? 'Task stopped by user',
	});
	return { task: presentTask(world, task, false) };
}

function describeTasks(world: EcsWorld, input: JsonObject): JsonObject {
	const cluster = world.cluster(input);
	const ids = readTexts(input, 'tasks');
	if (ids.length === 0) throw invalidParameter('Tasks cannot be empty.');
	if (ids.length > 100) throw invalidParameter('Tasks may have up to 100 entries.');
	world.forgetStoppedTasks();
	const tasks: JsonObject[] = [];
	const failures: JsonObject[] = [];
	for (const id of ids) {
		const arn = taskArn(cluster, id);
		const task = world.tasks.get(arn);
		if (task?.clusterName === cluster.name) tasks.push(presentTask(world, task, wantsTags(input)));
		else failures.push(missing(arn));
	}
	return { tasks, failures };
}

function listTasks(world: EcsWorld, input: JsonObject): JsonObject {
	const cluster = world.cluster(input);
	const serviceName = readText(input, 'serviceName');
	const service = serviceName === undefined ? undefined : world.service(cluster, serviceName);
	const family = readText(input, 'family');
	const startedBy = readText(input, 'startedBy');
	const launchType = readText(input, 'launchType');
	const desiredStatus = readText(input, 'desiredStatus') ?? 'RUNNING';
	world.forgetStoppedTasks();
	const arns = [...world.tasks.values()]
		.filter((task) => task.clusterName === cluster.name)
		.filter((task) => desiredStatus === task.desiredStatus)
		.filter((task) => service === undefined || task.serviceName === service.name)
		.filter((task) => family === undefined || task.taskDefinition.family === family)
		.filter((task) => startedBy === undefined || task.startedBy === startedBy)
		.filter((task) => launchType === undefined || task.launchType === launchType)
		.map(({ arn }) => arn);
	const page = readPage(arns, input);
	return compact({ taskArns: page.items, nextToken: page.nextToken });
}

function taskArn(cluster: Cluster, id: string): string {
	return id.startsWith('arn:') ? id : `${cluster.arn.replace(':cluster/', ':task/')}/${id}`;
}
