import type { NetworkConfiguration, RunTaskRequest, TaskDefinition } from '@aws-sdk/client-ecs';
import type { INodeProperties } from 'n8n-workflow';

import { objectIn } from '../shared/aws/wholeJson';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, textParameter } from '../shared/fields/parameters';
import { readWholeService } from './services';
import { revisionName } from './taskDefinitions';
import type { Ecs } from './transport';

/** Where tasks run: in the network of a service, or in one that is named. */
export const placementProperties: readonly INodeProperties[] = [
	{
		displayName: 'Network From Service',
		name: 'networkService',
		type: 'string',
		default: '',
		placeholder: 'nanda-workers',
		description: 'Run in the subnets and security groups, and with the launch type, of this service of the cluster; leave it empty to name them below',
	},
	{
		displayName: 'Subnets',
		name: 'subnets',
		type: 'string',
		default: '',
		placeholder: 'subnet-0a1b2c3d, subnet-4e5f6a7b',
		description: 'IDs, with commas between them',
		displayOptions: { show: { networkService: [''] } },
	},
	{
		displayName: 'Security Groups',
		name: 'securityGroups',
		type: 'string',
		default: '',
		placeholder: 'sg-0c1d2e3f',
		description: 'IDs, with commas between them',
		displayOptions: { show: { networkService: [''] } },
	},
	{
		displayName: 'Assign Public IP',
		name: 'assignPublicIp',
		type: 'boolean',
		default: false,
		description: 'Whether the tasks get a public address, which Fargate needs to pull images in a public subnet',
		displayOptions: { show: { networkService: [''] } },
	},
];

/** @throws OperationFailure when the tasks need a network and none is named. */
export async function placement(
	context: OperationContext,
	ecs: Ecs,
	cluster: string,
	definition: TaskDefinition,
): Promise<Pick<RunTaskRequest, 'networkConfiguration' | 'launchType' | 'capacityProviderStrategy' | 'platformVersion'>> {
	const name = textParameter(context, 'networkService');
	if (name !== '') {
		const { service, whole } = await readWholeService(ecs, { cluster, service: name });
		const { capacityProviderStrategy, launchType, platformVersion } = service;
		const networkConfiguration: NetworkConfiguration | undefined = objectIn(whole, 'networkConfiguration');
		return {
			...(networkConfiguration && { networkConfiguration }),
			...(capacityProviderStrategy && capacityProviderStrategy.length > 0
				? { capacityProviderStrategy }
				: launchType && { launchType }),
			...(platformVersion && { platformVersion }),
		};
	}
	const subnets = words(textParameter(context, 'subnets'));
	const isFargate = definition.requiresCompatibilities?.includes('FARGATE') === true;
	if (subnets.length === 0 && definition.networkMode === 'awsvpc') {
		throw new OperationFailure(
			`Task definition ${revisionName(definition)} needs subnets: its network mode is awsvpc`,
			'Name a service in Network From Service, or give Subnets and Security Groups',
		);
	}
	const securityGroups = words(textParameter(context, 'securityGroups'));
	const networkConfiguration: NetworkConfiguration = {
		awsvpcConfiguration: {
			subnets,
			...(securityGroups.length > 0 && { securityGroups }),
			assignPublicIp: switchParameter(context, 'assignPublicIp') ? 'ENABLED' : 'DISABLED',
		},
	};
	return {
		...(subnets.length > 0 && { networkConfiguration }),
		...(isFargate && { launchType: 'FARGATE' }),
	};
}

function words(text: string): string[] {
	return text.split(/[\s,]+/).filter(Boolean);
}
