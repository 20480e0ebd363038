import type { NetworkConfiguration, RunTaskRequest, TaskDefinition } from '@aws-sdk/client-ecs';
import type { INodeProperties } from 'n8n-workflow';

import { objectIn } from '../../shared/aws/wholeJson';
import { field, namesField, switchField, textField } from '../../shared/fields/fields';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { readWholeService } from '../api/services';
import type { Ecs } from '../api/types';
import { revisionName } from '../state/taskDefinitionName';

const whenNoService = { show: { networkService: [''] } };

const networkService = textField('Network From Service', 'networkService', {
	placeholder: 'nanda-workers',
	description:
		'Run in the subnets and security groups, and with the launch type, of this service of the cluster; leave it empty to name them below',
});

const subnets = namesField('Subnets', 'subnets', {
	placeholder: 'subnet-0a1b2c3d, subnet-4e5f6a7b',
	description: 'IDs, separated by commas',
	displayOptions: whenNoService,
});

const securityGroups = namesField('Security Groups', 'securityGroups', {
	placeholder: 'sg-0c1d2e3f',
	description: 'IDs, separated by commas',
	displayOptions: whenNoService,
});

const publicIp = switchField(
	'Assign Public IP',
	'assignPublicIp',
	'Whether the tasks get a public address, which Fargate needs to pull images in a public subnet',
);
const assignPublicIp = field({ ...publicIp, displayOptions: whenNoService }, publicIp.read);

/** Where tasks run: in the network of a service, or in one that is named. */
export const placementFields: readonly INodeProperties[] = [networkService, subnets, securityGroups, assignPublicIp];

type Placement = Pick<
	RunTaskRequest,
	'networkConfiguration' | 'launchType' | 'capacityProviderStrategy' | 'platformVersion'
>;

/** Where the tasks are to run. @throws OperationFailure when they need a network and none is named. */
export async function readPlacement(
	context: OperationContext,
	ecs: Ecs,
	cluster: string,
	definition: TaskDefinition,
): Promise<Placement> {
	const service = networkService.read(context);
	return service === '' ? namedPlacement(context, definition) : await placementOfService(ecs, cluster, service);
}

async function placementOfService(ecs: Ecs, cluster: string, name: string): Promise<Placement> {
	const { service, whole } = await readWholeService(ecs, { cluster, service: name });
	const { capacityProviderStrategy = [], launchType, platformVersion } = service;
	const networkConfiguration: NetworkConfiguration | undefined = objectIn(whole, 'networkConfiguration');
	return {
		...(networkConfiguration && { networkConfiguration }),
		...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : launchType && { launchType }),
		...(platformVersion && { platformVersion }),
	};
}

function namedPlacement(context: OperationContext, definition: TaskDefinition): Placement {
	const subnetIds = subnets.read(context);
	if (subnetIds.length === 0 && definition.networkMode === 'awsvpc') {
		throw new OperationFailure(
			`Task definition ${revisionName(definition)} needs subnets: its network mode is awsvpc`,
			'Name a service in Network From Service, or give Subnets and Security Groups',
		);
	}
	const groupIds = securityGroups.read(context);
	const networkConfiguration: NetworkConfiguration = {
		awsvpcConfiguration: {
			subnets: subnetIds,
			...(groupIds.length > 0 && { securityGroups: groupIds }),
			assignPublicIp: assignPublicIp.read(context) ? 'ENABLED' : 'DISABLED',
		},
	};
	const isFargate = definition.requiresCompatibilities?.includes('FARGATE') === true;
	return {
		...(subnetIds.length > 0 && { networkConfiguration }),
		...(isFargate && { launchType: 'FARGATE' }),
	};
}
