import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { mainContainerOf } from '../../containerRoles';
import { imagesOf, pinnedDigests } from '../../deployRevision';
import { followDeployment, primaryDeploymentOf } from '../../followDeployment';
import {
	clusterProperty,
	serviceDeploymentParameter,
	serviceDeploymentProperty,
	serviceParameter,
	serviceProperty,
} from '../../locators';
import {
	isReturningWhenPaused,
	badEndWhenWaitingProperty,
	onTimeoutProperty,
	outcomeJson,
	whenPausedProperty,
} from '../../outcome';
import { planJson } from '../../plan';
import { releaseJson } from '../../release';
import { pausedHookOf } from '../../serviceDeployments';
import { readService } from '../../services';
import { decidePausedHook, readServiceDeployment } from '../../stopServiceDeployment';
import { readTaskDefinition } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const continueDeployment: Operation = {
	value: 'continue',
	name: 'Continue',
	action: 'Continue a paused service deployment',
	description: 'Let a blue/green, linear or canary deployment go on that waits at a pause hook',
	properties: [
		clusterProperty,
		serviceProperty,
		serviceDeploymentProperty,
		{
			displayName: 'Hook ID',
			name: 'hookId',
			type: 'string',
			default: '',
			placeholder: '={{ $json.paused.hookId }}',
			description: 'The hook that was approved: if the deployment waits at another one by now, it is not continued. Leave it empty for the one it waits at.',
		},
		...waitProperties(1800),
		whenPausedProperty({ waitForCompletion: [true] }),
		onTimeoutProperty,
		badEndWhenWaitingProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const arn = serviceDeploymentParameter(context);
		const wanted = textParameter(context, 'hookId');
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		const record = await readServiceDeployment(ecs, arn);
		const hook = pausedHookOf(record);
		if (hook?.hookId === undefined || (wanted !== '' && wanted !== hook.hookId)) {
			throw new OperationFailure(
				hook
					? `The deployment waits at the hook ${hook.hookId ?? ''} of stage ${record.lifecycleStage ?? ''}, not at ${wanted}, so it was not continued`
					: `The deployment does not wait for anybody: it is ${record.status ?? ''}, so it was not continued`,
				'Look at it with Get: it may have been continued, rolled back or run out of time',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return planJson(ecs, service, {
				action: 'continue',
				hookId: hook.hookId,
				stage: record.lifecycleStage ?? null,
			});
		}
		const primary = primaryDeploymentOf(service);
		const deployment = primary ?? { id: '' };
		const { definition } = await readTaskDefinition(ecs, deployment.taskDefinition ?? '');
		const main = mainContainerOf(definition, service);
		const known = {
			images: imagesOf(definition),
			previous: record.sourceServiceRevisions?.[0]?.arn ?? null,
			...(main !== undefined && { mainContainer: main }),
		};
		await decidePausedHook(ecs, arn, hook.hookId, 'CONTINUE');
		if (!switchParameter(context, 'waitForCompletion')) {
			return releaseJson(
				ecs,
				service,
				{
					...known,
					deployment,
					record: await readServiceDeployment(ecs, arn),
					state: 'rolling',
					reason: '',
					verified: false,
				},
				!switchParameter(context, 'simplify'),
			);
		}
		const outcome = await followDeployment(
			ecs,
			{
				reference,
				service,
				deploymentId: deployment.id,
				deployment,
				recordArn: arn,
				expectation: {
					taskDefinitionArn: deployment.taskDefinition ?? '',
					digests: pinnedDigests(definition),
					newTasksOnly: false,
					...(main !== undefined && { proven: new Set([main]) }),
				},
			},
			{
				timeoutMs: timeoutMsParameter(context),
				returnWhenPaused: isReturningWhenPaused(context),
				cancelSignal: cancelSignalOf(context),
			},
		);
		return await outcomeJson(context, ecs, reference, outcome, known);
	},
};
