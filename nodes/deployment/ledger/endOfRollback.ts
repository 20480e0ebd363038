import { isTrueAt, textAt } from '../values/jsonFields';
import type { LedgerState } from './ledgerState';
import { reasonOf, type StepResult } from './stepResult';

/** How a deployment ended that was bad and was to be rolled back. `bad` says what was bad; `died` why the run that rolls back died. */
export function endOfRollback(
	bad: string,
	rollback: StepResult | null,
	died: string,
): { readonly state: LedgerState; readonly reason: string } {
	if (isTrueAt(rollback, 'verified') && isTrueAt(rollback, 'served') && rollback?.state === 'live') {
		return { state: 'rolledBack', reason: `${bad}. Rolled back to ${(textAt(rollback, 'commit') ?? '').slice(0, 7)}` };
	}
	if (rollback?.state === 'running') return { state: 'failed', reason: `${bad}. Its roll back is under way` };
	const isUnseen = rollback === null || rollback.served === undefined || rollback.state === 'unknown';
	const how = isUnseen ? 'Nobody could see how the roll back ended' : 'The roll back failed too';
	return {
		state: isUnseen ? 'unknown' : 'failed',
		reason: `${bad}. ${how}: ${(rollback === null ? died : reasonOf(rollback)) || 'it gave no answer'}`,
	};
}
