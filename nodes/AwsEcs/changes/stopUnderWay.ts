import type { Service } from '@aws-sdk/client-ecs';

import { attempt } from '../../shared/waiting/attempt';
import { readServiceDeployment } from '../api/serviceDeployments';
import type { Ecs, ServiceReference } from '../api/types';
import type { PastDeployment } from '../state/history';
import { requestRollback } from './requestRollback';
import type { DeploymentWait } from './waitForDeployment';
import { waitForRollback } from './waitForRollback';

/**
 * Has ECS roll back a deployment that is under way, and waits until it has. Never throws: ECS lets a roll back
 * be deployed over what could not be stopped.
 */
export async function stopUnderWay(
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	rolling: PastDeployment,
	wait: DeploymentWait,
): Promise<void> {
	const record = await attempt(readServiceDeployment(ecs, rolling.arn));
	if (!record.ok) return;
	const asked = await attempt(requestRollback(ecs, record.value));
	if (asked.ok) await attempt(waitForRollback(ecs, reference, { service, record: record.value }, wait));
}
