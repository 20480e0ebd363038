import type { RoutingConfig, VersionName, WorkerDeploymentInfo } from '../api/types';

/** Who takes a deployment's new workflows. */
export interface Routing {
	/** Null while workers without a version take them. */
	readonly current: string | null;
	/** ISO 8601; empty where not told. */
	readonly currentChangedAt: string;
	readonly ramp: Ramp | null;
	readonly revision: string;
	/** Whether every task queue knows of it. */
	readonly isSpread: boolean;
}

export interface Ramp {
	/** Null while workers without a version ramp. */
	readonly buildId: string | null;
	readonly percentage: number;
	readonly since: string;
	readonly percentageSince: string;
}

export const unversioned = '__unversioned__';

export function routingOf({ routingConfig = {}, routingConfigUpdateState }: WorkerDeploymentInfo): Routing {
	const { currentDeploymentVersion, currentVersion } = routingConfig;
	return {
		current: buildIdIn(currentDeploymentVersion, currentVersion),
		currentChangedAt: isoTime(routingConfig.currentVersionChangedTime),
		ramp: rampIn(routingConfig),
		revision: routingConfig.revisionNumber ?? '0',
		// A server that does not tell it has none of this; a word that is not known is not "done".
		isSpread:
			routingConfigUpdateState === undefined ||
			['ROUTING_CONFIG_UPDATE_STATE_UNSPECIFIED', 'ROUTING_CONFIG_UPDATE_STATE_COMPLETED'].includes(
				routingConfigUpdateState,
			),
	};
}

function rampIn(config: RoutingConfig): Ramp | null {
	const { rampingDeploymentVersion, rampingVersion, rampingVersionPercentage: percentage = 0 } = config;
	// The times of a ramp stay after its end.
	if (rampingDeploymentVersion === undefined && (rampingVersion ?? '') === '') return null;
	const buildId = buildIdIn(rampingDeploymentVersion, rampingVersion);
	if (buildId === null && percentage === 0) return null;
	return {
		buildId,
		percentage,
		since: isoTime(config.rampingVersionChangedTime),
		percentageSince: isoTime(config.rampingVersionPercentageChangedTime),
	};
}

/** By the new name; by the old one, `deployment.build`, where a server has only that. Deployment names hold no dot. */
function buildIdIn(version: VersionName | undefined, old: string | undefined): string | null {
	if (version?.buildId !== undefined && version.buildId !== '') return version.buildId;
	if (old === undefined || old === '' || old === unversioned) return null;
	return old.slice(old.indexOf('.') + 1) || null;
}

/** In milliseconds; empty for what the server writes where there is no time. */
export function isoTime(text: string | undefined): string {
	const atMs = Date.parse(text ?? '');
	return Number.isNaN(atMs) || atMs <= 0 ? '' : new Date(atMs).toISOString();
}
