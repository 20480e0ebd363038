import type { Service } from '@aws-sdk/client-ecs';

/** A service while it is scaled. */
export interface ServiceSize {
	readonly service: Service;
	/** Tasks that were told to stop and have not yet. */
	readonly stopping: number;
}

/** Auto scaling may set another count meanwhile. More than was asked for, on the way up, holds what was asked for. */
export function assessScale(
	{ service, stopping }: ServiceSize,
	wanted: number,
	before: number,
): { readonly phase: 'pending' | 'succeeded' | 'failed'; readonly seen: string } {
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
