import type { SandboxRequest, SandboxRoute } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import type { AwsWorld } from './world';
import { invalidParameter } from './protocol/awsError';
import {
	behaveDumps,
	failPlacements,
	interruptSpot,
	killTask,
	plantMembers,
	rebalance,
	scaleAutomatically,
	setAlarm,
} from './ecs/control';
import type { JsonObject } from './protocol/jsonInput';
import { isObject } from './protocol/jsonInput';
import { makeBucket, plantObject, rotObject } from './s3/control';

function bodyOf(request: SandboxRequest): JsonObject {
	const body = request.json();
	if (!isObject(body)) throw new SandboxHttpError(400, { message: 'The body must be a JSON object' });
	return body;
}

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/aws`. */
export function controlRoutes(aws: AwsWorld): SandboxRoute[] {
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
		post('/alarms', (body) => setAlarm(aws.ecs, body)),
		// {count?, reason?}: that many tasks of RunTask find no place.
		post('/placement-failures', (body) => failPlacements(aws.ecs, body)),
		// {behaviour}: what becomes of the next dumps of backup tasks: whole, empty, truncated, unnoted, stuck.
		post('/dumps', (body) => behaveDumps(aws.ecs, body)),
		// {task, container?, exitCode?, reason?}: a container dies, the first essential one unless named.
		post('/tasks/kill', (body) => killTask(aws.ecs, body)),
		// {task}: EC2 takes its Spot capacity back.
		post('/tasks/interrupt', (body) => interruptSpot(aws.ecs, body)),
		// {service, desiredCount}: auto scaling.
		post('/services/scale', (body) => scaleAutomatically(aws.ecs, body)),
		// {service}: another Availability Zone for one of its tasks.
		post('/services/rebalance', (body) => rebalance(aws.ecs, body)),
		// {taskDefinition, members?, container?, containerMembers?}: what no client knows yet.
		post('/task-definitions/plant', (body) => plantMembers(aws.ecs, body)),
		// {name, region?, versioned?, objectLock?, rules?}
		post('/s3/buckets', (body) => makeBucket(aws.buckets, body)),
		// {bucket, key, text | base64, storageClass?, contentType?}
		post('/s3/objects', (body) => plantObject(aws.buckets, body)),
		// {bucket, key, length?}: its bytes change or get lost on the disk.
		post('/s3/objects/rot', (body) => rotObject(aws.buckets, body)),
		// {repository, status?, findings?: [{name, severity}]}: what ECR's scan of its images says; status "none" for no scan.
		post('/image-scans', (body) => aws.scans.set(body)),
		post('/sessions/expire', () => ({ expired: aws.sessions.expireAll() })),
	];
}
