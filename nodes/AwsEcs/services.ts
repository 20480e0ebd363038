import { DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';

import { keepWhole, objectsIn, type WholeJson } from '../shared/aws/wholeJson';
import { OperationFailure } from '../shared/operation/errors';
import type { Ecs } from './transport';

/** Where a service is, by names or ARNs. */
export interface ServiceReference {
	readonly cluster: string;
	readonly service: string;
}

/** `paintbox` from its ARN; a name stays as it is. */
export function nameOf(arn: string | undefined): string {
	return arn?.slice(arn.lastIndexOf('/') + 1) ?? '';
}

/** @throws OperationFailure when it does not exist, or never did. */
export async function readService(ecs: Ecs, reference: ServiceReference): Promise<Service> {
	return (await readWholeService(ecs, reference)).service;
}

/** With all its members, also those that are newer than the SDK. @throws as `readService`. */
export async function readWholeService(
	ecs: Ecs,
	reference: ServiceReference,
): Promise<{ readonly service: Service; readonly whole: WholeJson }> {
	const { services = [], failures = [], whole } = await ecs.call('DescribeServices', async (client) => {
		const command = new DescribeServicesCommand({ cluster: reference.cluster, services: [reference.service] });
		const wholeOf = keepWhole(command);
		return { ...(await client.send(command)), whole: () => objectsIn(wholeOf(), 'services')[0] ?? {} };
	});
	const [service] = services;
	if (service) return { service, whole: whole() };
	throw new OperationFailure(
		`Cluster ${nameOf(reference.cluster)} has no service ${nameOf(reference.service)}${failures[0]?.reason ? ` (${failures[0].reason})` : ''}`,
		`Choose the service from the list. Only services of that cluster, in the credential's region ${ecs.region}, can be found`,
	);
}

/** For an operation that changes it. @throws OperationFailure when it was deleted. */
export function requireActive(service: Service): void {
	if (service.status === 'ACTIVE') return;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is ${service.status ?? 'in no known state'}, so it cannot be changed`,
		'It was deleted. Create it again, or choose another service',
	);
}

/** For an operation that deploys to it. @throws OperationFailure when it was deleted, or another tool deploys it. */
export function requireDeployable(service: Service): void {
	requireActive(service);
	const name = service.serviceName ?? '';
	const controller = service.deploymentController?.type ?? 'ECS';
	if (controller !== 'ECS') {
		throw new OperationFailure(
			`Service ${name} is deployed by ${controller === 'CODE_DEPLOY' ? 'AWS CodeDeploy' : 'an external controller'}, not by ECS itself`,
			'Move it to the ECS deployment controller, which has blue/green and canary deployments of its own, or deploy it with that tool',
		);
	}
}

/** Where a person can look at it; null where it is not AWS itself. */
export function consoleUrl(ecs: Ecs, service: Service): string | null {
	if (ecs.endpoint !== undefined) return null;
	const cluster = encodeURIComponent(nameOf(service.clusterArn));
	const name = encodeURIComponent(service.serviceName ?? '');
	return `https://${ecs.region}.${consoleDomain(ecs.region)}/ecs/v2/clusters/${cluster}/services/${name}/deployments?region=${ecs.region}`;
}

/** China and the government's regions are AWS partitions with consoles of their own. */
function consoleDomain(region: string): string {
	if (region.startsWith('cn-')) return 'console.amazonaws.cn';
	return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
