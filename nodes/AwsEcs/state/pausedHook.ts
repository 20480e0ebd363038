import type { ServiceDeployment } from '@aws-sdk/client-ecs';

/** The hook at which a deployment waits for a person; undefined when it does not. */
export function pausedHookOf(record: ServiceDeployment | undefined) {
	return record?.lifecycleHookDetails?.find(
		({ targetType, status }) => targetType === 'PAUSE' && status === 'AWAITING_ACTION',
	);
}
