import type { ServiceDeployment } from '@aws-sdk/client-ecs';

import { textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readServiceDeployment } from '../../api/serviceDeployments';
import { readService } from '../../api/services';
import { decidePausedHook } from '../../changes/requestRollback';
import { waitForDeployment } from '../../changes/waitForDeployment';
import { deployFields, deploymentChoices } from '../../fields/deploymentChoices';
import { serviceDeploymentField, serviceFields, serviceReference } from '../../fields/locators';
import { deploymentJson } from '../../output/deploymentJson';
import { planJson } from '../../output/planJson';
import { pausedHookOf } from '../../state/pausedHook';
import { primaryDeploymentOf } from '../../state/primaryDeployment';
import { conclude } from '../conclude';
import { readRunningRevision } from '../runningRevision';

const hookIdField = textField('Hook ID', 'hookId', {
	placeholder: '={{ $json.paused.hookId }}',
	description:
		'The hook that was approved: if the deployment waits at another one by now, it is not continued. Leave it empty for the one it waits at.',
});

export const continueDeployment: Operation = {
	value: 'continue',
	name: 'Continue',
	action: 'Continue a paused service deployment',
	description: 'Let a blue/green, linear or canary deployment go on that waits at a pause hook',
	properties: [
		...serviceFields,
		serviceDeploymentField,
		hookIdField,
		...deployFields,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const arn = serviceDeploymentField.read(context);
		const approved = hookIdField.read(context);
		const reference = serviceReference(context);
		const choices = deploymentChoices(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		const record = await readServiceDeployment(ecs, arn);
		const hookId = requireHook(record, approved);
		if (dryRunProperty.read(context)) {
			return planJson(ecs, service, { action: 'continue', hookId, stage: record.lifecycleStage ?? null });
		}
		const deployment = primaryDeploymentOf(service) ?? { id: '' };
		const revision = await readRunningRevision(ecs, service, deployment.taskDefinition);
		const known = { ...revision.known, previous: record.sourceServiceRevisions?.[0]?.arn ?? null };
		await decidePausedHook(ecs, arn, hookId, 'CONTINUE');
		if (choices.timeoutMs === null) {
			const now = await readServiceDeployment(ecs, arn);
			const continued = { ...known, deployment, record: now, state: 'rolling', reason: '', verified: false } as const;
			return deploymentJson(ecs, service, continued, choices.raw);
		}
		const { expectation } = revision;
		const awaited = { reference, service, deploymentId: deployment.id, deployment, recordArn: arn, expectation };
		const result = await waitForDeployment(ecs, awaited, { ...choices, timeoutMs: choices.timeoutMs });
		return await conclude(ecs, reference, result, known, choices);
	},
};

/** The hook to continue. @throws OperationFailure when the deployment waits at no hook, or at another one than was approved. */
function requireHook(record: ServiceDeployment, approved: string): string {
	const hookId = pausedHookOf(record)?.hookId;
	if (hookId !== undefined && (approved === '' || approved === hookId)) return hookId;
	throw new OperationFailure(
		hookId === undefined
			? `The deployment does not wait for anybody: it is ${record.status ?? ''}, so it was not continued`
			: `The deployment waits at the hook ${hookId} of stage ${record.lifecycleStage ?? ''}, not at ${approved}, so it was not continued`,
		'Look at it with Get: it may have been continued, rolled back or run out of time',
	);
}
