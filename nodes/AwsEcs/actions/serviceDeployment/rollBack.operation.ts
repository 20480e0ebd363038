import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { imagesOf } from '../../deployRevision';
import { followRollback } from '../../followRollback';
import {
	clusterProperty,
	serviceDeploymentParameter,
	serviceDeploymentProperty,
	serviceParameter,
	serviceProperty,
} from '../../locators';
import { badEndWhenWaitingProperty, outcomeJson } from '../../outcome';
import { planJson } from '../../plan';
import { serviceDeploymentJson } from '../../serviceDeploymentJson';
import { readService } from '../../services';
import { isInFlight } from '../../status';
import { readServiceDeployment, requestRollback } from '../../stopServiceDeployment';
import { readTaskDefinition } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a service deployment',
	description: 'Roll back a deployment that is under way, also one that waits at a pause hook',
	properties: [
		clusterProperty,
		serviceProperty,
		serviceDeploymentProperty,
		...waitProperties(1800),
		badEndWhenWaitingProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const arn = serviceDeploymentParameter(context);
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		const record = await readServiceDeployment(ecs, arn);
		const isDone = record.status === 'ROLLBACK_SUCCESSFUL';
		if (!isInFlight(record.status) && !isDone) {
			throw new OperationFailure(
				`That deployment is ${record.status ?? 'in no known state'}: only one that is under way can be rolled back`,
				'Use Roll Back of Service, which goes back to the last good release',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return planJson(ecs, service, { action: isDone ? 'none' : 'stopServiceDeployment', serviceDeploymentArn: arn });
		}
		await requestRollback(ecs, record);
		if (!switchParameter(context, 'waitForCompletion')) {
			return serviceDeploymentJson(await readServiceDeployment(ecs, arn), undefined, !switchParameter(context, 'simplify'));
		}
		const outcome = await followRollback(ecs, reference, { service, record }, {
			timeoutMs: timeoutMsParameter(context),
			cancelSignal: cancelSignalOf(context),
		});
		const live = outcome.deployment.taskDefinition;
		const images = live ? imagesOf((await readTaskDefinition(ecs, live)).definition) : new Map<string, string>();
		return await outcomeJson(context, ecs, reference, outcome.verified ? { ...outcome, record: undefined } : outcome, {
			images,
			previous: arn,
		});
	},
};
