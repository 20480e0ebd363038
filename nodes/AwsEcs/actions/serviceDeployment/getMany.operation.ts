import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { serviceDeploymentJson } from '../../serviceDeploymentJson';
import {
	listServiceDeployments,
	readServiceDeployments,
	readServiceRevisions,
} from '../../serviceDeployments';
import { ecsOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many service deployments',
	description: 'List the deployments of a service in the last 90 days, the newest first',
	properties: [clusterProperty, serviceProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const reference = serviceParameter(context);
		const limit = limitParameter(context);
		const ecs = await ecsOf(context);
		const briefs = await listServiceDeployments(ecs, reference, limit);
		const records = await readServiceDeployments(
			ecs,
			briefs.map((brief) => brief.serviceDeploymentArn ?? '').filter(Boolean),
		);
		const revisions = await readServiceRevisions(
			ecs,
			records.map((record) => record.targetServiceRevision?.arn ?? '').filter(Boolean),
		);
		return records
			.sort((left, right) => (right.createdAt?.getTime() ?? 0) - (left.createdAt?.getTime() ?? 0))
			.map((record) =>
				serviceDeploymentJson(
					record,
					revisions.get(record.targetServiceRevision?.arn ?? ''),
					!switchParameter(context, 'simplify'),
				),
			);
	},
};
