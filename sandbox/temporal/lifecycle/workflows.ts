import type { StoredNamespace, StoredRun, WorkflowStatus } from '../model';
import { routeOf } from './routing';
import { hasLiveWorker } from './workers';

/** From a task's arrival to its end, where a worker waits for it. */
const taskMs = 300;

const checkMs = 4_000;

/** What a type of workflow does here, by its name: `waits...` until it is signalled, `waitsTwice` until it is twice, `fails...` fails. */
function signalsWanted(type: string): number {
	if (/^waitsTwice/i.test(type)) return 2;
	return /^waits/i.test(type) ? 1 : 0;
}

/** Whether what runs on a version is bad, as the commit of its build says. */
export type IsBad = (version: { readonly deployment: string; readonly buildId: string }) => boolean;

/** Carries on every open workflow as far as workers were there for it. */
export function runWorkflows(namespace: StoredNamespace, nowMs: number, isBad: IsBad): void {
	for (const run of namespace.runs) {
		if (run.status !== 'RUNNING') continue;
		startOn(namespace, run, nowMs);
		finish(run, nowMs, isBad);
	}
}

function startOn(namespace: StoredNamespace, run: StoredRun, nowMs: number): void {
	if (run.firstTaskAtMs !== null) return;
	const version = versionFor(namespace, run);
	if (!hasLiveWorker(namespace, version, run.taskQueue, nowMs)) return;
	if (nowMs < run.startedAtMs + taskMs) return;
	run.firstTaskAtMs = Math.min(nowMs, run.startedAtMs + taskMs);
	const revision = version && namespace.deployments.get(version.deployment)?.revision;
	run.ranOn = version && { ...version, revision: revision ?? 0 };
}

function versionFor(
	namespace: StoredNamespace,
	run: StoredRun,
): { readonly deployment: string; readonly buildId: string } | null {
	if (run.pinnedTo !== null) return run.pinnedTo;
	const owner = [...namespace.deployments.values()].find(({ versions }) =>
		versions.some(({ taskQueues }) => taskQueues.has(run.taskQueue)),
	);
	const buildId = owner === undefined ? null : routeOf(owner, run.workflowId);
	return owner === undefined || buildId === null ? null : { deployment: owner.name, buildId };
}

function finish(run: StoredRun, nowMs: number, isBad: IsBad): void {
	if (run.timeoutMs !== null && nowMs >= run.startedAtMs + run.timeoutMs) {
		close(run, 'TIMED_OUT', run.startedAtMs + run.timeoutMs, '');
		return;
	}
	if (run.firstTaskAtMs === null) return;
	if (run.isCancelRequested) {
		close(run, 'CANCELED', nowMs, '');
		return;
	}
	if (run.signals.length < signalsWanted(run.type)) return;
	const endsAtMs = run.firstTaskAtMs + checkMs;
	if (nowMs < endsAtMs) return;
	if (/^fails/i.test(run.type) || (run.ranOn !== null && isBad(run.ranOn))) {
		close(run, 'FAILED', endsAtMs, 'The workers are not healthy');
	} else {
		close(run, 'COMPLETED', endsAtMs, `done by ${run.ranOn?.buildId ?? 'unversioned workers'}`);
	}
}

export function close(run: StoredRun, status: WorkflowStatus, atMs: number, outcome: string): void {
	run.status = status;
	run.closedAtMs = atMs;
	run.outcome = outcome;
}
