import type { IDataObject } from 'n8n-workflow';

import type { VersionSummary, WorkerDeploymentInfo, WorkerDeploymentSummary } from '../api/types';
import { isoTime, routingOf } from '../state/routing';
import { commitOf, statusOf, statusWord } from '../state/versionState';

/** A worker deployment with its versions, the newest first. */
export function workerDeploymentJson(info: WorkerDeploymentInfo, namespace: string): IDataObject {
	const routing = routingOf(info);
	return {
		...routingJson(info, namespace),
		isSpread: routing.isSpread,
		lastModifier: info.lastModifierIdentity ?? '',
		manager: info.managerIdentity ?? '',
		versions: (info.versionSummaries ?? []).map(versionJson),
	};
}

/** A worker deployment in a list. */
export function workerDeploymentSummaryJson(summary: WorkerDeploymentSummary, namespace: string): IDataObject {
	return {
		...routingJson(summary, namespace),
		latestBuildId: summary.latestVersionSummary?.deploymentVersion?.buildId ?? null,
	};
}

function routingJson(
	{ name = '', createTime, routingConfig = {} }: WorkerDeploymentSummary,
	namespace: string,
): IDataObject {
	const { current, ramp, currentChangedAt, revision } = routingOf({ routingConfig });
	return {
		name,
		namespace,
		currentBuildId: current,
		currentCommit: commitOf(current) || null,
		currentSince: currentChangedAt || null,
		rampingBuildId: ramp?.buildId ?? null,
		rampingPercentage: ramp?.percentage ?? null,
		revision,
		createdAt: isoTime(createTime) || null,
	};
}

/** A version as a deployment that can be gone back to, in the shape that the ledger's lists have. */
export function versionJson(version: VersionSummary): IDataObject {
	const buildId = version.deploymentVersion?.buildId ?? '';
	const { state, reason } = statusOf(version);
	return {
		id: buildId,
		buildId,
		commit: commitOf(buildId) || null,
		status: statusWord(version),
		state,
		reason,
		live: state === 'live',
		createdAt: isoTime(version.createTime) || null,
		lastCurrentAt: isoTime(version.lastCurrentTime) || null,
	};
}
