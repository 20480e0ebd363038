import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/jsonFields';
import { parseJson } from '../../../shared/parseJson';
import type { GitHubDeployment } from '../../types';

/** Name of the key in a deployment's payload by which a repeated Create finds what it made. */
export const keyName = 'slipwayKey';

/** A deployment in few words. */
export function simplifyDeployment(deployment: GitHubDeployment): IDataObject {
	const payload = payloadOf(deployment);
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

export function keyOf(deployment: GitHubDeployment): string | null {
	return textAt(payloadOf(deployment), keyName);
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
