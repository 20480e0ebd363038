import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readServiceDeployment } from '../../api/serviceDeployments';
import { readService } from '../../api/services';
import { requestRollback } from '../../changes/requestRollback';
import { deploymentChoices, rollBackFields } from '../../fields/deploymentChoices';
import { serviceDeploymentField, serviceFields, serviceReference } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { serviceDeploymentJson } from '../../output/serviceDeploymentJson';
import { isInFlight } from '../../state/recordStatus';
import { concludeRollback } from '../concludeRollback';

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a service deployment',
	description: 'Roll back a deployment that is under way, also one that waits at a pause hook',
	properties: [...serviceFields, serviceDeploymentField, ...rollBackFields, dryRunProperty, simplifyProperty],
	async execute(context) {
		const arn = serviceDeploymentField.read(context);
		const reference = serviceReference(context);
		const choices = deploymentChoices(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		const record = await readServiceDeployment(ecs, arn);
		const isDone = record.status === 'ROLLBACK_SUCCESSFUL';
		if (!isInFlight(record.status) && !isDone) {
			throw new OperationFailure(
				`That deployment is ${record.status ?? 'in no known state'}: only one that is under way can be rolled back`,
				'Use Roll Back of Service, which puts the last good version in place again',
			);
		}
		if (dryRunProperty.read(context)) {
			return planJson(ecs, service, { action: isDone ? 'none' : 'stopServiceDeployment', serviceDeploymentArn: arn });
		}
		await requestRollback(ecs, record);
		return choices.timeoutMs === null
			? serviceDeploymentJson(await readServiceDeployment(ecs, arn), undefined, choices.raw)
			: await concludeRollback(ecs, reference, { service, record }, choices, choices.timeoutMs);
	},
};
