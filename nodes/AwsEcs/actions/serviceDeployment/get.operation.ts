import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readServiceDeployment, readServiceRevisions } from '../../api/serviceDeployments';
import { serviceDeploymentField, serviceFields } from '../../fields/locators';
import { serviceDeploymentJson } from '../../output/serviceDeploymentJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a service deployment',
	description: 'Show how far a deployment is, and the hook it waits at',
	properties: [...serviceFields, serviceDeploymentField, simplifyProperty],
	async execute(context) {
		const arn = serviceDeploymentField.read(context);
		const ecs = await ecsClient(context);
		const record = await readServiceDeployment(ecs, arn);
		const revisionArn = record.targetServiceRevision?.arn ?? '';
		const revisions = await readServiceRevisions(ecs, [revisionArn]);
		return serviceDeploymentJson(record, revisions.get(revisionArn), !simplifyProperty.read(context));
	},
};
