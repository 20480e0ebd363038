import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import {
	clusterProperty,
	serviceDeploymentParameter,
	serviceDeploymentProperty,
	serviceProperty,
} from '../../locators';
import { serviceDeploymentJson } from '../../serviceDeploymentJson';
import { readServiceRevisions } from '../../serviceDeployments';
import { readServiceDeployment } from '../../stopServiceDeployment';
import { ecsOf } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a service deployment',
	description: 'Show how far a deployment is, and the hook it waits at',
	properties: [clusterProperty, serviceProperty, serviceDeploymentProperty, simplifyProperty],
	async execute(context) {
		const arn = serviceDeploymentParameter(context);
		const ecs = await ecsOf(context);
		const record = await readServiceDeployment(ecs, arn);
		const revisionArn = record.targetServiceRevision?.arn ?? '';
		const revisions = await readServiceRevisions(ecs, revisionArn ? [revisionArn] : []);
		return serviceDeploymentJson(record, revisions.get(revisionArn), !switchParameter(context, 'simplify'));
	},
};
