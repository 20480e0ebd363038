import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { listServiceDeployments, readServiceDeployments, readServiceRevisions } from '../../api/serviceDeployments';
import { serviceFields, serviceReference } from '../../fields/locators';
import { serviceDeploymentJson } from '../../output/serviceDeploymentJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many service deployments',
	description: 'List the deployments of a service in the last 90 days, the newest first',
	properties: [...serviceFields, ...listProperties, simplifyProperty],
	async execute(context) {
		const reference = serviceReference(context);
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const ecs = await ecsClient(context);
		const briefs = await listServiceDeployments(ecs, reference, limit);
		const arns = briefs.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn).filter(Boolean);
		const records = await readServiceDeployments(ecs, arns);
		const revisions = await readServiceRevisions(
			ecs,
			records.map(({ targetServiceRevision }) => targetServiceRevision?.arn),
		);
		return records
			.sort((left, right) => (right.createdAt?.getTime() ?? 0) - (left.createdAt?.getTime() ?? 0))
			.map((record) => serviceDeploymentJson(record, revisions.get(record.targetServiceRevision?.arn ?? ''), raw));
	},
};
