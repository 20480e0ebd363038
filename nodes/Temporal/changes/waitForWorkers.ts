import type { PlatformClient } from '../../shared/http/platformClient';
import { pollUntil, type PollResult } from '../../shared/waiting/pollUntil';
import type { DeploymentTarget } from '../api/types';
import { workersProblem } from '../state/workers';
import { seeWorkers, type VersionSight } from './seeWorkers';

export interface WorkersWish {
	readonly target: DeploymentTarget;
	readonly buildId: string;
	/** Task queues that have to be polled besides those that the version has polled so far. */
	readonly taskQueues: readonly string[];
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

/** Waits until live workers of a version poll each of its task queues. @throws as pollUntil does. */
export async function waitForWorkers(
	client: PlatformClient,
	{ target, buildId, taskQueues, timeoutMs, cancelSignal }: WorkersWish,
): Promise<PollResult<VersionSight>> {
	return await pollUntil({
		what: `workers of build ${buildId} of ${target.deployment}`,
		timeoutMs,
		read: async () => await seeWorkers(client, target, buildId, taskQueues),
		assess: ({ workers }) => {
			const problem = workersProblem(workers);
			return { phase: problem === '' ? 'succeeded' : 'pending', seen: problem };
		},
		...(cancelSignal && { cancelSignal }),
	});
}
