import {
	ContinueServiceDeploymentCommand,
	type DeploymentLifecycleHookAction,
	type ServiceDeployment,
	StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import { attempt } from '../shared/waiting/attempt';
import { pausedHookOf, readServiceDeployments } from './serviceDeployments';
import type { Ecs } from './transport';

/** @throws OperationFailure when there is none of that ARN. */
export async function readServiceDeployment(ecs: Ecs, arn: string): Promise<ServiceDeployment> {
	const [record] = await readServiceDeployments(ecs, [arn]);
	if (record) return record;
	throw new OperationFailure(
		`There is no service deployment ${arn}`,
		'Choose it from the list: ECS keeps those of the last 90 days',
	);
}

/** Continues a deployment that waits at a PAUSE hook, or rolls it back from there. Safe to run again. */
export async function decidePausedHook(
	ecs: Ecs,
	arn: string,
	hookId: string,
	action: DeploymentLifecycleHookAction,
): Promise<void> {
	await decideOnce(ecs, arn, 'ContinueServiceDeployment', async () => {
		await ecs.call('ContinueServiceDeployment', async (client) =>
			await client.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn: arn, hookId, action })),
		);
	}, (record) => pausedHookOf(record)?.hookId !== hookId);
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
	// The API's enumeration also has ABORT, which its own text says is not valid.
	await decideOnce(ecs, arn, 'StopServiceDeployment', async () => {
		await ecs.call('StopServiceDeployment', async (client) =>
			await client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' })),
		);
	}, ({ status }) => status?.startsWith('ROLLBACK_') === true);
}

/** Sends; after a lost answer looks whether it took effect, and only else sends once more. */
async function decideOnce(
	ecs: Ecs,
	arn: string,
	action: string,
	send: () => Promise<void>,
	isDone: (record: ServiceDeployment) => boolean,
): Promise<void> {
	for (let tries = 1; ; tries++) {
		const sent = await attempt(send());
		if (sent.ok) return;
		const { error } = sent;
		if (!(error instanceof AwsRequestError)) throw error;
		const isConflict = error.code === 'ConflictException' || error.code === 'InvalidParameterException';
		if (!error.mayHaveHappened && !(tries === 2 && isConflict)) throw error;
		await clock.sleep(2_000);
		if (isDone(await readServiceDeployment(ecs, arn))) return;
		if (tries === 2) {
			throw new OperationFailure(
				`AWS ECS did not confirm ${action}, twice, and it has had no effect`,
				'Look at the service deployment in ECS, then run this again',
			);
		}
	}
}
