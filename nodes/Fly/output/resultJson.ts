import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { FlyRelease } from '../api/types';
import type { DeployResult } from '../state/deployResult';
import { releaseJson, releaseOf, type ReleaseFacts } from './releaseJson';

/** The output of a deploy or roll back. */
export function resultJson(app: string, result: DeployResult, previous: FlyRelease | null, raw: boolean): IDataObject {
	const { release, verified } = result;
	return { ...releaseJson(app, release, factsOf(result, previous), { verified, raw }), ...detailsOf(result) };
}

/** The same for an error's detail. Nothing was verified, so no artifact is named. */
export function failureJson(app: string, result: DeployResult, previous: FlyRelease | null): JsonObject {
	const deployment = releaseOf(app, result.release, factsOf(result, previous));
	return { release: { ...deployment, artifact: null, verified: false }, ...detailsOf(result) };
}

function factsOf(result: DeployResult, previous: FlyRelease | null): ReleaseFacts {
	return { ...result, live: result.verified, previous: previous?.id ?? null };
}

function detailsOf({ warnings, reverted, machines, leftOut }: DeployResult) {
	return {
		warnings: [...warnings],
		undo: reverted,
		machines: [...machines],
		leftOut: [...leftOut],
	};
}
