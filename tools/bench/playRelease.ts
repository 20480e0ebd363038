import { setTimeout as delay } from 'node:timers/promises';

import type { ReleaseWorld } from '../../test/workflows/releaseWorld';
import type { ServiceName } from '../deliver/scenario';
import type { Span } from './ownTime';
import { atMost } from './patience';

/** One step that ran. */
export interface TimedStep extends Span {
	readonly executionId: string;
	readonly workflowId: string;
	readonly name: string;
	/** Whether it waits for a platform, or for a service to be well. */
	readonly isWait: boolean;
}

/** A request that changes something at a platform. */
export interface Write {
	readonly platform: string;
	readonly atMs: number;
}

/** All that came of one push. */
export interface PlayedRelease {
	readonly steps: readonly TimedStep[];
	readonly writes: readonly Write[];
	/** What this process had computed by then, with the platforms it simulates, every moment or so. */
	readonly computed: ReadonlyArray<{ readonly atMs: number; readonly cpuMs: number }>;
}

/** Operations at which a run waits for a platform, or for a service to be well. */
const WAITING = /^(triggerBuild|wait|rollBack|deploy|deployImage|checkHealth)$/;
/** The question how much was computed is itself a fifth of a millisecond of computing. */
const SAMPLE_MS = 100;
/** Nothing runs for so long: shorter than no build of an image, whose end starts the next run. */
const QUIET_MS = 4000;
const PATIENCE_MS = 300_000;

/** Pushes a change of those services, and waits until all that came of it has ended. */
export async function playRelease(
	world: ReleaseWorld,
	touches: readonly ServiceName[],
	unhealthy?: readonly string[],
): Promise<PlayedRelease> {
	const { runner, sandbox } = world.engine;
	const firstStep = runner.steps.length;
	const writes: Write[] = [];
	const computed: Array<PlayedRelease['computed'][number]> = [];
	const stopListening = sandbox.onExchange(({ platform, method, requestHeaders, startedAtMs }) => {
		if (isWrite(platform, method, requestHeaders['x-amz-target'])) writes.push({ platform, atMs: startedAtMs });
	});
	try {
		const push = world.push({ touches, ...(unhealthy && { unhealthy }) });
		await atMost(PATIENCE_MS, push, () => `GitHub's deliveries were not answered: ${world.whatRuns()}`);
		await untilQuiet(world, () => computed.push({ atMs: Date.now(), cpuMs: cpuMs() }));
	} finally {
		stopListening();
	}
	const operations = operationsOf(world);
	return {
		computed,
		writes,
		steps: runner.steps.slice(firstStep).map(({ executionId, workflowId, name, beganMs, endedMs = beganMs }) => ({
			executionId,
			workflowId,
			name,
			beganMs,
			endedMs,
			isWait: WAITING.test(operations.get(`${workflowId} ${name}`) ?? ''),
		})),
	};
}

function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

async function untilQuiet(world: ReleaseWorld, onSample: () => void): Promise<void> {
	const { runner } = world.engine;
	const deadlineMs = Date.now() + PATIENCE_MS;
	let quietSinceMs = Date.now();
	let runCount = runner.runs.length;
	let sampledAtMs = 0;
	while (Date.now() - quietSinceMs < QUIET_MS) {
		if (Date.now() > deadlineMs) {
			throw new Error(`The release had not ended after ${PATIENCE_MS / 1000} s: ${world.whatRuns()}`);
		}
		await delay(20);
		if (Date.now() - sampledAtMs >= SAMPLE_MS) {
			sampledAtMs = Date.now();
			onSample();
		}
		if (runner.isBusy || runner.runs.length !== runCount) quietSinceMs = Date.now();
		runCount = runner.runs.length;
	}
}

function isWrite(platform: string, method: string, amzTarget: string | string[] | undefined): boolean {
	if (!['netlify', 'fly', 'aws'].includes(platform)) return false;
	// AWS is asked by POST for everything; its target says what for.
	if (platform === 'aws') return !/\.(Describe|List|Get)/.test(String(amzTarget));
	return method !== 'GET';
}

function operationsOf({ engine }: ReleaseWorld): ReadonlyMap<string, string> {
	return new Map(
		[...engine.workflows.values()].flatMap(({ id, nodes }) =>
			nodes.map(({ name, parameters }) => [`${id} ${name}`, String(parameters.operation ?? '')] as const),
		),
	);
}
