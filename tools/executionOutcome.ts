import { setTimeout as delay } from 'node:timers/promises';

import { isRecord, readPath, readString } from './json';
import type { PublicApi } from './n8n/publicApi';
import type { RemoteExecution } from './n8n/publicApiShapes';

const ENDED = ['success', 'error', 'crashed', 'canceled'];

/** Whether the execution has come to its end, good or bad. */
export function hasEnded(execution: RemoteExecution): boolean {
	return ENDED.includes(execution.status);
}

/** What went wrong in an execution and in which node; undefined when nothing did. */
export function executionError(execution: RemoteExecution): string | undefined {
	const error = readPath(execution.data, 'resultData', 'error');
	if (!isRecord(error)) return hasEnded(execution) && execution.status !== 'success' ? execution.status : undefined;
	const node = readPath(error, 'node', 'name');
	const message = readString(error, 'message') ?? 'no message';
	const description = readString(error, 'description');
	return `${typeof node === 'string' ? `"${node}": ` : ''}${message}${description ? ` (${description})` : ''}`;
}

/** Waits for an execution's end. On time-out says the last status seen. */
export async function waitForExecution(
	api: PublicApi,
	executionId: string,
	timeoutMs: number,
): Promise<RemoteExecution> {
	const deadlineMs = Date.now() + timeoutMs;
	for (;;) {
		const execution = await api.getExecution(executionId);
		if (hasEnded(execution)) return execution;
		if (Date.now() > deadlineMs) {
			throw new Error(
				`Execution ${executionId} had not ended after ${timeoutMs / 1000} s; last seen: ${execution.status}.`,
			);
		}
		await delay(250);
	}
}
