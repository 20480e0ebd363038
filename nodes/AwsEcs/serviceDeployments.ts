import {
	type Deployment,
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	ListServiceDeploymentsCommand,
	type Service,
	type ServiceDeployment,
	type ServiceDeploymentBrief,
	type ServiceRevision,
} from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { inGroupsOf, listByToken } from '../shared/aws/paginate';
import { attempt } from '../shared/waiting/attempt';
import type { ServiceReference } from './services';
import type { Ecs } from './transport';

/** DescribeServiceDeployments and DescribeServiceRevisions take so many ARNs. */
const groupSize = 20;

/** Newest first. ECS keeps 90 days. */
export async function listServiceDeployments(
	ecs: Ecs,
	reference: ServiceReference,
	limit: number,
	filter: { readonly statuses?: ServiceDeploymentBrief['status'][]; readonly after?: Date } = {},
): Promise<ServiceDeploymentBrief[]> {
	const statuses = (filter.statuses ?? []).filter((status) => status !== undefined);
	return await listByToken('service deployments', limit, async (nextToken) => {
		const page = await ecs.call('ListServiceDeployments', async (client) =>
			await client.send(
				new ListServiceDeploymentsCommand({
					cluster: reference.cluster,
					service: reference.service,
					...(statuses.length > 0 && { status: statuses }),
					...(filter.after && { createdAt: { after: filter.after } }),
					maxResults: Math.min(100, Math.max(1, limit)),
					...(nextToken !== undefined && { nextToken }),
				}),
			),
		);
		return { elements: page.serviceDeployments, nextToken: page.nextToken };
	});
}

export async function readServiceDeployments(
	ecs: Ecs,
	arns: readonly string[],
): Promise<ServiceDeployment[]> {
	const found: ServiceDeployment[] = [];
	for (const group of inGroupsOf(groupSize, arns)) {
		const { serviceDeployments = [] } = await ecs.call('DescribeServiceDeployments', async (client) =>
			await client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: group })),
		);
		found.push(...serviceDeployments);
	}
	return found;
}

/** By ARN; without those that ECS no longer has. */
export async function readServiceRevisions(
	ecs: Ecs,
	arns: readonly string[],
): Promise<Map<string, ServiceRevision>> {
	const found = new Map<string, ServiceRevision>();
	for (const group of inGroupsOf(groupSize, [...new Set(arns)])) {
		const { serviceRevisions = [] } = await ecs.call('DescribeServiceRevisions', async (client) =>
			await client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: group })),
		);
		for (const revision of serviceRevisions) found.set(revision.serviceRevisionArn ?? '', revision);
	}
	return found;
}

/** The hook at which a deployment waits for a person; undefined when it does not. */
export function pausedHookOf(record: ServiceDeployment | undefined) {
	return record?.lifecycleHookDetails?.find(
		({ targetType, status }) => targetType === 'PAUSE' && status === 'AWAITING_ACTION',
	);
}

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
	const listed = await whereReadable(
		ecs,
		listServiceDeployments(ecs, reference, 20, { after: new Date(createdAtMs - clockToleranceMs) }),
	);
	if (!listed) return null;
	const distanceMs = ({ createdAt }: ServiceDeploymentBrief) =>
		Math.abs((createdAt?.getTime() ?? 0) - createdAtMs);
	const nearest = [...listed].sort((left, right) => distanceMs(left) - distanceMs(right));
	const revisions = await whereReadable(
		ecs,
		readServiceRevisions(ecs, nearest.map((brief) => brief.targetServiceRevisionArn ?? '').filter(Boolean)),
	);
	if (!revisions) return null;
	return nearest.find(
		(brief) =>
			revisions.get(brief.targetServiceRevisionArn ?? '')?.taskDefinition === deployment.taskDefinition,
	)?.serviceDeploymentArn;
}

/**
 * What is read of service deployments; null with an old policy, or an emulator that does not know them. The
 * deployments of the service itself have to do then. @throws whatever else reading raises.
 */
export async function whereReadable<Value>(ecs: Ecs, reading: Promise<Value>): Promise<Value | null> {
	const read = await attempt(reading);
	if (read.ok) return read.value;
	const { error } = read;
	if (!(error instanceof AwsRequestError)) throw error;
	const isRefused = /AccessDenied|UnknownOperation|UnsupportedFeature|NotImplemented|InternalFailure/.test(error.code ?? '');
	const isUnknownToEmulator = ecs.endpoint !== undefined && error.code === 'UnreadableAnswer';
	if (isRefused || isUnknownToEmulator) return null;
	throw error;
}

export function primaryOf(service: Service): Deployment | undefined {
	return service.deployments?.find(({ status }) => status === 'PRIMARY');
}
