import { type Field, field } from '../../shared/fields/fields';
import { chosenFrom, enteredAs, locatorProperty } from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';
import type { ServiceReference } from '../api/types';

export const clusterField = locatorProperty({
	displayName: 'Cluster',
	name: 'cluster',
	description: 'The ECS cluster',
	search: 'searchClusters',
	enter: [enteredAs('name', 'By Name or ARN', 'candlefish')],
});

export const serviceField = locatorProperty({
	displayName: 'Service',
	name: 'service',
	description: 'The service of that cluster',
	search: 'searchServices',
	enter: [enteredAs('name', 'By Name or ARN', 'nanda-workers')],
});

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

/** What Cluster and Service name. */
export function serviceReference(context: OperationContext): ServiceReference {
	return { cluster: clusterField.read(context), service: serviceField.read(context) };
}
