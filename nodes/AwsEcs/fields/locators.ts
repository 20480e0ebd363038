import { type Field, field } from '../../shared/fields/fields';
import { chosenFrom, enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { ServiceReference } from '../api/types';

export const clusterField = locatorProperty({
	displayName: 'Cluster',
	name: 'cluster',
	description: 'The ECS cluster',
	search: 'searchClusters',
	enter: [enteredAs('name', 'By Name or ARN', 'candlefish')],
});

/** The cluster of a service, which Service may name as well. */
const clusterOfServiceField = optionalLocator(
	clusterField,
	'The ECS cluster; empty where Service is entered as cluster/name',
);

const serviceField = locatorProperty({
	displayName: 'Service',
	name: 'service',
	description: 'The service of that cluster',
	search: 'searchServices',
	enter: [enteredAs('name', 'By Name, cluster/name or ARN', 'nanda-workers')],
});

/** What `serviceReference` reads. */
export const serviceFields = [clusterOfServiceField, serviceField] as const;

export const taskDefinitionField = locatorProperty({
	displayName: 'Task Definition',
	name: 'taskDefinition',
	description: 'The task definition; a family stands for its newest active revision',
	search: 'searchTaskDefinitionFamilies',
	enter: [
		chosenFrom('revision', 'Revision From List', 'searchTaskDefinitions'),
		enteredAs('name', 'By Family, Revision or ARN', 'nanda-workers:12'),
	],
});

export const revisionField: Field<string> = field(
	{
		...taskDefinitionField,
		modes: [
			chosenFrom('list', 'From List', 'searchTaskDefinitions'),
			enteredAs('name', 'By Revision or ARN', 'nanda-workers:12'),
		],
		description: 'One revision of a task definition',
	},
	taskDefinitionField.read,
);

export const serviceDeploymentField = locatorProperty({
	displayName: 'Service Deployment',
	name: 'serviceDeployment',
	description: 'A deployment of that service',
	search: 'searchServiceDeployments',
	enter: [enteredAs('arn', 'By ARN', '={{ $json.serviceDeploymentArn }}')],
});

export const taskField = locatorProperty({
	displayName: 'Task',
	name: 'task',
	description: 'A task of that cluster; ECS shows a stopped one for an hour',
	search: 'searchTasks',
	enter: [enteredAs('id', 'By ID or ARN', '={{ $json.id }}')],
});

/**
 * The service that Cluster and Service name: `candlefish` and `gateway`, or `candlefish/gateway` as Service alone.
 *
 * @throws ConfigurationError where no cluster is named, or two.
 */
export function serviceReference(context: OperationContext): ServiceReference {
	const cluster = clusterOfServiceField.read(context);
	const service = serviceField.read(context);
	const [, named, name] = /^([^/:]+)\/([^/:]+)$/.exec(service) ?? [];
	if (named === undefined || name === undefined) return { cluster: clusterField.read(context), service };
	if (cluster !== '' && cluster.split('/').at(-1) !== named) {
		throw new ConfigurationError(
			`Cluster is "${cluster}", but Service names the cluster "${named}"`,
			'Leave Cluster empty, or enter the name of the service alone',
		);
	}
	return { cluster: cluster || named, service: name };
}
