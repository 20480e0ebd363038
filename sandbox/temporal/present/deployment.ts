import type { StoredDeployment } from '../model';
import { timeField, timeText } from './time';
import { versionNames, versionSummary } from './version';

type Fields = Readonly<Record<string, unknown>>;

/** What goes where. A value of zero is left out; the times of a ramp stay after its end. */
export function routingConfig(deployment: StoredDeployment): Fields {
	const { name, current, ramp, revision } = deployment;
	return {
		...versionNames(name, current, 'current'),
		...(ramp !== null && versionNames(name, ramp.buildId, 'ramping')),
		...(ramp !== null && ramp.percentage > 0 && { rampingVersionPercentage: ramp.percentage }),
		...timeField('currentVersionChangedTime', deployment.currentChangedAtMs),
		...timeField('rampingVersionChangedTime', deployment.rampChangedAtMs),
		...timeField('rampingVersionPercentageChangedTime', deployment.percentageChangedAtMs),
		...(revision > 0 && { revisionNumber: String(revision) }),
	};
}

export function deploymentBody(deployment: StoredDeployment, nowMs: number): Fields {
	const { name, versions, createdAtMs, lastModifier, manager, updatedByMs } = deployment;
	return {
		conflictToken: deployment.conflictToken,
		workerDeploymentInfo: {
			name,
			...(versions.length > 0 && { versionSummaries: versions.map((version) => versionSummary(deployment, version)) }),
			createTime: timeText(createdAtMs),
			routingConfig: routingConfig(deployment),
			...(lastModifier !== '' && { lastModifierIdentity: lastModifier }),
			...(manager !== '' && { managerIdentity: manager }),
			routingConfigUpdateState: `ROUTING_CONFIG_UPDATE_STATE_${nowMs < updatedByMs ? 'IN_PROGRESS' : 'COMPLETED'}`,
		},
	};
}

/** A deployment in the list: three of its versions at most, and no token. */
export function deploymentSummary(deployment: StoredDeployment): Fields {
	const summaryOf = (buildId: string | null | undefined): Fields | undefined => {
		const version = deployment.versions.find((candidate) => candidate.buildId === buildId);
		return version && versionSummary(deployment, version);
	};
	const [latest, current, ramping] = [
		deployment.versions[0]?.buildId,
		deployment.current,
		deployment.ramp?.buildId,
	].map(summaryOf);
	return {
		name: deployment.name,
		createTime: timeText(deployment.createdAtMs),
		routingConfig: routingConfig(deployment),
		...(latest && { latestVersionSummary: latest }),
		...(current && { currentVersionSummary: current }),
		...(ramping && { rampingVersionSummary: ramping }),
	};
}
