import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { mainContainerOf } from '../../containerRoles';
import { imagesOf, pinnedDigests } from '../../deployRevision';
import { followDeployment, primaryDeploymentOf } from '../../followDeployment';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import {
	isReturningWhenPaused,
	badEndProperty,
	outcomeJson,
	whenPausedProperty,
} from '../../outcome';
import { readService, requireDeployable } from '../../services';
import { readTaskDefinition, revisionNameOf } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a service',
	description: 'Wait until the service\'s current deployment has ended and its tasks are seen to run it',
	properties: [
		clusterProperty,
		serviceProperty,
		{
			displayName: 'Expected Version',
			name: 'expectedVersion',
			type: 'string',
			default: '',
			placeholder: '={{ $json.version }}',
			description: 'The revision it must run, as family:revision or ARN; leave it empty if any will do',
		},
		timeoutProperty(1800),
		whenPausedProperty(),
		badEndProperty,
		simplifyProperty,
	],
	async execute(context) {
		const expected = textParameter(context, 'expectedVersion');
		const timeoutMs = timeoutMsParameter(context);
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		const primary = primaryDeploymentOf(service);
		if (!primary) {
			throw new OperationFailure(
				`Service ${service.serviceName ?? ''} has no deployment to wait for`,
				'Deploy it first',
			);
		}
		if (expected !== '' && primary.taskDefinition !== expected && revisionNameOf(primary.taskDefinition) !== expected) {
			throw new OperationFailure(
				`Service ${service.serviceName ?? ''} runs or rolls out ${revisionNameOf(primary.taskDefinition)}, not ${expected}: it was rolled back or replaced`,
				'Nothing is left to do if that is the one that is wanted. Else deploy again',
			);
		}
		const { definition } = await readTaskDefinition(ecs, primary.taskDefinition ?? '');
		const main = mainContainerOf(definition, service);
		const outcome = await followDeployment(
			ecs,
			{
				reference,
				service,
				deploymentId: primary.id,
				deployment: primary,
				// Of the service, not of that entry: while ECS rolls back, this is the one that fails.
				...(service.currentServiceDeployment !== undefined && {
					recordArn: service.currentServiceDeployment,
				}),
				expectation: {
					taskDefinitionArn: primary.taskDefinition ?? '',
					digests: pinnedDigests(definition),
					newTasksOnly: false,
					...(main !== undefined && { proven: new Set([main]) }),
				},
			},
			{
				timeoutMs,
				returnWhenPaused: isReturningWhenPaused(context),
				cancelSignal: cancelSignalOf(context),
			},
		);
		return await outcomeJson(context, ecs, reference, outcome, {
			images: imagesOf(definition),
			previous: null,
			...(main !== undefined && { mainContainer: main }),
		});
	},
};
