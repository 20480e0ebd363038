import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { serviceJson } from '../../serviceJson';
import { readService } from '../../services';
import { ecsOf } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a service',
	description: 'Show what a service runs, and its deployments and last events',
	properties: [clusterProperty, serviceProperty, simplifyProperty],
	async execute(context) {
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		return serviceJson(ecs, await readService(ecs, reference), !switchParameter(context, 'simplify'));
	},
};
