import { DescribeServicesCommand, ListServicesCommand, type Service } from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../../../shared/aws/paginate';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { clusterParameter, clusterProperty } from '../../locators';
import { serviceJson } from '../../serviceJson';
import { ecsOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many services',
	description: 'List the services of a cluster',
	properties: [clusterProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const cluster = clusterParameter(context);
		const limit = limitParameter(context);
		const ecs = await ecsOf(context);
		const arns = await listByToken('services', limit, async (nextToken) => {
			const page = await ecs.call('ListServices', async (client) =>
				await client.send(
					new ListServicesCommand({
						cluster,
						maxResults: Math.min(100, limit),
						...(nextToken !== undefined && { nextToken }),
					}),
				),
			);
			return { elements: page.serviceArns, nextToken: page.nextToken };
		});
		const services: Service[] = [];
		for (const group of inGroupsOf(10, arns)) {
			const page = await ecs.call('DescribeServices', async (client) =>
				await client.send(new DescribeServicesCommand({ cluster, services: group })),
			);
			services.push(...(page.services ?? []));
		}
		return services.map((service) => serviceJson(ecs, service, !switchParameter(context, 'simplify')));
	},
};
