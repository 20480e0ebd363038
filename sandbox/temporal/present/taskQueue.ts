import { lastPollMs, pollersOf } from '../lifecycle/workers';
import type { StoredNamespace } from '../model';
import { routingConfig } from './deployment';
import { timeText } from './time';

type Fields = Readonly<Record<string, unknown>>;

/** A queue that nobody ever polled is no error: it has no pollers. */
export function taskQueueBody(namespace: StoredNamespace, name: string, nowMs: number): Fields {
	const pollers = pollersOf(namespace, name, nowMs).map((worker) => ({
		lastAccessTime: timeText(lastPollMs(worker, nowMs)),
		identity: worker.identity,
		ratePerSecond: 100_000,
		workerVersionCapabilities: { buildId: worker.version?.buildId ?? '@temporalio/worker@1.24.0+sandbox' },
		...(worker.version && {
			deploymentOptions: {
				deploymentName: worker.version.deployment,
				buildId: worker.version.buildId,
				workerVersioningMode: 'WORKER_VERSIONING_MODE_VERSIONED',
			},
		}),
	}));
	return {
		...(pollers.length > 0 && { pollers }),
		versioningInfo: versioningInfo(namespace, name),
		effectiveRateLimit: { requestsPerSecond: 4_000, rateLimitSource: 'RATE_LIMIT_SOURCE_SYSTEM' },
	};
}

function versioningInfo(namespace: StoredNamespace, name: string): Fields {
	const owner = [...namespace.deployments.values()].find(({ versions }) =>
		versions.some(({ taskQueues }) => taskQueues.has(name)),
	);
	if (owner === undefined || owner.revision === 0) {
		return { currentVersion: '__unversioned__', updateTime: '0001-01-01T00:00:00Z' };
	}
	const wanted = [
		'currentDeploymentVersion',
		'currentVersion',
		'rampingDeploymentVersion',
		'rampingVersion',
		'rampingVersionPercentage',
	];
	const routing = Object.entries(routingConfig(owner)).filter(([field]) => wanted.includes(field));
	const changedAtMs = Math.max(owner.currentChangedAtMs ?? 0, owner.percentageChangedAtMs ?? 0);
	return { ...Object.fromEntries(routing), updateTime: timeText(changedAtMs) };
}
