import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import { type ErrorHints, messageOf } from '../../shared/operation/errors';
import { failureValue, faultValue } from '../../shared/operation/resultField';
import { describeHolder } from '../state/lockHolder';
import type { WorkEnd } from '../state/workEnd';

/** What this reads of how a sub-workflow ended. */
interface SubRunEnd {
	readonly executionId: string;
	readonly items: readonly unknown[];
	/** Whether it went into a wait that only the database ends. */
	readonly isWaiting: boolean;
}

type Ended = Extract<WorkEnd<SubRunEnd>, { state: 'ended' }>;

/** A sub-workflow that handed back one item. */
export function runJson(end: Ended, executionId: string): IDataObject {
	return { ok: true, executionId, ...heldJson(end) };
}

/** Why there is no item of the sub-workflow's; undefined where there is exactly one. */
export function runFailureJson(end: WorkEnd<SubRunEnd>, hints: ErrorHints): IDataObject | undefined {
	switch (end.state) {
		case 'ended':
			return endedFailure(end);
		case 'stoppedByPerson':
			return failure(
				end.state,
				`It was stopped: ${end.by} took over`,
				'What it started on the platform goes on by itself, unless whoever took over has cancelled it',
			);
		case 'lockBusy':
			return failure(
				end.state,
				`The lock was not had within ${seconds(end.waitedMs)} s: it is ${describeHolder(end.holder)}`,
				'Wait longer, or check whether its owner is still running. If it has died, the lock frees itself at the time above',
				true,
			);
		case 'unreachable':
			return { ...(failureValue(end.error, hints) ?? faultValue(end.error)), state: end.state };
		case 'turnLost':
			return failure(
				end.state,
				'It was not started: another run has the turn by now',
				'That run does what is to be done',
			);
		case 'cancelled':
			return failure(end.state, 'The execution was stopped', 'What was started before goes on by itself');
	}
}

function endedFailure(end: Ended): IDataObject | undefined {
	if (!end.result.ok) {
		const { error } = end.result;
		const told = isRecord(error) ? error : {};
		const executionId = typeof told.executionId === 'string' ? told.executionId : '';
		// What n8n throws for a workflow that failed is an error only by its fields.
		const message = typeof told.message === 'string' && told.message !== '' ? told.message : messageOf(error);
		const advice = executionId === '' ? 'Open its executions' : `Open execution ${executionId}`;
		return {
			...failure('failed', message, `${advice} to see which step failed`),
			executionId,
			...heldJson(end),
		};
	}
	const { executionId, items, isWaiting } = end.result.value;
	if (items.length === 1 && !isWaiting) return undefined;
	const message = isWaiting
		? 'The workflow went into a wait that outlasts its caller'
		: `The workflow handed back ${items.length === 0 ? 'no item' : `${items.length} items`}, not one`;
	const advice = isWaiting
		? 'Take the Wait step out of it: what it does after that is not seen'
		: 'Let its last step give exactly one item, on every path';
	return { ...failure('failed', message, advice), executionId, ...heldJson(end) };
}

function heldJson({ lock, warnings }: Ended): IDataObject {
	return {
		lock: lock === null ? null : { name: lock.name, token: lock.token, waitedSeconds: seconds(lock.waitedMs) },
		...(warnings.length > 0 && { warning: warnings.join('. ') }),
	};
}

function failure(state: string, message: string, advice: string, canRetry = false): IDataObject {
	return { ok: false, state, error: { message, advice, canRetry } };
}

function seconds(durationMs: number): number {
	return Math.round(durationMs / 100) / 10;
}
