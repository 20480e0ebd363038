import {
	ContinueServiceDeploymentCommand,
	type DeploymentLifecycleHookAction,
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	ListServiceDeploymentsCommand,
	type ServiceDeployment,
	type ServiceDeploymentBrief,
	type ServiceRevision,
	StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../../shared/aws/paginate';
import { OperationFailure } from '../../shared/operation/errors';
import type { Ecs, ServiceReference } from './types';

/** DescribeServiceDeployments and DescribeServiceRevisions take so many ARNs. */
const groupSize = 20;

/** Newest first. ECS keeps 90 days. */
export async function listServiceDeployments(
	ecs: Ecs,
	{ cluster, service }: ServiceReference,
	limit: number,
	after?: Date,
): Promise<ServiceDeploymentBrief[]> {
	return await listByToken('service deployments', limit, async (nextToken) => {
		const page = await ecs.call(
			'ListServiceDeployments',
			async (client) =>
				await client.send(
					new ListServiceDeploymentsCommand({
						cluster,
						service,
						...(after && { createdAt: { after } }),
						maxResults: Math.min(100, Math.max(1, limit)),
						...(nextToken !== undefined && { nextToken }),
					}),
				),
		);
		return { elements: page.serviceDeployments, nextToken: page.nextToken };
	});
}

/** By ARN; without those that ECS no longer has. */
export async function readServiceDeployments(ecs: Ecs, arns: readonly string[]): Promise<ServiceDeployment[]> {
	const found: ServiceDeployment[] = [];
	for (const group of inGroupsOf(groupSize, arns)) {
		const { serviceDeployments = [] } = await ecs.call(
			'DescribeServiceDeployments',
			async (client) => await client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: group })),
		);
		found.push(...serviceDeployments);
	}
	return found;
}

/** @throws OperationFailure when none has that ARN. */
export async function readServiceDeployment(ecs: Ecs, arn: string): Promise<ServiceDeployment> {
	const [record] = await readServiceDeployments(ecs, [arn]);
	if (record) return record;
	throw new OperationFailure(
		`AWS ECS has no service deployment ${arn}`,
		'Choose it from the list: ECS keeps those of the last 90 days',
	);
}

/** By ARN; without those that ECS no longer has. */
export async function readServiceRevisions(
	ecs: Ecs,
	arns: readonly (string | undefined)[],
): Promise<Map<string, ServiceRevision>> {
	const found = new Map<string, ServiceRevision>();
	const known = new Set(arns.filter((arn): arn is string => arn !== undefined && arn !== ''));
	for (const group of inGroupsOf(groupSize, [...known])) {
		const { serviceRevisions = [] } = await ecs.call(
			'DescribeServiceRevisions',
			async (client) => await client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: group })),
		);
		for (const revision of serviceRevisions) found.set(revision.serviceRevisionArn ?? '', revision);
	}
	return found;
}

/** One try. */
export async function continueServiceDeployment(
	ecs: Ecs,
	serviceDeploymentArn: string,
	hookId: string,
	action: DeploymentLifecycleHookAction,
): Promise<void> {
	await ecs.call(
		'ContinueServiceDeployment',
		async (client) => await client.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action })),
	);
}

/** One try. The API's enumeration also has ABORT, which its own text says is not valid. */
export async function stopServiceDeployment(ecs: Ecs, serviceDeploymentArn: string): Promise<void> {
	await ecs.call(
		'StopServiceDeployment',
		async (client) =>
			await client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' })),
	);
}
