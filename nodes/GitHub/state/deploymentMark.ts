import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord, textAt } from '../../deployment/values/jsonFields';
import type { GitHubDeployment } from '../api/types';

/** Name of the key in a deployment's payload by which a repeated Create finds what it made. */
export const keyName = 'slipwayKey';

/** Name of the mark by which one run of Create finds what it made where GitHub's answer was lost. */
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

/** GitHub gives the payload back as it came: as an object, or as a text with one in it. */
export function payloadOf({ payload }: GitHubDeployment): IDataObject {
	const value = typeof payload === 'string' ? parsed(payload) : payload;
	return isRecord(value) ? { ...value } as IDataObject : {};
}

function parsed(text: string): unknown {
	const result = parseJson(text);
	return result.ok ? result.value : undefined;
}
