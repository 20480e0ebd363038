import { failureOf, resultAt, sentences } from '../ledger/stepResult';
import { stringAt } from '../ledger/record';
import { isTrueAt, textAt, valueAt } from '../values/jsonFields';
import { escapeHtml } from '../values/html';
import { bold, ending, type FormPage, readFormPage } from './formPage';
import { nameOf, readHand, shortCommit } from './hand';
import { leftText } from './planStep';

type End = 'verified' | 'served' | 'failed' | 'unseen';

/** The last page: how each service ended, whether it is held, and what could not be recorded. */
export function resultPage(items: readonly unknown[]): FormPage {
	const [first] = items;
	const shown = readFormPage(valueAt(first, 'page'));
	if (valueAt(first, 'next') === 'end' && shown !== null) return shown;
	if (valueAt(first, 'next') === 'hold' || valueAt(first, 'next') === 'lift') return holdPage(first);
	if (valueAt(first, 'next') === 'tryAgain') return tryAgainPage(first);
	const ends = items.map(endOf);
	const left = (readHand(valueAt(first, 'hand'))?.entries ?? []).filter((entry) => entry.left !== '');
	return ending(titleOf(ends), ...items.map(serviceText), ...left.map(leftText));
}

function titleOf(ends: readonly End[]): string {
	if (ends.every((end) => end === 'verified')) return 'Rolled back';
	if (ends.some((end) => end === 'unseen')) return 'Nobody knows whether it was rolled back';
	if (ends.every((end) => end === 'failed')) return 'It was NOT rolled back';
	return ends.some((end) => end === 'failed') ? 'Partly rolled back' : 'Rolled back, and not healthy';
}

function endOf(item: unknown): End {
	const rollback = resultAt(item, 'rollback');
	if (isTrueAt(rollback, 'verified')) return 'verified';
	if (isTrueAt(rollback, 'served')) return 'served';
	return valueAt(rollback, 'state') === 'failed' ? 'failed' : 'unseen';
}

function serviceText(item: unknown): string {
	const rollback = resultAt(item, 'rollback');
	const name = bold(stringAt(item, 'service'));
	const to = bold(shortCommit(stringAt(item, 'toCommit') || stringAt(rollback, 'commit')));
	const run = resultAt(item, 'run');
	const reason = textAt(rollback, 'reason') ?? failureOf(run) ?? textAt(item, 'error') ?? '';
	const why = escapeHtml(reason || 'no reason was given');
	const texts: Record<End, string> = {
		verified: `${name} serves ${to} again, and it is healthy.`,
		served: `${name} serves ${to} again, but it is not healthy. Why: ${why}`,
		failed: `${name} was not put back to ${to}. Why: ${why}\n\nWhat was live may still be live, so look at it. Then open this form again and choose another deployment.`,
		unseen: `Nobody could see whether ${name} serves ${to} now. Look at it before you do anything else. Why: ${why}`,
	};
	const end = endOf(item);
	const isOwnReason = reason === stringAt(item, 'reason');
	return [
		texts[end],
		isTrueAt(item, 'isHoldWritten')
			? 'Pushes do not deploy it from now on. To change that, open this form again and lift the hold.'
			: 'It could not be held: the catalog could not be written, or has no such row, so the next push may deploy it.',
		end === 'verified' && reason !== '' && !isOwnReason ? why : '',
		escapeHtml(sentences(textAt(run, 'warning') ?? '')),
		isTrueAt(rollback, 'recorded') ? '' : 'This could not be shown to be in the ledger. Tell your team yourself.',
	]
		.filter((text) => text !== '')
		.join('\n\n');
}

function tryAgainPage(item: unknown): FormPage {
	const name = bold(nameOf({ service: stringAt(item, 'service'), environment: stringAt(item, 'environment') }));
	return isAsked(item)
		? ending(
				'It is tried again',
				`The branch of ${name} is looked at right now. The board and the ledger say how it ends.`,
			)
		: ending(
				'It is NOT tried again',
				`Nobody could be asked to look at ${name}. Try again later, or push to its branch.`,
			);
}

/** Whether the run that looks at the branch was started. */
function isAsked(item: unknown): boolean {
	return valueAt(item, 'error') === undefined && textAt(item, 'repository') !== null;
}

function holdPage(item: unknown): FormPage {
	const isLift = valueAt(item, 'next') === 'lift';
	const name = bold(nameOf({ service: stringAt(item, 'service'), environment: stringAt(item, 'environment') }));
	if (!isTrueAt(item, 'isHoldWritten')) {
		return ending(
			isLift ? 'The hold was not lifted' : 'It is NOT held',
			'It could not be written, or its row is no longer in the catalog. Look at the table slipway_services, and try again.',
		);
	}
	if (!isLift)
		return ending('It is held', `Pushes do not deploy ${name} until somebody lifts the hold with this form.`);
	return ending(
		'The hold is lifted',
		isAsked(item)
			? `Whether ${name} is behind its branch is looked at right now; what was pushed while it was held is deployed.`
			: `${name} is deployed with the next push: nobody could be asked to look at it now.`,
	);
}
