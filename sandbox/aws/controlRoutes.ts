import type { SandboxRequest, SandboxRoute } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import type { Aws } from './aws';
import { invalidParameter } from './awsError';
import { interruptSpot, plantMembers, rebalance, scaleAutomatically } from './ecs/behindTheApi';
import type { JsonObject } from './jsonInput';
import { isObject, readInteger, readText } from './jsonInput';

function bodyOf(request: SandboxRequest): JsonObject {
	const body = request.json();
	if (!isObject(body)) throw new SandboxHttpError(400, { message: 'The body must be a JSON object' });
	return body;
}

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/aws`. */
export function controlRoutes(aws: Aws): SandboxRoute[] {
	const post = (pattern: string, change: (body: JsonObject) => unknown): SandboxRoute => ({
		method: 'POST',
		pattern,
		handle: (request) => ({ status: 200, body: change(bodyOf(request)) }),
	});
	return [
		// {enabled}: the documented rate limits.
		post('/limits', ({ enabled }) => {
			if (typeof enabled !== 'boolean') throw invalidParameter('"enabled" must be true or false');
			aws.limits.enabled = enabled;
			return { enabled };
		}),
		// {operation, code, message?, status?, times?, carriedOut?, after?, input?}
		post('/faults', (body) => aws.faults.add(body)),
		// {image, behaviour?, digest?, commit?}: another image under a tag.
		post('/images', (body) => aws.ecs.world.images.push(body)),
		// {name, state: ALARM | OK}
		post('/alarms', (body) => {
			const name = readText(body, 'name');
			const state = readText(body, 'state') ?? 'ALARM';
			if (name === undefined || (state !== 'ALARM' && state !== 'OK')) {
				throw invalidParameter('An alarm needs a name and a state, ALARM or OK');
			}
			const { alarmsRinging } = aws.ecs.world;
			if (state === 'ALARM') alarmsRinging.add(name);
			else alarmsRinging.delete(name);
			aws.ecs.control.checkAlarms();
			return { name, state };
		}),
		// {count?, reason?}: that many tasks of RunTask find no place.
		post('/placement-failures', (body) => {
			const reason = readText(body, 'reason') ?? 'Capacity is unavailable at this time.';
			const count = readInteger(body, 'count') ?? 1;
			const { placementFailures } = aws.ecs.world;
			placementFailures.push(...Array.from({ length: count }, () => reason));
			return { waiting: placementFailures.length };
		}),
		// {task, container?, exitCode?, reason?}: a container dies, the first essential one unless named.
		post('/tasks/kill', (body) => {
			const id = readText(body, 'task') ?? '';
			const task = [...aws.ecs.world.tasks.values()].find((each) => each.id === id || each.arn === id);
			if (!task) throw invalidParameter(`There is no task "${id}"`);
			const exitCode = readInteger(body, 'exitCode') ?? 137;
			aws.ecs.lifecycle.kill(task, exitCode, readText(body, 'reason'), readText(body, 'container'));
			return { task: task.arn, exitCode };
		}),
		// {task}: EC2 takes its Spot capacity back.
		post('/tasks/interrupt', (body) => interruptSpot(aws.ecs, body)),
		// {service, desiredCount}: auto scaling.
		post('/services/scale', (body) => scaleAutomatically(aws.ecs, body)),
		// {service}: another Availability Zone for one of its tasks.
		post('/services/rebalance', (body) => rebalance(aws.ecs, body)),
		// {taskDefinition, members?, container?, containerMembers?}: what no client knows yet.
		post('/task-definitions/plant', (body) => plantMembers(aws.ecs, body)),
		post('/sessions/expire', () => ({ expired: aws.sessions.expireAll() })),
	];
}
