import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord, textAt } from '../../deployment/values/jsonFields';
import type { GitHubDeployment } from '../api/types';

/** Name of the key in a deployment's payload by which a repeated Create finds its deployment. */
export const keyName = 'slipwayKey';

/** Name of the mark by which one call of Create finds its deployment where GitHub's answer was lost. */
export const callName = 'slipwayCall';

/** What the payload holds so that the deployment can be found again: the person's key, or one of this very call. */
export interface Mark {
	readonly name: string;
	readonly value: string;
}

/** A mark in a deployment's payload: `keyName` or `callName`. */
export function markOf(deployment: GitHubDeployment, name: string): string | null {
	return textAt(payloadOf(deployment), name);
}

/** GitHub returns the payload as it was sent: an object, or a string that holds one. */
export function payloadOf({ payload }: GitHubDeployment): IDataObject {
	const value = typeof payload === 'string' ? parsed(payload) : payload;
	return isRecord(value) ? ({ ...value } as IDataObject) : {};
}

function parsed(text: string): unknown {
	const result = parseJson(text);
	return result.ok ? result.value : undefined;
}
