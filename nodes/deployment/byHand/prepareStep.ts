import { stringAt } from '../ledger/record';
import { textAt, valueAt } from '../values/jsonFields';
import { choiceStep } from './choiceStep';
import { chooseStep, nothing, readableRows } from './chooseStep';
import { chosenEntry, deploymentsStep, liveOf } from './deploymentsStep';
import { type Hand, type HandEntry, readAsked, readHand } from './hand';
import { type HandStep, look, serviceItem, step } from './handStep';
import { planStep } from './planStep';
import { releaseEntries, withLive } from './releaseEntries';

/** The rows that the Data Tables gave, or whatever came in their place. */
export interface HandRows {
	readonly catalog: readonly unknown[];
	readonly releases: readonly unknown[];
	readonly ledger: readonly unknown[];
}

/** Takes up the answers of the page that was sent: `step` says what comes next, `hand` what is known. */
export function takeUpAnswers(item: unknown, rows: HandRows, nowMs: number): HandStep {
	const hand = readHand(valueAt(item, 'hand'));
	if (hand === null) return chooseStep(readAsked(item), rows.catalog, rows.releases, nowMs);
	if (stringAt(item, 'step') !== 'plan') return choiceStep(hand, item, rows.catalog, rows.releases);
	return planQuestion(hand, item);
}

/** A roll back that is known: what it would do has to be asked. */
function planQuestion(hand: Hand, item: unknown): HandStep {
	const [service] = hand.services;
	if (hand.release !== null || service === undefined || hand.entries.some(({ toId }) => toId !== ''))
		return look(hand, {});
	const entry = chosenEntry(hand, item);
	if (entry !== null) return look({ ...hand, choices: [], entries: [entry] }, {});
	return nothing(
		hand,
		textAt(item, 'deployment') === null
			? 'Nothing was chosen within 30 minutes. Open the form again.'
			: 'The deployment that was sent is not one of those on the page. Open the form again.',
	);
}

/** Nothing is waited for; the platforms want a limit all the same. */
const dryRunSeconds = 60;

/** The items that ask the platforms, one for each service. One that names none where there is nothing to ask. */
export function servicesToAsk(taken: HandStep, isPlan: boolean, rows: HandRows): Array<Record<string, unknown>> {
	const { hand } = taken;
	if (isPlan) {
		return orNone(
			hand,
			goingBack(hand.entries).map((entry) => ({
				...entryItem(entry),
				task: 'rollback',
				dryRun: true,
				waitSeconds: dryRunSeconds,
				hand,
			})),
		);
	}
	if (hand.release === null) {
		return orNone(
			hand,
			hand.services.map((service) => ({ ...serviceItem(service), task: 'list', hand })),
		);
	}
	const entries = releaseEntries(hand, rows.catalog, rows.ledger);
	const known = { ...hand, entries };
	return orNone(
		known,
		entries.map((entry) => ({ ...entryItem(entry), task: 'look', hand: known })),
	);
}

/** The next page, by what the platforms answered. */
export function pageAfterLook(
	seen: readonly unknown[],
	taken: HandStep,
	isPlan: boolean,
	notice: string,
	rows: HandRows,
	nowMs: number,
): HandStep {
	const hand = readHand(valueAt(seen[0], 'hand')) ?? taken.hand;
	if (isPlan) return planStep(hand, seen, notice);
	if (hand.release !== null) {
		const entries = hand.entries.map((entry, index) => withLive(entry, liveOf(seen[index])?.id ?? null));
		return step({ ...hand, entries }, 'plan');
	}
	const messages = new Map(
		(readableRows(rows.releases) ?? []).map((row) => [stringAt(row, 'commit'), stringAt(row, 'message')]),
	);
	return deploymentsStep(hand, seen[0], rows.ledger, messages, nowMs);
}

export function goingBack(entries: readonly HandEntry[]): HandEntry[] {
	return entries.filter(({ left }) => left === '');
}

/** An entry as the item of its roll back. */
export function entryItem({ service, liveId, toId, toCommit }: HandEntry): Record<string, unknown> {
	return {
		...serviceItem(service),
		kind: 'rollback',
		isPart: false,
		badDeploymentId: liveId,
		toDeploymentId: toId,
		toCommit,
	};
}

function orNone(hand: Hand, items: Array<Record<string, unknown>>): Array<Record<string, unknown>> {
	return items.length > 0 ? items : [{ platform: '', task: 'none', hand }];
}
