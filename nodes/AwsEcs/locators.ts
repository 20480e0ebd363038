import type { INodeProperties } from 'n8n-workflow';

import { chosenFrom, enteredAs, locatorProperty } from '../shared/fields/locators';
import type { OperationContext } from '../shared/operation/operation';
import { locatorValue } from '../shared/fields/parameters';
import type { ServiceReference } from './services';

export const clusterProperty = locatorProperty({
	displayName: 'Cluster',
	name: 'cluster',
	description: 'The ECS cluster',
	search: 'searchClusters',
	enter: [enteredAs('name', 'By Name or ARN', 'candlefish')],
});

export const serviceProperty = locatorProperty({
	displayName: 'Service',
	name: 'service',
	description: 'The service of that cluster',
	search: 'searchServices',
	enter: [enteredAs('name', 'By Name or ARN', 'nanda-workers')],
});

export const taskDefinitionProperty = locatorProperty({
	displayName: 'Task Definition',
	name: 'taskDefinition',
	description: 'The task definition; a family stands for its newest active revision',
	search: 'searchTaskDefinitionFamilies',
	enter: [
		chosenFrom('revision', 'Revision From List', 'searchTaskDefinitions'),
		enteredAs('name', 'By Family, Revision or ARN', 'nanda-workers:12'),
	],
});

export const revisionProperty: INodeProperties = {
	...taskDefinitionProperty,
	modes: [
		chosenFrom('list', 'From List', 'searchTaskDefinitions'),
		enteredAs('name', 'By Revision or ARN', 'nanda-workers:12'),
	],
	description: 'One revision of a task definition',
};

export const serviceDeploymentProperty = locatorProperty({
	displayName: 'Service Deployment',
	name: 'serviceDeployment',
	description: 'A deployment of that service',
	search: 'searchServiceDeployments',
	enter: [enteredAs('arn', 'By ARN', '={{ $json.serviceDeploymentArn }}')],
});

export const taskProperty = locatorProperty({
	displayName: 'Task',
	name: 'task',
	description: 'A task of that cluster; ECS shows a stopped one for an hour',
	search: 'searchTasks',
	enter: [enteredAs('id', 'By ID or ARN', '={{ $json.id }}')],
});

export function clusterParameter(context: OperationContext): string {
	return locatorValue(context, 'cluster', 'Cluster');
}

export function serviceParameter(context: OperationContext): ServiceReference {
	return { cluster: clusterParameter(context), service: locatorValue(context, 'service', 'Service') };
}

export function taskDefinitionParameter(context: OperationContext): string {
	return locatorValue(context, 'taskDefinition', 'Task Definition');
}

export function serviceDeploymentParameter(context: OperationContext): string {
	return locatorValue(context, 'serviceDeployment', 'Service Deployment');
}

export function taskParameter(context: OperationContext): string {
	return locatorValue(context, 'task', 'Task');
}
