import type { StoredDeployment, StoredNamespace, StoredVersion, StoredWorker } from '../model';

/** A worker's first poll makes its version visible: measured at about a second or less. */
const firstPollMs = 800;

/** One poll waits so long for a task; only its start moves the time of the last access. */
const pollMs = 60_000;

/** `matching.PollerHistoryTTL`: a worker that is gone stays listed so long. */
const historyMs = 300_000;

export function lastPollMs({ startedAtMs, stoppedAtMs }: StoredWorker, nowMs: number): number {
	const untilMs = Math.min(nowMs, stoppedAtMs ?? nowMs);
	return startedAtMs + Math.floor(Math.max(0, untilMs - startedAtMs) / pollMs) * pollMs;
}

export function isRunning({ startedAtMs, stoppedAtMs }: StoredWorker, nowMs: number): boolean {
	return nowMs >= startedAtMs + firstPollMs && (stoppedAtMs === null || nowMs < stoppedAtMs);
}

/** Workers that the server lists for a task queue, those that went away a moment ago among them. */
export function pollersOf({ workers }: StoredNamespace, taskQueue: string, nowMs: number): StoredWorker[] {
	return workers.filter(
		(worker) =>
			worker.taskQueue === taskQueue &&
			nowMs >= worker.startedAtMs + firstPollMs &&
			(worker.stoppedAtMs === null || worker.stoppedAtMs > worker.startedAtMs + firstPollMs) &&
			lastPollMs(worker, nowMs) > nowMs - historyMs,
	);
}

/** Whether a version has a worker that is alive and polls that queue; any queue of it when none is named. */
export function hasLiveWorker(
	{ workers }: StoredNamespace,
	version: { readonly deployment: string; readonly buildId: string } | null,
	taskQueue: string,
	nowMs: number,
): boolean {
	return workers.some(
		(worker) =>
			worker.taskQueue === taskQueue &&
			worker.version?.deployment === version?.deployment &&
			worker.version?.buildId === version?.buildId &&
			isRunning(worker, nowMs),
	);
}

/** Deployments and versions come to be when a worker first polls. */
export function registerPolled(
	namespace: StoredNamespace,
	nowMs: number,
	newDeployment: (name: string, atMs: number) => StoredDeployment,
): void {
	for (const { version, taskQueue, startedAtMs, stoppedAtMs } of namespace.workers) {
		const atMs = startedAtMs + firstPollMs;
		if (nowMs < atMs || (stoppedAtMs !== null && stoppedAtMs < atMs)) continue;
		if (version === null) {
			namespace.plainQueues.add(taskQueue);
			continue;
		}
		const known = namespace.deployments.get(version.deployment);
		const deployment = known ?? newDeployment(version.deployment, atMs);
		namespace.deployments.set(version.deployment, deployment);
		const found = deployment.versions.find(({ buildId }) => buildId === version.buildId);
		const stored = found ?? newVersion(version.buildId, atMs);
		if (!found) deployment.versions.unshift(stored);
		stored.taskQueues.add(taskQueue);
	}
}

export function newVersion(buildId: string, createdAtMs: number): StoredVersion {
	return {
		buildId,
		createdAtMs,
		taskQueues: new Set(),
		firstActiveAtMs: null,
		lastCurrentAtMs: null,
		lastInactiveAtMs: null,
		currentSinceMs: null,
		rampingSinceMs: null,
		routedAtMs: null,
		drainage: null,
		metadata: new Map(),
	};
}
