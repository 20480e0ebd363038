import type { StoredDeployment, StoredNamespace, StoredRamp, StoredVersion } from '../model';

/** So long the server takes to tell every task queue of a change: measured at 0.1 to 2 s. */
const spreadMs = 1_100;

/** `matching.wv.VersionDrainageStatusVisibilityGracePeriod` and `...RefreshInterval`. */
const drainageCheckMs = 180_000;

/** What a write to a deployment's routing left. */
export interface RoutingChange {
	readonly nowMs: number;
	readonly identity: string;
	readonly token: string;
}

function versionOf({ versions }: StoredDeployment, buildId: string | null | undefined): StoredVersion | undefined {
	return versions.find((version) => version.buildId === buildId);
}

/** Makes a version current; null for unversioned workers. The ramping version's ramp ends with it. */
export function setCurrent(deployment: StoredDeployment, buildId: string | null, change: RoutingChange): void {
	const { nowMs } = change;
	const before = versionOf(deployment, deployment.current);
	const after = versionOf(deployment, buildId);
	if (before && before !== after) leave(before, nowMs);
	if (after) {
		enter(after, nowMs);
		after.currentSinceMs = nowMs;
		after.rampingSinceMs = null;
		after.lastCurrentAtMs = nowMs;
		after.drainage = { status: 'DRAINING', changedAtMs: nowMs, checkedAtMs: nowMs };
	}
	if (deployment.ramp?.buildId === buildId) {
		deployment.ramp = null;
		deployment.rampChangedAtMs = nowMs;
		deployment.percentageChangedAtMs = nowMs;
	}
	deployment.current = buildId;
	deployment.currentChangedAtMs = nowMs;
	settleWrite(deployment, change, true);
}

/** Ramps a version, or ends the ramp: it is draining then, not inactive. */
export function setRamp(deployment: StoredDeployment, ramp: StoredRamp | null, change: RoutingChange): void {
	const { nowMs } = change;
	const before = versionOf(deployment, deployment.ramp?.buildId);
	const after = versionOf(deployment, ramp?.buildId);
	if (before && before !== after) leave(before, nowMs);
	if (after && before !== after) {
		enter(after, nowMs);
		after.rampingSinceMs = nowMs;
	}
	if (after) after.routedAtMs = nowMs;
	if (deployment.ramp?.buildId !== ramp?.buildId) deployment.rampChangedAtMs = nowMs;
	deployment.percentageChangedAtMs = nowMs;
	deployment.ramp = ramp;
	settleWrite(deployment, change, true);
}

function enter(version: StoredVersion, nowMs: number): void {
	version.firstActiveAtMs ??= nowMs;
	version.routedAtMs = nowMs;
}

function leave(version: StoredVersion, nowMs: number): void {
	version.lastInactiveAtMs = nowMs;
	version.routedAtMs = nowMs;
	version.currentSinceMs = null;
	version.rampingSinceMs = null;
	version.drainage = { status: 'DRAINING', changedAtMs: nowMs, checkedAtMs: nowMs };
}

/** Every write makes a new token; only one that changes the routing makes a new revision. */
export function settleWrite(deployment: StoredDeployment, change: RoutingChange, isRouting: boolean): void {
	deployment.conflictToken = change.token;
	deployment.lastModifier = change.identity;
	if (!isRouting) return;
	deployment.revision += 1;
	deployment.updatedByMs = change.nowMs + spreadMs;
}

/** A version has drained when no workflow that is pinned to it runs any more: looked at every three minutes. */
export function checkDrainage(namespace: StoredNamespace, nowMs: number): void {
	for (const deployment of namespace.deployments.values()) {
		for (const version of deployment.versions) {
			const { drainage, buildId } = version;
			const isActive = deployment.current === buildId || deployment.ramp?.buildId === buildId;
			if (drainage === null || isActive || nowMs < drainage.checkedAtMs + drainageCheckMs) continue;
			const checks = Math.floor((nowMs - drainage.checkedAtMs) / drainageCheckMs);
			const checkedAtMs = drainage.checkedAtMs + checks * drainageCheckMs;
			const isDrained = !namespace.runs.some(
				({ status, pinnedTo }) =>
					status === 'RUNNING' && pinnedTo?.deployment === deployment.name && pinnedTo.buildId === buildId,
			);
			const status = isDrained ? 'DRAINED' : 'DRAINING';
			const changedAtMs = status === drainage.status ? drainage.changedAtMs : checkedAtMs;
			version.drainage = { status, changedAtMs, checkedAtMs };
		}
	}
}

/** The version that takes a new workflow; null for unversioned workers. A ramp takes its share by the workflow's id. */
export function routeOf({ ramp, current }: StoredDeployment, workflowId: string): string | null {
	if (ramp !== null && shareOf(workflowId) < ramp.percentage) return ramp.buildId === '' ? null : ramp.buildId;
	return current;
}

/** From 0 to 99.99, evenly over all names. */
function shareOf(text: string): number {
	let hash = 2_166_136_261;
	for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
	return ((hash >>> 0) % 10_000) / 100;
}
