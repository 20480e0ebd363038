import { queueKinds, type StoredDeployment, type StoredVersion } from '../model';
import { timeField, timeText } from './time';

type Fields = Readonly<Record<string, unknown>>;

/** Both names of a version: as an object, and in the old form. */
export function versionNames(deployment: string, buildId: string | null, prefix = ''): Fields {
	const named = (name: string): string =>
		prefix === '' ? name : prefix + name.charAt(0).toUpperCase() + name.slice(1);
	if (buildId === null || buildId === '') return { [named('version')]: '__unversioned__' };
	return {
		[named('deploymentVersion')]: { buildId, deploymentName: deployment },
		[named('version')]: `${deployment}.${buildId}`,
	};
}

export function statusOf({ current, ramp }: StoredDeployment, version: StoredVersion): string {
	if (current === version.buildId) return 'WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT';
	if (ramp?.buildId === version.buildId) return 'WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING';
	if (version.drainage !== null && version.lastInactiveAtMs !== null) {
		return `WORKER_DEPLOYMENT_VERSION_STATUS_${version.drainage.status}`;
	}
	return `WORKER_DEPLOYMENT_VERSION_STATUS_${version.taskQueues.size > 0 ? 'INACTIVE' : 'CREATED'}`;
}

/** An active version keeps the times of its drainage, without a status. */
function drainageFields(deployment: StoredDeployment, version: StoredVersion): Fields {
	const { drainage } = version;
	if (drainage === null) return {};
	const isActive = deployment.current === version.buildId || deployment.ramp?.buildId === version.buildId;
	return {
		...(!isActive && { drainageStatus: `VERSION_DRAINAGE_STATUS_${drainage.status}` }),
		drainageInfo: {
			...(!isActive && { status: `VERSION_DRAINAGE_STATUS_${drainage.status}` }),
			lastChangedTime: timeText(drainage.changedAtMs),
			lastCheckedTime: timeText(drainage.checkedAtMs),
		},
	};
}

/** A version by itself tells it while it takes no new workflows, and without the field of the old form. */
function drainageInfo(deployment: StoredDeployment, version: StoredVersion): Fields {
	const { drainageStatus, drainageInfo: info } = drainageFields(deployment, version);
	return drainageStatus === undefined ? {} : { drainageInfo: info };
}

/** A version in a deployment's list. */
export function versionSummary(deployment: StoredDeployment, version: StoredVersion): Fields {
	return {
		...versionNames(deployment.name, version.buildId),
		status: statusOf(deployment, version),
		...timeField('createTime', version.createdAtMs),
		...drainageFields(deployment, version),
		...timeField('currentSinceTime', version.currentSinceMs),
		...timeField('rampingSinceTime', version.rampingSinceMs),
		...timeField('routingUpdateTime', version.routedAtMs),
		...timeField('firstActivationTime', version.firstActiveAtMs),
		...timeField('lastCurrentTime', version.lastCurrentAtMs),
		...timeField('lastDeactivationTime', version.lastInactiveAtMs),
	};
}

/** A version by itself: fewer times than in the list, and its task queues. */
export function versionBody(deployment: StoredDeployment, version: StoredVersion): Fields {
	const queues = [...version.taskQueues].flatMap((name) =>
		queueKinds.map((kind) => ({ name, type: `TASK_QUEUE_TYPE_${kind}` })),
	);
	const metadata = Object.fromEntries(version.metadata);
	return {
		workerDeploymentVersionInfo: {
			...versionNames(deployment.name, version.buildId),
			status: statusOf(deployment, version),
			...timeField('createTime', version.createdAtMs),
			...timeField('routingChangedTime', version.routedAtMs),
			...timeField('currentSinceTime', version.currentSinceMs),
			...timeField('rampingSinceTime', version.rampingSinceMs),
			...(deployment.ramp?.buildId === version.buildId &&
				deployment.ramp.percentage > 0 && { rampPercentage: deployment.ramp.percentage }),
			...(queues.length > 0 && { taskQueueInfos: queues }),
			...drainageInfo(deployment, version),
			...(version.metadata.size > 0 && { metadata: { entries: metadata } }),
		},
		...(queues.length > 0 && { versionTaskQueues: queues }),
	};
}
