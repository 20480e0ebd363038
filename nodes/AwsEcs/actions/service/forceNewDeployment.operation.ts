import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { deployFields, deploymentChoices } from '../../fields/deploymentChoices';
import { serviceFields, serviceReference } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { pinnedDigests } from '../../state/images';
import { revisionName } from '../../state/taskDefinitionName';
import { deployRevision } from './deployRevision';
import { requireDeployable, requireTasks } from './requirements';

export const forceNewDeployment: Operation = {
	value: 'forceNewDeployment',
	name: 'Force New Deployment',
	action: 'Force a new deployment of a service',
	description: 'Start every task anew with the same task definition, to pull its tags and read its secrets again',
	properties: [...serviceFields, ...deployFields, dryRunProperty, simplifyProperty],
	async execute(context) {
		const reference = serviceReference(context);
		const choices = deploymentChoices(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		requireTasks(service, choices);
		const { definition } = await readTaskDefinition(ecs, service.taskDefinition ?? '');
		if (dryRunProperty.read(context)) {
			return planJson(ecs, service, { action: 'forceNewDeployment', taskDefinition: revisionName(definition) });
		}
		const revision = { definition, digests: pinnedDigests(definition), force: 'always' } as const;
		return await deployRevision(ecs, reference, service, revision, choices);
	},
};
