import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';
import type { ServiceReference } from './services';

export const clusterProperty: INodeProperties = {
	displayName: 'Cluster',
	name: 'cluster',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchClusters', searchable: true },
		},
		{ displayName: 'By Name or ARN', name: 'name', type: 'string', placeholder: 'candlefish' },
	],
	description: 'The ECS cluster',
};

export const serviceProperty: INodeProperties = {
	displayName: 'Service',
	name: 'service',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchServices', searchable: true },
		},
		{ displayName: 'By Name or ARN', name: 'name', type: 'string', placeholder: 'nanda-workers' },
	],
	description: 'The service of that cluster',
};

export const taskDefinitionProperty: INodeProperties = {
	displayName: 'Task Definition',
	name: 'taskDefinition',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTaskDefinitionFamilies', searchable: true },
		},
		{
			displayName: 'Revision From List',
			name: 'revision',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTaskDefinitions', searchable: true },
		},
		{
			displayName: 'By Family, Revision or ARN',
			name: 'name',
			type: 'string',
			placeholder: 'nanda-workers:12',
		},
	],
	description: 'The task definition; a family stands for its newest active revision',
};

export const revisionProperty: INodeProperties = {
	...taskDefinitionProperty,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTaskDefinitions', searchable: true },
		},
		{
			displayName: 'By Revision or ARN',
			name: 'name',
			type: 'string',
			placeholder: 'nanda-workers:12',
		},
	],
	description: 'One revision of a task definition',
};

export const serviceDeploymentProperty: INodeProperties = {
	displayName: 'Service Deployment',
	name: 'serviceDeployment',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchServiceDeployments', searchable: true },
		},
		{
			displayName: 'By ARN',
			name: 'arn',
			type: 'string',
			placeholder: '={{ $json.serviceDeploymentArn }}',
		},
	],
	description: 'A deployment of that service',
};

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

export const taskProperty: INodeProperties = {
	displayName: 'Task',
	name: 'task',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTasks', searchable: true },
		},
		{
			displayName: 'By ID or ARN',
			name: 'id',
			type: 'string',
			placeholder: '={{ $json.id }}',
		},
	],
	description: 'A task of that cluster; ECS shows a stopped one for an hour',
};

export function taskParameter(context: OperationContext): string {
	return locatorValue(context, 'task', 'Task');
}
