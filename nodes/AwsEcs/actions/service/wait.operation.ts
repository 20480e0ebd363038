import type { Service } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../../shared/aws/arn';
import { textField } from '../../../shared/fields/fields';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { waitForDeployment } from '../../changes/waitForDeployment';
import { deploymentChoices, onFailure, whenPausedField } from '../../fields/deploymentChoices';
import { serviceFields, serviceReference } from '../../fields/locators';
import { primaryDeploymentOf } from '../../state/primaryDeployment';
import { conclude } from '../conclude';
import { readRunningRevision } from '../runningRevision';
import { requireDeployable } from './requirements';

const expectedVersion = textField('Expected Version', 'expectedVersion', {
	placeholder: '={{ $json.version }}',
	description: 'The revision it must run, as family:revision or ARN; leave it empty if any will do',
});

const timeout = timeoutProperty(1800);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a service',
	description: "Wait until the service's current deployment has ended and its tasks are seen to run it",
	properties: [...serviceFields, expectedVersion, timeout, whenPausedField(), onFailure, simplifyProperty],
	async execute(context) {
		const expected = expectedVersion.read(context);
		const choices = deploymentChoices(context);
		const timeoutMs = timeout.read(context);
		const reference = serviceReference(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		const deployment = requireDeploymentOf(service, expected);
		const { known, expectation } = await readRunningRevision(ecs, service, deployment.taskDefinition);
		const awaited = {
			reference,
			service,
			deploymentId: deployment.id,
			deployment,
			// Of the service, not of that entry: while ECS rolls back, this is the one that fails.
			recordArn: service.currentServiceDeployment,
			expectation,
		};
		const result = await waitForDeployment(ecs, awaited, { ...choices, timeoutMs });
		return await conclude(ecs, reference, result, { ...known, previous: null }, choices);
	},
};

/** The deployment to wait for. @throws OperationFailure when the service has none, or one of another version. */
function requireDeploymentOf(service: Service, expected: string) {
	const primary = primaryDeploymentOf(service);
	if (!primary) {
		throw new OperationFailure(`Service ${service.serviceName ?? ''} has no deployment to wait for`, 'Deploy it first');
	}
	const version = nameInArn(primary.taskDefinition);
	if (expected === '' || primary.taskDefinition === expected || version === expected) return primary;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} runs or rolls out ${version}, not ${expected}: it was rolled back or replaced`,
		'If that is the version you want, nothing is left to do. Otherwise deploy again',
	);
}
