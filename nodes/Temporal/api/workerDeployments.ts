import { textAt, valueAt } from '../../deployment/values/jsonFields';
import { listByCursor } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { clock } from '../../shared/waiting/clock';
import { readFound } from './readFound';
import type {
	DeploymentSight,
	DeploymentTarget,
	VersionInfo,
	WorkerDeploymentInfo,
	WorkerDeploymentSummary,
} from './types';

const placeOf = ({ namespace, deployment }: DeploymentTarget): string =>
	path`/api/v1/namespaces/${namespace}/worker-deployments/${deployment}`;

/** A deployment as it is now; null before a worker of it has first polled. */
export async function readDeployment(
	client: PlatformClient,
	target: DeploymentTarget,
): Promise<DeploymentSight | null> {
	const found = await readFound<{ workerDeploymentInfo?: WorkerDeploymentInfo; conflictToken?: string }>(
		client,
		{ path: placeOf(target) },
		clock.now(),
		'workerDeploymentInfo',
	);
	if (found === null) return null;
	const { workerDeploymentInfo: info = {}, conflictToken = '' } = found.body;
	return { info, conflictToken, serverMs: found.serverMs };
}

export async function listDeployments(
	client: PlatformClient,
	namespace: string,
	limit: number,
): Promise<WorkerDeploymentSummary[]> {
	return await listByCursor<WorkerDeploymentSummary>(
		client,
		{ method: 'GET', path: path`/api/v1/namespaces/${namespace}/worker-deployments`, query: { pageSize: 100 } },
		{
			limit,
			parameter: 'nextPageToken',
			// An empty list is left out.
			select: (body) => valueAt(body, 'workerDeployments') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
}

/** A version with the task queues that its workers have polled; null where no worker of it ever has. */
export async function readVersion(
	client: PlatformClient,
	{ namespace, deployment }: DeploymentTarget,
	buildId: string,
): Promise<{ readonly version: VersionInfo; readonly serverMs: number } | null> {
	const found = await readFound<{ workerDeploymentVersionInfo?: VersionInfo }>(
		client,
		{ path: path`/api/v1/namespaces/${namespace}/worker-deployment-versions/${deployment}/${buildId}` },
		clock.now(),
		'workerDeploymentVersionInfo',
	);
	return found && { version: found.body.workerDeploymentVersionInfo ?? {}, serverMs: found.serverMs };
}

/** A write to the routing: it counts only while the token is that of the last write. */
export interface RoutingWrite {
	readonly conflictToken: string;
	readonly identity: string;
	readonly ignoreMissingTaskQueues?: boolean;
}

/**
 * Makes a version current. Never with an empty build ID, which would unset it. Safe to repeat: the server looks
 * for "no change" before it looks at the token.
 */
export async function setCurrentVersion(
	client: PlatformClient,
	target: DeploymentTarget,
	buildId: string,
	write: RoutingWrite,
): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${placeOf(target)}/set-current-version`,
		body: { buildId, ...write },
		safeToRepeat: true,
	});
}

/** Sends a share of the new workflows to a version; null ends the ramp. Safe to repeat, as above. */
export async function setRampingVersion(
	client: PlatformClient,
	target: DeploymentTarget,
	ramp: { readonly buildId: string; readonly percentage: number } | null,
	write: RoutingWrite,
): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${placeOf(target)}/set-ramping-version`,
		body: { ...(ramp ?? { buildId: '', percentage: 0 }), ...write },
		safeToRepeat: true,
	});
}
