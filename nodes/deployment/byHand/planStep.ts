import { failureOf, resultAt } from '../ledger/stepResult';
import { stringAt } from '../ledger/record';
import { nothing } from './chooseStep';
import { escapeHtml } from '../values/html';
import { bold, type FormField, question, text } from './formPage';
import { type Hand, type HandEntry, nameOf, platformName, shortCommit } from './hand';
import { type HandStep, step } from './handStep';

/**
 * The page that shows what a roll back would do, and asks to confirm it. `planned` are the items of the entries that
 * go back, after their platforms made a dry run of it. `notice` is said first.
 */
export function planStep(hand: Hand, planned: readonly unknown[], notice: string): HandStep {
	const goingBack = hand.entries.filter(({ left }) => left === '');
	const leftAlone = hand.entries.filter(({ left }) => left !== '');
	if (goingBack.length === 0) {
		return nothing(hand, notice, 'There is nothing to roll back.', ...leftAlone.map(leftText));
	}
	const lines = goingBack.map((entry, index) => `${moveText(entry)} ${dryRunText(planned[index], entry)}`);
	const words = [
		notice === '' ? '' : `<b>${escapeHtml(notice)}</b>`,
		lines.join('\n'),
		...leftAlone.map(leftText),
		'No push deploys what is rolled back until you lift its hold. A deployment that is under way there is stopped.',
	];
	const fields: FormField[] = [
		text('confirm', `To confirm, type ${hand.confirmation}`),
		...(hand.reason === '' ? [text('reason', 'Why?', 'What you saw')] : []),
	];
	const [first] = hand.services;
	const title = hand.release === null && first !== undefined ? nameOf(first) : 'the whole release';
	return step(
		hand,
		'ask',
		question(`Roll back ${title}?`, words.filter((part) => part !== '').join('\n\n'), fields, 'Roll back'),
	);
}

function moveText({ service, liveCommit, toCommit, toId }: HandEntry): string {
	const to = toCommit === '' ? bold(toId) : `${bold(shortCommit(toCommit))} (${escapeHtml(toId)})`;
	const from = liveCommit === '' ? '' : `from ${bold(shortCommit(liveCommit))}, which is live, `;
	return `${bold(nameOf(service))} goes back ${from}to ${to}.`;
}

export function leftText({ service, left }: HandEntry): string {
	return `${bold(nameOf(service))} stays as it is: ${escapeHtml(left)}`;
}

/** What the platform says that it would do. Nothing of it stops a roll back. */
function dryRunText(item: unknown, { service }: HandEntry): string {
	const platform = escapeHtml(platformName(service.platform));
	const published = resultAt(item, 'published');
	if (published === null) return `${platform} could not be asked what it would do.`;
	const failure = failureOf(published);
	if (failure !== null) return `${platform} would refuse it, or could not be asked: ${escapeHtml(failure)}`;
	const action = stringAt(published, 'plan', 'action').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return `A dry run passed: ${platform} would ${escapeHtml(action === '' ? 'carry it out' : action)}.`;
}
