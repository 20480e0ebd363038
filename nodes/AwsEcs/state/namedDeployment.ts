import type { Service } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { isNamed, type PastDeployment } from './history';
import { primaryDeploymentOf } from './primaryDeployment';

/** Whether a name stands for what is PRIMARY now. */
export function isPrimaryNamed(service: Service, name: string): boolean {
	const primary = primaryDeploymentOf(service);
	return [primary?.id, primary?.taskDefinition, nameInArn(primary?.taskDefinition)].includes(name);
}

/** Whether a name stands for a past deployment. A deployment id (`ecs-svc/...`) only names what the service still lists. */
export function isNamedIn(service: Service, name: string, past: PastDeployment): boolean {
	const byId = service.deployments?.find(({ id }) => id === name);
	return isNamed(past, name) || (byId !== undefined && byId.taskDefinition === past.taskDefinitionArn);
}
