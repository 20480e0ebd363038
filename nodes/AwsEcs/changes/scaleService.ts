import type { Service } from '@aws-sdk/client-ecs';

import { OperationFailure } from '../../shared/operation/errors';
import { readService, sendServiceUpdate } from '../api/services';
import { tasksOfService } from '../api/tasks';
import type { Ecs, ServiceReference } from '../api/types';
import { primaryDeploymentOf } from '../state/primaryDeployment';
import { assessScale, type ServiceSize } from '../state/scaleAssessment';
import { whyStopped } from './explainTasks';
import { type Waited, waitUntil } from './waitUntil';

/** Sets how many tasks a service runs; sends nothing where it is that many already. */
export async function setDesiredCount(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	desiredCount: number,
): Promise<Service> {
	if (before.desiredCount === desiredCount) return before;
	// A number alone starts no deployment: twice is the same as once.
	const shown = await sendServiceUpdate(ecs, reference, { desiredCount }, { safeToRepeat: true });
	return shown ?? (await readService(ecs, reference));
}

/** Waits until that many tasks run. @throws OperationFailure when they do not. */
export async function waitForScale(
	ecs: Ecs,
	reference: ServiceReference,
	scaled: { readonly service: Service; readonly previousCount: number; readonly desiredCount: number },
	wait: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<Service> {
	const { service, previousCount, desiredCount } = scaled;
	const what = `Scaling of service ${service.serviceName ?? ''} to ${desiredCount}`;
	const waited = await waitUntil<ServiceSize>({
		what,
		...wait,
		first: { service, stopping: 0 },
		goesOn: 'ECS goes on scaling by itself: use Get to see how many tasks run',
		read: async () => await readSize(ecs, reference, desiredCount),
		assess: (size) => assessScale(size, desiredCount, previousCount),
	});
	if (waited.outcome === 'succeeded') return waited.value.service;
	const failure = failureOf(what, waited, assessScale(waited.value, desiredCount, previousCount).seen);
	const startedBy = primaryDeploymentOf(waited.value.service)?.id;
	const stopped = startedBy === undefined ? '' : await whyStopped(ecs, reference, startedBy, () => true);
	throw new OperationFailure(
		[failure.message, stopped].filter(Boolean).join('. '),
		failure.advice,
		{},
		{ cause: failure },
	);
}

function failureOf(what: string, waited: Waited<ServiceSize>, seen: string): OperationFailure {
	if (waited.outcome === 'unseen') return waited.failure;
	return new OperationFailure(
		`${what} failed: ${seen}`,
		'Find out who or what sets the desired count, such as auto scaling or a deletion, then run this again',
	);
}

/** ECS lists the stopped tasks of an hour: of a service that kept crashing these are many. */
const mostStoppedTasks = 500;

async function readSize(ecs: Ecs, reference: ServiceReference, wanted: number): Promise<ServiceSize> {
	const service = await readService(ecs, reference);
	// The service's own counts leave out tasks that are still draining.
	if (wanted > 0 || service.runningCount !== 0) return { service, stopping: 0 };
	const stopped = await tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks);
	return { service, stopping: stopped.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length };
}
