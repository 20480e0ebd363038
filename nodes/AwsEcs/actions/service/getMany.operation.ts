import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { listServices } from '../../api/services';
import { clusterField } from '../../fields/locators';
import { serviceJson } from '../../output/serviceJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many services',
	description: 'List the services of a cluster',
	properties: [clusterField, ...listProperties, simplifyProperty],
	async execute(context) {
		const cluster = clusterField.read(context);
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const ecs = await ecsClient(context);
		return (await listServices(ecs, cluster, limit)).map((service) => serviceJson(ecs, service, raw));
	},
};
