import type { Deployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';

import { listServiceDeployments, readServiceRevisions } from '../api/serviceDeployments';
import type { Ecs, ServiceReference } from '../api/types';
import { whereReadable } from '../api/whereReadable';

/** How far before its deployment ECS may have noted a service deployment. */
const clockToleranceMs = 10_000;

/**
 * The service deployment that belongs to an entry of the service's `deployments`. ECS names no link
 * between the two: it is the one for the same task definition that was created nearest in time.
 * Null where service deployments may not be read, or the endpoint does not have them.
 */
export async function findServiceDeploymentArn(
	ecs: Ecs,
	reference: ServiceReference,
	deployment: Deployment,
): Promise<string | null | undefined> {
	const createdAtMs = deployment.createdAt?.getTime() ?? 0;
	const since = new Date(createdAtMs - clockToleranceMs);
	const listed = await whereReadable(ecs, listServiceDeployments(ecs, reference, 20, since));
	if (!listed) return null;
	const distanceMs = ({ createdAt }: ServiceDeploymentBrief) => Math.abs((createdAt?.getTime() ?? 0) - createdAtMs);
	const nearest = [...listed].sort((left, right) => distanceMs(left) - distanceMs(right));
	const arns = nearest.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn);
	const revisions = await whereReadable(ecs, readServiceRevisions(ecs, arns));
	if (!revisions) return null;
	return nearest.find(
		({ targetServiceRevisionArn = '' }) =>
			revisions.get(targetServiceRevisionArn)?.taskDefinition === deployment.taskDefinition,
	)?.serviceDeploymentArn;
}
