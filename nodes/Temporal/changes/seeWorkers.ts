import type { PlatformClient } from '../../shared/http/platformClient';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { readPollers } from '../api/taskQueues';
import type { DeploymentTarget, VersionInfo } from '../api/types';
import { readVersion } from '../api/workerDeployments';
import { noWorkers, workersIn, type WorkersSight } from '../state/workers';

/** A version with who works for it now; `version` is null where no worker of it has ever polled. */
export interface VersionSight {
	readonly version: VersionInfo | null;
	readonly workers: WorkersSight;
}

const atOnce = 4;

/** "No pollers" means "never seen" to the server: that workers are there now is told by their task queues alone. */
export async function seeWorkers(
	client: PlatformClient,
	target: DeploymentTarget,
	buildId: string,
	expectedQueues: readonly string[] = [],
): Promise<VersionSight> {
	const found = await readVersion(client, target, buildId);
	if (found === null) return { version: null, workers: noWorkers };
	const { version } = found;
	const known = version.taskQueueInfos ?? [];
	// One that was made by the API has polled nothing.
	if (known.length === 0) return { version, workers: noWorkers };
	const queues = await mapConcurrently(
		known,
		atOnce,
		async (queue) => await readPollers(client, target.namespace, queue),
	);
	const names = { deploymentName: target.deployment, buildId };
	return { version, workers: workersIn(queues, names, expectedQueues) };
}
