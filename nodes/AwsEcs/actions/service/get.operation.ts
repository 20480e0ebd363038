import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { serviceFields, serviceReference } from '../../fields/locators';
import { serviceJson } from '../../output/serviceJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a service',
	description: 'Show what a service runs, and its deployments and last events',
	properties: [...serviceFields, simplifyProperty],
	async execute(context) {
		const reference = serviceReference(context);
		const ecs = await ecsClient(context);
		return serviceJson(ecs, await readService(ecs, reference), !simplifyProperty.read(context));
	},
};
