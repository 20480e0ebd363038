import { stringAt } from '../ledger/record';
import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { escapeHtml } from '../values/html';
import { bold, ending, type FormPage } from './formPage';
import { liveOf } from './deploymentsStep';
import { type Hand, type HandEntry, nameOf, readHand, shortCommit } from './hand';
import { serviceItem } from './handStep';
import { entryItem, goingBack } from './prepareStep';
import { withLive } from './releaseEntries';

/** What a person's change needs of the run that makes it. */
export interface ChangeRun {
	readonly executionId: string;
	readonly nowIso: string;
}

type Item = Record<string, unknown>;

/** Takes up the confirmation: an item for each service to be changed, or one with the page that ends it. */
export function confirmedItems(item: unknown, { executionId, nowIso }: ChangeRun): Item[] {
	const hand = readHand(valueAt(item, 'hand'));
	if (hand === null) return [end(ending('Nothing was changed', 'The form lost what was chosen. Open it again.'))];
	if (hand.action === 'hold' || hand.action === 'lift' || hand.action === 'tryAgain') {
		return hand.services.map((service) => ({ ...serviceItem(service), next: hand.action, task: 'none', hand }));
	}
	const typed = textAt(item, 'confirm');
	if (typed === null)
		return [end(ending('Nothing was changed', 'Nobody confirmed within 30 minutes. Open the form again.'))];
	if (typed.trim().toLowerCase() !== hand.confirmation.toLowerCase()) {
		return [
			end(
				ending(
					'Nothing was changed',
					`You typed ${bold(typed)} instead of ${bold(hand.confirmation)}. Nothing was rolled back and nothing is held. Open the form again.`,
				),
			),
		];
	}
	const known: Hand = { ...hand, reason: hand.reason || stringAt(item, 'reason').trim() };
	return goingBack(hand.entries).map((entry) => ({
		...entryItem(entry),
		next: 'rollBack',
		task: 'look',
		releaseId: `by-hand/${executionId}`,
		actor: known.actor,
		reason: known.reason,
		startedAt: nowIso,
		hand: known,
	}));
}

/**
 * Decides, after the platforms were asked what is live and Redis who holds the services, whether what was confirmed
 * is still what was shown. What nobody could see stops nothing. `next` is `rollBack`, `hold`, `lift`, `tryAgain`,
 * `again` (it is shown anew), or `end`.
 */
export function decidedItems(items: readonly Item[], { nowIso }: ChangeRun): Item[] {
	const hand = readHand(valueAt(items[0], 'hand'));
	if (hand === null || items[0]?.next === 'end') return [...items];
	if (items[0]?.next === 'tryAgain')
		return items.map((item) => ({ ...item, ...askOf(item, hand, 'person'), wish: true }));
	if (items[0]?.next !== 'rollBack') return items.map((item) => withHold(item, hand, nowIso));
	const held = items.find((item) => stringAt(item, 'holder', 'owner').startsWith('by-hand/'));
	if (held !== undefined) {
		return [
			end(
				ending(
					'Nothing was changed',
					`${bold(nameIn(held))} is being rolled back by hand right now${since(stringAt(held, 'holder', 'since'))}. Wait until that is done, then look at what is live.`,
				),
			),
		];
	}
	const entries = hand.entries.map((entry) => entryNow(entry, items, hand.release !== null));
	const isThereAlready = goingBack(hand.entries).every((entry) => liveIdNow(entry, items) === entry.toId);
	if (isThereAlready) {
		const [first] = hand.entries;
		return [
			end(
				ending(
					'Nothing was changed',
					`${bold(hand.release === null && first !== undefined ? nameOf(first.service) : 'Every service')} is live at ${bold(shortCommit(first?.toCommit ?? ''))} already: somebody was faster.`,
				),
			),
		];
	}
	if (entries.some((entry, index) => entry !== hand.entries[index])) {
		return [
			{
				next: 'again',
				step: 'plan',
				notice: 'What is live changed since this page was shown. Look again before you confirm.',
				hand: { ...hand, entries },
			},
		];
	}
	return items.map((item) => withHold(item, hand, nowIso));
}

/** The items again, each with whether its hold was written, by the rows that the catalog gave back. */
export function withHoldResult(items: readonly Item[], rows: readonly unknown[]): Item[] {
	return items.map((item) => {
		const row = rows.find((candidate) => numberAt(candidate, 'id') === item.catalogRowId);
		return { ...item, isHoldWritten: row !== undefined && isTrueAt(row, 'hold') === (item.hold === true) };
	});
}

/** What is live changed: the entry with what is live now, or left where the release is not live any more. */
function entryNow(entry: HandEntry, items: readonly Item[], isOfRelease: boolean): HandEntry {
	const item = itemOf(entry, items);
	const live = item === undefined ? null : liveOf(item);
	if (entry.left !== '' || live === null || live.id === entry.liveId || entry.liveId === '') return entry;
	return isOfRelease ? withLive(entry, live.id) : { ...entry, liveId: live.id, liveCommit: live.commit };
}

function liveIdNow(entry: HandEntry, items: readonly Item[]): string | null {
	const item = itemOf(entry, items);
	return item === undefined ? null : (liveOf(item)?.id ?? null);
}

function itemOf({ service }: HandEntry, items: readonly Item[]): Item | undefined {
	return items.find((item) => item.service === service.service && item.environment === service.environment);
}

function withHold(item: Item, hand: Hand, nowIso: string): Item {
	const isLift = item.next === 'lift';
	const what = isLift ? 'Lifted' : item.next === 'hold' ? 'Held' : 'Rolled back by hand';
	const at = `${nowIso.slice(0, 16).replace('T', ' ')} UTC`;
	return {
		...item,
		// What is under way, or about to be, may go live before it is stopped: that is to go back, too.
		...(item.next === 'rollBack' && (isDeploymentUnderWay(item) || isWorkedOn(item)) && { badDeploymentId: '' }),
		hold: !isLift,
		holdReason: `${what} by ${hand.actor} on ${at}${hand.reason === '' ? '' : `: ${hand.reason}`}`,
		...(isLift && askOf(item, hand, 'lifted')),
	};
}

/** What asks for a release of the service's branch. */
function askOf(item: Item, { actor }: Hand, why: 'lifted' | 'person'): Item {
	return { why, actor, services: [`${stringAt(item, 'service')}/${stringAt(item, 'environment')}`] };
}

function isDeploymentUnderWay(item: Item): boolean {
	return textAt(item, 'live', 'underWay', 'deploymentId') !== null;
}

/** Whether a run holds the service, and so may have asked the platform for a deployment that nobody sees there yet. */
function isWorkedOn(item: Item): boolean {
	return textAt(item, 'holder', 'owner') !== null;
}

function end(page: FormPage): Item {
	return { next: 'end', page };
}

function since(iso: string): string {
	return iso === '' ? '' : `, since ${escapeHtml(iso.slice(11, 16))} UTC`;
}

function nameIn(item: unknown): string {
	return nameOf({ service: stringAt(item, 'service'), environment: stringAt(item, 'environment') });
}
