import { isRecord, isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import type { LedgerState } from './ledgerState';
import { failureOf, resultAt, sentences, type StepResult } from './stepResult';

/** What of a deployment, or of a release, was told and recorded. */
export interface Recording {
	/** Whether its row is in the ledger, or kept until the ledger takes it. */
	readonly recorded: boolean;
	/** Whether nobody else needs to tell the person on call. */
	readonly told: boolean;
	/** What failed of it; empty when all went well. */
	readonly problems: string;
}

/** Before any of it was done, and for good where the run that does it dies. */
export const notRecorded: Recording = { recorded: false, told: false, problems: 'It could not be recorded' };

/** What the steps that tell and record left in an item: `page`, `inLedger`, `kept`, `opened`, `status`, `change`. */
export function recordingOf(item: unknown): Recording {
	const page = resultAt(item, 'page');
	// Nothing is missing where there was nothing to write.
	const isInLedger = rowIdIn(item) > 0 || valueAt(item, 'announcement', 'row') === null;
	const isKept = numberAt(item, 'kept', 'result') !== null;
	const hasPage = isRecord(valueAt(item, 'announcement', 'page'));
	const pageProblem =
		textAt(page, 'problem') ??
		(hasPage && page === null ? (textAt(item, 'error') ?? 'The run that pages gave no answer') : '');
	return {
		recorded: isInLedger || isKept,
		told: !hasPage || isTrueAt(page, 'told') || isTriedAgain(page),
		problems: sentences(
			gitHubProblem(resultAt(item, 'opened')),
			gitHubProblem(resultAt(item, 'status')),
			named('The change event', failureOf(resultAt(item, 'change'))),
			isInLedger ? '' : isKept ? 'The ledger could not be written; the row is kept' : 'The ledger could not be written',
			pageProblem,
		),
	};
}

/** What becomes of a deployment that was to begin, where nothing would remember it. */
export interface NotBegun {
	readonly task: 'nothing';
	readonly state: LedgerState;
	readonly reason: string;
}

/**
 * A deployment is not begun when neither the ledger nor Redis took its beginning: if its run died, the next release
 * would call it somebody else's. Null for all else. A roll back goes on, since a person needs it most just then.
 */
export function notBegunIn(item: unknown, { recorded }: Recording): NotBegun | null {
	const isBeginning = valueAt(item, 'announcement', 'row', 'finished_at') === null;
	const isDue = textAt(item, 'task') === 'deploy' && textAt(item, 'state') === 'running';
	if (recorded || !isBeginning || !isDue) return null;
	return {
		task: 'nothing',
		state: 'failed',
		reason:
			'Neither the ledger (the table slipway_deployments) nor Redis took the note that it begins. Nothing was deployed. When one of them answers, try it again by its link on the board, or push',
	};
}

/** The row that was written; 0 when what came is not it: a step that failed hands on what it was to write, which only the table dates. */
export function rowIdIn(item: unknown): number {
	const releaseId = textAt(item, 'announcement', 'row', 'release_id') ?? '';
	const isIt =
		releaseId !== '' &&
		valueAt(item, 'inLedger', 'release_id') === releaseId &&
		valueAt(item, 'inLedger', 'createdAt') !== undefined;
	return isIt ? (numberAt(item, 'inLedger', 'id') ?? 0) : 0;
}

/** A page that did not get through yet is somebody's: no second one is needed. */
function isTriedAgain(page: StepResult | null): boolean {
	return /is tried again/.test(textAt(page, 'problem') ?? '');
}

function gitHubProblem(result: StepResult | null): string {
	return named('GitHub', failureOf(result) ?? textAt(result, 'statusProblem'));
}

function named(who: string, problem: string | null): string {
	return problem === null || problem === '' ? '' : `${who}: ${problem}`;
}
