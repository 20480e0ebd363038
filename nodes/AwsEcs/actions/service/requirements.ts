import type { Service } from '@aws-sdk/client-ecs';

import { OperationFailure } from '../../../shared/operation/errors';
import type { DeploymentChoices } from '../../fields/deploymentChoices';

/** For an operation that changes it. @throws OperationFailure when it was deleted. */
export function requireActive(service: Service): void {
	if (service.status === 'ACTIVE') return;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is ${service.status ?? 'in no known state'}, so it cannot be changed`,
		'It was deleted. Create it again, or choose another service',
	);
}

/** For an operation that deploys to it. @throws OperationFailure when it was deleted, or another tool deploys it. */
export function requireDeployable(service: Service): void {
	requireActive(service);
	const controller = service.deploymentController?.type ?? 'ECS';
	if (controller === 'ECS') return;
	const other = controller === 'CODE_DEPLOY' ? 'AWS CodeDeploy' : 'an external controller';
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is deployed by ${other}, not by ECS itself`,
		'Move it to the ECS deployment controller, which has blue/green and canary deployments of its own, or deploy it with that tool',
	);
}

/** @throws OperationFailure when nothing runs, and so nothing could verify a deployment that is waited for. */
export function requireTasks(service: Service, { timeoutMs }: Pick<DeploymentChoices, 'timeoutMs'>): void {
	if ((service.desiredCount ?? 0) > 0 || timeoutMs === null) return;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has a desired count of 0: no task would run, so the deployment could not be verified`,
		'Scale it up first, or turn Wait for Completion off to change it unverified',
	);
}
