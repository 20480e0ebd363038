import type { Poller, QueueSight, VersionName } from '../api/types';

/**
 * A poll lasts 60 s and only its start is told, so the last access of a healthy worker is up to a minute old; one
 * that is gone stays listed for five (measured on a server 1.32).
 */
const longestSilenceMs = 75_000;

/** Workers of one version, as one look found them. */
export interface WorkersSight {
	/** Whether any worker of it has ever polled. */
	readonly isKnown: boolean;
	/** Who polls now, each once. */
	readonly live: readonly string[];
	/** Task queues of the version that none of its workers polls now, or never did though asked for: `paintbox (workflow)`. */
	readonly unpolled: readonly string[];
}

export const noWorkers: WorkersSight = { isKnown: false, live: [], unpolled: [] };

/** `expected` are task queues that have to be polled whatever the version has polled so far. */
export function workersIn(
	queues: readonly QueueSight[],
	version: Required<VersionName>,
	expected: readonly string[],
): WorkersSight {
	const live = new Set<string>();
	const unpolled = new Set<string>();
	for (const { queue, pollers, serverMs } of queues) {
		const own = pollers.filter((poller) => isOf(poller, version) && isAlive(poller, serverMs));
		if (own.length === 0) unpolled.add(`${queue.name ?? ''} (${kindOf(queue.type)})`);
		for (const { identity = '' } of own) live.add(identity);
	}
	const polled = new Set(queues.map(({ queue }) => queue.name));
	for (const name of expected) if (!polled.has(name)) unpolled.add(name);
	return { isKnown: true, live: [...live], unpolled: [...unpolled] };
}

function isOf({ deploymentOptions }: Poller, { deploymentName, buildId }: Required<VersionName>): boolean {
	return deploymentOptions?.deploymentName === deploymentName && deploymentOptions.buildId === buildId;
}

function isAlive({ lastAccessTime }: Poller, serverMs: number): boolean {
	const lastMs = Date.parse(lastAccessTime ?? '');
	return !Number.isNaN(lastMs) && serverMs - lastMs < longestSilenceMs;
}

function kindOf(type = ''): string {
	return type.replace(/^TASK_QUEUE_TYPE_/, '').toLowerCase();
}

/** Why the workers of a version cannot take its work; empty when they can. */
export function workersProblem({ isKnown, live, unpolled }: WorkersSight): string {
	if (!isKnown) return 'no worker of it has polled yet';
	if (live.length === 0) return 'none of its workers polls any more';
	return unpolled.length === 0 ? '' : `no live worker of it polls ${unpolled.join(', ')}`;
}
