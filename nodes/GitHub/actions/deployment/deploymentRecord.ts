import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/values/jsonFields';
import { parseJson } from '../../../deployment/values/json';
import type { GitHubDeployment } from '../../types';

/** Name of the key in a deployment's payload by which a repeated Create finds what it made. */
export const keyName = 'slipwayKey';

/** Name of the mark by which one run of Create finds what it made where GitHub's answer was lost. */
export const callName = 'slipwayCall';

/** A deployment in few words. */
export function simplifyDeployment(deployment: GitHubDeployment): IDataObject {
	const payload = payloadOf(deployment);
	delete payload[callName];
	return {
		id: deployment.id,
		sha: deployment.sha,
		ref: deployment.ref,
		environment: deployment.environment,
		task: deployment.task,
		description: deployment.description,
		payload,
		key: textAt(payload, keyName),
		creator: deployment.creator?.login ?? null,
		createdAt: deployment.created_at,
		updatedAt: deployment.updated_at,
		url: deployment.url,
	};
}

/** A mark in a deployment's payload: `keyName` or `callName`. */
export function markOf(deployment: GitHubDeployment, name: string): string | null {
	return textAt(payloadOf(deployment), name);
}

/** GitHub gives the payload back as it came: as an object, or as a text with one in it. */
function payloadOf({ payload }: GitHubDeployment): IDataObject {
	const value = typeof payload === 'string' ? parsed(payload) : payload;
	return isRecord(value) ? { ...value } as IDataObject : {};
}

function parsed(text: string): unknown {
	const result = parseJson(text);
	return result.ok ? result.value : undefined;
}
