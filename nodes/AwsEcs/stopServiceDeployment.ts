import {
	ContinueServiceDeploymentCommand,
	type DeploymentLifecycleHookAction,
	type Service,
	type ServiceDeployment,
	StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';

import { phaseOf } from '../deployment/deploymentState';
import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/clock';
import { OperationFailure } from '../shared/errors';
import { timedOut, type PollVerdict } from '../shared/pollUntil';
import { settled } from '../shared/settled';
import { type DeploymentFinding, findingOnFleet } from './finding';
import { type DeploymentOutcome, primaryDeploymentOf } from './followDeployment';
import { followUntil } from './followUntil';
import { tasksOfService } from './runningTasks';
import { pausedHookOf, readServiceDeployments, readServiceRevisions } from './serviceDeployments';
import { readService, type ServiceReference } from './services';
import { statusOf } from './status';
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
	for (let attempt = 1; ; attempt++) {
		const sent = await settled(send());
		if (sent.ok) return;
		const { error } = sent;
		if (!(error instanceof AwsRequestError)) throw error;
		const isConflict = error.code === 'ConflictException' || error.code === 'InvalidParameterException';
		if (!error.mayHaveHappened && !(attempt === 2 && isConflict)) throw error;
		await clock.sleep(2_000);
		if (isDone(await readServiceDeployment(ecs, arn))) return;
		if (attempt === 2) {
			throw new OperationFailure(
				`AWS ECS did not confirm ${action}, twice, and it has had no effect`,
				'Look at the service deployment in ECS, then run this again',
			);
		}
	}
}

interface Reading {
	readonly service: Service;
	readonly record: ServiceDeployment;
	readonly finding: DeploymentFinding;
	readonly taskDefinitionArn: string | undefined;
}

/** Waits until a deployment has been rolled back and the tasks of the revision before are seen to run. */
export async function followRollback(
	ecs: Ecs,
	reference: ServiceReference,
	before: { readonly service: Service; readonly record: ServiceDeployment },
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal },
): Promise<DeploymentOutcome> {
	const arn = before.record.serviceDeploymentArn ?? '';
	const what = `The roll back of service deployment ${arn.slice(arn.lastIndexOf('/') + 1)}`;
	const result = await followUntil<Reading>({
		what,
		timeoutMs: wait.timeoutMs,
		first: {
			...before,
			finding: { phase: 'pending', state: 'rolling', reason: '', advice: '' },
			taskDefinitionArn: undefined,
		},
		read: async () => await readOnce(ecs, reference, arn),
		judge: ({ finding, record }): PollVerdict => ({
			phase: finding.phase,
			seen: `${record.status ?? ''}${finding.reason === '' ? '' : `: ${finding.reason}`}`,
		}),
		cancelSignal: wait.cancelSignal,
		goesOn: 'The roll back goes on by itself: use Wait to see how it ended',
	});
	const { service, record, finding, taskDefinitionArn } = result.value;
	const timeout = result.outcome === 'timeout' ? timedOut(what, result.waitedMs, result.seen) : undefined;
	return {
		service,
		deployment: primaryDeploymentOf(service) ?? { taskDefinition: taskDefinitionArn },
		record,
		verified: result.outcome === 'good',
		state: finding.state,
		reason: timeout?.message ?? finding.reason,
		advice: timeout?.advice ?? finding.advice,
		digests: finding.digests ?? new Map<string, string>(),
		paused: false,
	};
}

async function readOnce(ecs: Ecs, reference: ServiceReference, arn: string): Promise<Reading> {
	const [service, record] = await Promise.all([
		readService(ecs, reference),
		readServiceDeployment(ecs, arn),
	]);
	const status = statusOf('', service, record);
	const revisionArn = record.rollback?.serviceRevisionArn ?? record.sourceServiceRevisions?.[0]?.arn;
	if (status.state !== 'rolledBack') return { service, record, finding: notRolledBack(status), taskDefinitionArn: undefined };
	const [tasks, revisions] = await Promise.all([
		tasksOfService(ecs, reference, 'RUNNING'),
		readServiceRevisions(ecs, revisionArn ? [revisionArn] : []),
	]);
	const revision = revisions.get(revisionArn ?? '');
	const primary = primaryDeploymentOf(service);
	const taskDefinitionArn = revision?.taskDefinition ?? primary?.taskDefinition ?? '';
	return {
		service,
		record,
		taskDefinitionArn,
		finding: findingOnFleet(primary?.id ?? arn, service, { tasks, revision }, {
			taskDefinitionArn,
			digests: new Map(),
			newTasksOnly: false,
		}),
	};
}

function notRolledBack(status: ReturnType<typeof statusOf>): DeploymentFinding {
	const phase = phaseOf(status.state);
	if (phase === 'pending') return { phase, ...status, advice: '' };
	return {
		phase: 'bad',
		state: status.state,
		reason: status.reason || 'It had ended before it could be rolled back',
		advice: 'Look at what runs now. If it is the bad release, use Roll Back of Service, which goes back to an earlier one',
	};
}
