import type { Service } from '@aws-sdk/client-ecs';

import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { numberParameter, switchParameter, timeoutMsParameter } from '../../../shared/parameters';
import { pollUntil, timedOut, type PollVerdict } from '../../../shared/pollUntil';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { ecsPollPolicy, primaryDeploymentOf } from '../../followDeployment';
import { clusterProperty, serviceParameter, serviceProperty } from '../../locators';
import { planJson } from '../../plan';
import { stopReasons, tasksOfService } from '../../runningTasks';
import { serviceJson } from '../../serviceJson';
import { readService, requireDeployable } from '../../services';
import { ecsOf } from '../../transport';
import { updateServiceOnce } from '../../updateService';

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
		requireDeployable(before);
		const previousCount = before.desiredCount ?? null;
		if (switchParameter(context, 'dryRun')) {
			return planJson(ecs, before, { action: 'scale', from: previousCount, to: desiredCount });
		}
		const { service } =
			previousCount === desiredCount
				? { service: before }
				: await updateServiceOnce(ecs, reference, before, { desiredCount });
		const raw = !switchParameter(context, 'simplify');
		if (!isWaiting) return { ...serviceJson(ecs, service, raw), previousCount, verified: false };
		const what = `Scaling of service ${before.serviceName ?? ''} to ${desiredCount}`;
		const result = await pollUntil<Service>({
			what,
			timeoutMs,
			policy: ecsPollPolicy,
			cancelSignal: context.functions.getExecutionCancelSignal(),
			read: async () => await readService(ecs, reference),
			judge: (reading) => judgeScale(reading, desiredCount),
		});
		if (result.outcome === 'good') {
			return { ...serviceJson(ecs, result.value, raw), previousCount, verified: true };
		}
		const startedBy = primaryDeploymentOf(result.value)?.id;
		const stopped = stopReasons(
			(await tasksOfService(ecs, reference, 'STOPPED', 100)).filter((task) => task.startedBy === startedBy),
		);
		const failure = result.outcome === 'timeout' ? timedOut(what, result.waitedMs, result.seen) : undefined;
		throw new OperationFailure(
			[failure?.message ?? `${what} did not end well: ${judgeScale(result.value, desiredCount).seen}`, stopped]
				.filter(Boolean)
				.join('. '),
			failure?.advice ?? 'Find out who or what sets the desired count, such as auto scaling or a deletion, then run this again',
		);
	},
};

function judgeScale(service: Service, wanted: number): PollVerdict {
	if (service.status !== 'ACTIVE') return { phase: 'bad', seen: `the service is ${service.status ?? ''}` };
	if (service.desiredCount !== wanted) {
		return { phase: 'bad', seen: `the desired count is ${service.desiredCount ?? 0} by now, not ${wanted}` };
	}
	const seen = `${service.runningCount ?? 0} of ${wanted} tasks run, ${service.pendingCount ?? 0} are starting`;
	const isDone = service.runningCount === wanted && (service.pendingCount ?? 0) === 0;
	return { phase: isDone ? 'good' : 'pending', seen };
}
