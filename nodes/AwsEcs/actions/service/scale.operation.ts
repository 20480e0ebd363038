import { type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs';

import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { numberParameter, switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import type { PollAssessment } from '../../../shared/waiting/pollUntil';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { whyStopped } from '../../deploymentTasks';
import { primaryDeploymentOf } from '../../followDeployment';
import { followUntil } from '../../followUntil';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { planJson } from '../../plan';
import { tasksOfService } from '../../runningTasks';
import { serviceJson } from '../../serviceJson';
import { readService, requireActive, type ServiceReference } from '../../services';
import { type Ecs, ecsOf } from '../../transport';

export const scale: Operation = {
	value: 'scale',
	name: 'Scale',
	action: 'Scale a service',
	description: 'Change how many tasks of a service shall run, down to none',
	properties: [
		clusterProperty,
		serviceProperty,
		{
			displayName: 'Desired Count',
			name: 'desiredCount',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description: 'How many tasks shall run; 0 stops them all',
		},
		...waitProperties(900),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const desiredCount = numberParameter(context, 'desiredCount', 'Desired Count', { minimum: 0 });
		const isWaiting = switchParameter(context, 'waitForCompletion');
		const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
		const reference = serviceParameter(context);
		const ecs = await ecsOf(context);
		const before = await readService(ecs, reference);
		requireActive(before);
		const previousCount = before.desiredCount ?? null;
		if (switchParameter(context, 'dryRun')) {
			return planJson(ecs, before, { action: 'scale', from: previousCount, to: desiredCount });
		}
		const service =
			previousCount === desiredCount ? before : await updateDesiredCount(ecs, reference, desiredCount);
		const raw = !switchParameter(context, 'simplify');
		if (!isWaiting) return { ...serviceJson(ecs, service, raw), previousCount, verified: false };
		const what = `Scaling of service ${before.serviceName ?? ''} to ${desiredCount}`;
		const result = await followUntil<FleetSize>({
			what,
			timeoutMs,
			first: { service, stopping: 0 },
			cancelSignal: cancelSignalOf(context),
			goesOn: 'ECS goes on scaling by itself: use Get to see how many tasks run',
			read: async () => await readFleet(ecs, reference, desiredCount),
			judge: (reading) => judgeScale(reading, desiredCount, previousCount ?? 0),
		});
		if (result.outcome === 'succeeded') {
			return { ...serviceJson(ecs, result.value.service, raw), previousCount, verified: true };
		}
		const startedBy = primaryDeploymentOf(result.value.service)?.id;
		const stopped = startedBy === undefined ? '' : await whyStopped(ecs, reference, startedBy, () => true);
		const failure =
			result.outcome === 'unseen'
				? result.failure
				: new OperationFailure(
						`${what} did not end well: ${judgeScale(result.value, desiredCount, previousCount ?? 0).seen}`,
						'Find out who or what sets the desired count, such as auto scaling or a deletion, then run this again',
					);
		throw new OperationFailure([failure.message, stopped].filter(Boolean).join('. '), failure.advice, {}, { cause: failure });
	},
};

async function updateDesiredCount(
	ecs: Ecs,
	{ cluster, service }: ServiceReference,
	desiredCount: number,
): Promise<Service> {
	const answer = await ecs.call(
		'UpdateService',
		async (client) => await client.send(new UpdateServiceCommand({ cluster, service, desiredCount })),
		// A number alone starts no deployment: twice is the same as once.
		{ safeToRepeat: true },
	);
	return answer.service ?? (await readService(ecs, { cluster, service }));
}

/** ECS lists the stopped tasks of an hour: of a service that kept crashing these are many. */
const mostStoppedTasks = 500;

interface FleetSize {
	readonly service: Service;
	/** Tasks that were told to stop and have not yet. */
	readonly stopping: number;
}

async function readFleet(ecs: Ecs, reference: ServiceReference, wanted: number): Promise<FleetSize> {
	const service = await readService(ecs, reference);
	// The service's own counts leave out tasks that are still draining.
	if (wanted > 0 || service.runningCount !== 0) return { service, stopping: 0 };
	const stopped = await tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks);
	return { service, stopping: stopped.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length };
}

/** Auto scaling may set another count meanwhile. More than was asked for, on the way up, holds what was asked for. */
function judgeScale({ service, stopping }: FleetSize, wanted: number, before: number): PollAssessment {
	if (service.status !== 'ACTIVE') return { phase: 'failed', seen: `the service is ${service.status ?? ''}` };
	const desired = service.desiredCount ?? 0;
	const isRaised = wanted > before && desired > wanted;
	if (desired !== wanted && !isRaised) {
		return { phase: 'failed', seen: `the desired count is ${desired} by now, not ${wanted}` };
	}
	const running = service.runningCount ?? 0;
	const pending = service.pendingCount ?? 0;
	const counts = `${running} of ${wanted} tasks run, ${pending} are starting`;
	const seen = stopping > 0 ? `${counts}, ${stopping} are stopping` : counts;
	const isDone = isRaised ? running >= wanted : running === wanted && pending === 0 && stopping === 0;
	return { phase: isDone ? 'succeeded' : 'pending', seen };
}
