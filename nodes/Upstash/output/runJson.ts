import type { IDataObject } from 'n8n-workflow';

import type { ErrorHints } from '../../shared/operation/errors';
import { failureValue, faultValue } from '../../shared/operation/resultField';
import { describeHolder } from '../state/lockHolder';
import { subWorkflowError } from '../../shared/subWorkflow/subWorkflowFailure';
import type { WorkEnd } from '../state/workEnd';

type Ended = Extract<WorkEnd<unknown>, { state: 'ended' }>;

/** How it went, for a sub-workflow that handed back its item. */
export function runJson(end: Ended, executionId: string): IDataObject {
	return { ok: true, executionId, ...heldJson(end) };
}

/** Why an item comes back as it went in. */
export function runFailureJson(end: WorkEnd<unknown>, hints: ErrorHints): IDataObject {
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
		case 'hadToWait':
			return failure(
				end.state,
				`It was not started: for ${seconds(end.waitedMs)} s the lock was ${describeHolder(end.holder)}`,
				'What was to be done was decided before that. Look again, and decide anew',
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

function endedFailure(end: Ended): IDataObject {
	const { message, advice, executionId } = subWorkflowError(end.result.ok ? undefined : end.result.error);
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
