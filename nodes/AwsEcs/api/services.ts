import {
	DescribeServicesCommand,
	ListServicesCommand,
	type Service,
	UpdateServiceCommand,
	type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import type { AwsCallOptions } from '../../shared/aws/awsService';
import { inGroupsOf, listByToken } from '../../shared/aws/paginate';
import { keepWhole, objectsIn, type WholeJson } from '../../shared/aws/wholeJson';
import { OperationFailure } from '../../shared/operation/errors';
import type { Ecs, ServiceReference } from './types';

/** @throws OperationFailure when it does not exist, or never did. */
export async function readService(ecs: Ecs, reference: ServiceReference): Promise<Service> {
	return (await readWholeService(ecs, reference)).service;
}

/** With all its members, also those that are newer than the SDK. @throws as `readService`. */
export async function readWholeService(
	ecs: Ecs,
	reference: ServiceReference,
): Promise<{ readonly service: Service; readonly whole: WholeJson }> {
	const {
		services = [],
		failures = [],
		whole,
	} = await ecs.call('DescribeServices', async (client) => {
		const command = new DescribeServicesCommand({ cluster: reference.cluster, services: [reference.service] });
		const wholeOf = keepWhole(command);
		return { ...(await client.send(command)), whole: () => objectsIn(wholeOf(), 'services')[0] ?? {} };
	});
	const [service] = services;
	if (service) return { service, whole: whole() };
	throw new OperationFailure(
		`Cluster ${nameInArn(reference.cluster)} has no service ${nameInArn(reference.service)}${failures[0]?.reason ? ` (${failures[0].reason})` : ''}`,
		`Choose the service from the list. Only services of that cluster, in the credential's region ${ecs.region}, can be found`,
	);
}

/** The services of a cluster, up to `limit`. */
export async function listServices(ecs: Ecs, cluster: string, limit: number): Promise<Service[]> {
	const arns = await listByToken('services', limit, async (nextToken) => {
		const page = await serviceArnPage(ecs, cluster, nextToken, limit);
		return { elements: page.serviceArns, nextToken: page.nextToken };
	});
	const services: Service[] = [];
	for (const group of inGroupsOf(10, arns)) {
		const page = await ecs.call(
			'DescribeServices',
			async (client) => await client.send(new DescribeServicesCommand({ cluster, services: group })),
		);
		services.push(...(page.services ?? []));
	}
	return services;
}

/** One page of a cluster's services, as ARNs. */
export async function serviceArnPage(ecs: Ecs, cluster: string, nextToken: string | undefined, limit = Infinity) {
	return await ecs.call(
		'ListServices',
		async (client) =>
			await client.send(
				new ListServicesCommand({ cluster, maxResults: Math.min(100, limit), ...(nextToken && { nextToken }) }),
			),
	);
}

/** What the answer shows; undefined where it shows no service. */
export async function sendServiceUpdate(
	ecs: Ecs,
	{ cluster, service }: ServiceReference,
	update: Omit<UpdateServiceRequest, 'cluster' | 'service'>,
	options: AwsCallOptions = {},
): Promise<Service | undefined> {
	const answer = await ecs.call(
		'UpdateService',
		async (client) => await client.send(new UpdateServiceCommand({ cluster, service, ...update })),
		options,
	);
	return answer.service;
}
