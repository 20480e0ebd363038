import type { DeploymentLifecycleHookAction, ServiceDeployment } from '@aws-sdk/client-ecs';

import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { continueServiceDeployment, readServiceDeployment, stopServiceDeployment } from '../api/serviceDeployments';
import type { Ecs } from '../api/types';
import { pausedHookOf } from '../state/pausedHook';

/** Continues a deployment that waits at a PAUSE hook, or rolls it back from there. Safe to run again. */
export async function decidePausedHook(
	ecs: Ecs,
	arn: string,
	hookId: string,
	action: DeploymentLifecycleHookAction,
): Promise<void> {
	await decideOnce(
		ecs,
		arn,
		'ContinueServiceDeployment',
		async () => await continueServiceDeployment(ecs, arn, hookId, action),
		(record) => pausedHookOf(record)?.hookId !== hookId,
	);
}

/**
 * Asks ECS to roll a deployment in flight back, also where its service has no roll back configured.
 * Safe to run again.
 */
export async function requestRollback(ecs: Ecs, record: ServiceDeployment): Promise<void> {
	const arn = record.serviceDeploymentArn ?? '';
	if (record.status?.startsWith('ROLLBACK_')) return;
	const hook = pausedHookOf(record);
	if (hook?.hookId !== undefined) {
		await decidePausedHook(ecs, arn, hook.hookId, 'ROLLBACK');
		return;
	}
	await decideOnce(
		ecs,
		arn,
		'StopServiceDeployment',
		async () => await stopServiceDeployment(ecs, arn),
		({ status }) => status?.startsWith('ROLLBACK_') === true,
	);
}

/** Sends; after a lost answer looks whether it took effect, and only else sends once more. */
async function decideOnce(
	ecs: Ecs,
	arn: string,
	action: string,
	send: () => Promise<void>,
	isDone: (record: ServiceDeployment) => boolean,
): Promise<void> {
	await writeOnce<true>({
		what: action,
		send: async () => await send().then(() => true),
		find: async () => (isDone(await readServiceDeployment(ecs, arn)) ? true : undefined),
		lookDelaysMs: [2_000],
		maxSends: 2,
		unclear: ({ error, lookError }) =>
			new OperationFailure(
				lookError === undefined
					? `AWS ECS did not confirm ${action}, twice, and it has had no effect`
					: `AWS ECS did not confirm ${action}, and its effect cannot be looked at: ${messageOf(lookError)}`,
				'Look at the service deployment in ECS, then run this again',
				{},
				{ cause: error },
			),
	});
}
