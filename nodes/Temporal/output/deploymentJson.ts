import type { IDataObject } from 'n8n-workflow';

import type { Deployment } from '../../deployment/state/deployment';
import type { VersionResult } from '../state/versionResult';

/** A version of a worker deployment in the shape that all platforms share. */
export function deploymentOf({
	target,
	buildId,
	commit,
	state,
	reason,
	verified,
	routing,
	previous,
}: VersionResult): Deployment {
	return {
		platform: 'temporal',
		target: `${target.namespace}/${target.deployment}`,
		id: buildId,
		version: routing?.revision ?? null,
		commit: commit === '' ? null : commit,
		artifact: { kind: 'workerVersion', ref: buildId, digest: null },
		state,
		reason,
		live: verified && state === 'live',
		createdAt: routing?.current === buildId ? routing.currentChangedAt || null : null,
		createdBy: null,
		url: null,
		previous,
	};
}

/** The same as an item's JSON, with what only Temporal has. */
export function deploymentJson(result: VersionResult): IDataObject {
	const { verified, warnings, workers, routing, target } = result;
	return {
		...deploymentOf(result),
		verified,
		notes: [...warnings],
		namespace: target.namespace,
		workerDeployment: target.deployment,
		currentBuildId: routing?.current ?? null,
		rampingBuildId: routing?.ramp?.buildId ?? null,
		rampingPercentage: routing?.ramp?.percentage ?? null,
		workers: [...workers],
	};
}
