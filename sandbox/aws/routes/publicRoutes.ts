import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { AwsWorld } from '../world';
import { parseImageReference } from '../ecs/world/images';
import type { Service, Task } from '../ecs/model/model';
import { readObjects, readText } from '../protocol/jsonInput';

/**
 * Services with a load balancer answer at `/ecs/<cluster>/<service>/...`, each request from the next task, in the
 * shares that a traffic shift gives. `version.json` says which task definition and image that task runs.
 */
export function publicRoutes(aws: AwsWorld): SandboxRoute[] {
	const served = new Map<string, number>();
	const next = (key: string): number => {
		const count = served.get(key) ?? 0;
		served.set(key, count + 1);
		return count;
	};
	const handle = (request: SandboxRequest): SandboxResponse => {
		const { cluster = '', service: name = '', rest = '' } = request.params;
		const { world } = aws.ecs;
		const service = world.services.find(
			(each) => each.clusterName === cluster && each.name === name && each.status === 'ACTIVE',
		);
		if (!service) return plain(404, `There is no service "${name}" in the cluster "${cluster}".\n`);
		if (readObjects(service.settings, 'loadBalancers').length === 0) {
			return plain(404, `The service "${name}" has no load balancer: it is not on the internet.\n`);
		}
		const count = next(service.arn);
		const pool = choosePool(service, world.tasksOf(service), count);
		const task = pool[next(`${service.arn}/${pool[0]?.revisionArn ?? ''}`) % Math.max(1, pool.length)];
		if (!task) return plain(503, '503 Service Temporarily Unavailable\n');
		return answer(aws, service, task, rest);
	};
	return [{ method: 'GET', pattern: '/ecs/:cluster/:service/*rest', handle }];
}

const plain = (status: number, body: string): SandboxResponse => ({
	status,
	headers: { 'cache-control': 'no-store' },
	body,
});

/** Healthy targets; all that run where none is healthy, as a load balancer does. */
function choosePool(service: Service, tasks: readonly Task[], count: number): Task[] {
	const running = tasks.filter(({ status }) => status === 'RUNNING');
	const healthy = running.filter(({ ready }) => ready);
	const targets = healthy.length > 0 ? healthy : running;
	const shift = service.serviceDeployments.find(
		({ status, lifecycleStage }) => status === 'IN_PROGRESS' && lifecycleStage !== undefined,
	);
	if (!shift) return targets;
	const share = shift.productionWeight / 100;
	const goesToTarget = Math.floor((count + 1) * share) > Math.floor(count * share);
	const pool = targets.filter(({ revisionArn }) => (revisionArn === shift.target.arn) === goesToTarget);
	return pool.length > 0 ? pool : targets;
}

function answer(aws: AwsWorld, service: Service, task: Task, path: string): SandboxResponse {
	const [image] = task.images;
	const reference = image && parseImageReference(image.image);
	const found =
		reference && image.digest !== undefined
			? aws.ecs.world.images.resolve({ ...reference, digest: image.digest })
			: undefined;
	const environment = task.taskDefinition.containers.flatMap((container) => readObjects(container, 'environment'));
	const configuredCommit = environment.find((entry) =>
		['COMMIT_SHA', 'GIT_COMMIT', 'GIT_SHA'].includes(readText(entry, 'name') ?? ''),
	);
	const commit = (configuredCommit && readText(configuredCommit, 'value')) ?? found?.commit ?? null;
	const headers = { 'cache-control': 'no-store', 'x-ecs-task': task.id };
	if (path === 'version.json') {
		return {
			status: 200,
			headers,
			body: {
				service: service.name,
				taskDefinition: `${task.taskDefinition.family}:${task.taskDefinition.revision}`,
				image: image?.image ?? null,
				digest: image?.digest ?? null,
				commit,
				task: task.id,
			},
		};
	}
	if (!task.ready || found?.isBroken === true) return { status: 503, headers, body: { status: 'error', commit } };
	if (path === 'health') return { status: 200, headers, body: { status: 'ok', commit } };
	if (path === '') {
		return { status: 200, headers, body: { service: service.name, status: 'ok', commit } };
	}
	return { status: 404, headers, body: { message: 'Not Found' } };
}
