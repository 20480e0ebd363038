import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { deployRevision, pinnedDigests, requireTasks } from '../../deployRevision';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { badEndWhenWaitingProperty, onTimeoutProperty, whenPausedProperty } from '../../outcome';
import { planJson } from '../../plan';
import { readService, requireDeployable } from '../../services';
import { readTaskDefinition, revisionName } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const forceNewDeployment: Operation = {
	value: 'forceNewDeployment',
	name: 'Force New Deployment',
	action: 'Force a new deployment of a service',
	description: 'Start every task anew with the same task definition, to pull its tags and read its secrets again',
	properties: [
		clusterProperty,
		serviceProperty,
		...waitProperties(1800),
		whenPausedProperty({ waitForCompletion: [true] }),
		onTimeoutProperty,
		badEndWhenWaitingProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		requireTasks(context, service);
		const { definition } = await readTaskDefinition(ecs, service.taskDefinition ?? '');
		if (switchParameter(context, 'dryRun')) {
			return planJson(ecs, service, {
				action: 'forceNewDeployment',
				taskDefinition: revisionName(definition),
			});
		}
		return await deployRevision(context, ecs, reference, service, {
			definition,
			digests: pinnedDigests(definition),
			force: 'always',
		});
	},
};
