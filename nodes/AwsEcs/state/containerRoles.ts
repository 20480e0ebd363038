import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';

/**
 * Containers that only serve the others of their task: log routers, and those that others wait for to be up, not to
 * end. ECS starts them first and stops them last.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export function helpersIn(containers: readonly ContainerDefinition[]): Set<string> {
	const routers = containers.filter(({ firelensConfiguration }) => firelensConfiguration !== undefined);
	const waitedFor = containers
		.flatMap(({ dependsOn = [] }) => dependsOn)
		.filter(({ condition }) => condition === 'START' || condition === 'HEALTHY');
	return new Set([
		...routers.map(({ name = '' }) => name),
		...waitedFor.map(({ containerName = '' }) => containerName),
	]);
}

/** Essential containers that are there for their own sake; all essential ones where each only serves another. */
export function workersIn(containers: readonly ContainerDefinition[]): string[] {
	const helpers = helpersIn(containers);
	const essential = containers.filter(({ essential }) => essential !== false).map(({ name = '' }) => name);
	const workers = essential.filter((name) => !helpers.has(name));
	return workers.length > 0 ? workers : essential;
}

/**
 * The container a service is there for: the one that its load balancer sends requests to, else the one of its name or
 * its task definition's, else the first essential one that does not only serve another.
 */
export function mainContainerOf(definition: TaskDefinition, service: Service): string | undefined {
	const containers = definition.containerDefinitions ?? [];
	const names = containers.map(({ name = '' }) => name);
	const balanced = (service.loadBalancers ?? []).map(({ containerName }) => containerName);
	return [...balanced, service.serviceName, definition.family, ...workersIn(containers), names[0]].find(
		(name) => name !== undefined && names.includes(name),
	);
}
