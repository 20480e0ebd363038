import { stringAt } from '../ledger/record';
import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { escapeHtml } from '../values/html';
import { bold, ending, type FormPage } from './formPage';
import { liveOf } from './deploymentsStep';
import { type Hand, type HandEntry, nameOf, readHand, shortCommit } from './hand';
import { serviceItem } from './handStep';
import { entryItem, goingBack } from './prepareStep';

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
	if (typed === null) return [unconfirmed(hand, 'Nobody confirmed within 30 minutes.')];
	if (typed.trim().toLowerCase() !== hand.confirmation.toLowerCase())
		return [unconfirmed(hand, `You typed ${bold(typed)} instead of ${bold(hand.confirmation)}.`)];
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
 * `again` (it is held, and shown anew), or `end`.
 *
 * Shown anew once: from then on it is held, so only what was under way by then can still go live. A release that goes
 * through its waves would change what is live again and again, and what a person confirmed would never be done.
 */
export function decidedItems(items: readonly Item[], { nowIso }: ChangeRun): Item[] {
	const hand = readHand(valueAt(items[0], 'hand'));
	if (hand === null || items[0]?.next === 'end') return [...items];
	if (items[0]?.next === 'tryAgain')
		return items.map((item) => ({ ...item, ...askOf(item, hand, 'person'), wish: true }));
	if (items[0]?.next !== 'rollBack') return items.map((item) => withHold(item, hand, nowIso));
	const held = items.find((item) => stringAt(item, 'holder', 'owner').startsWith('by-hand/'));
	if (held !== undefined) {
		const who = `${bold(nameIn(held))} is being rolled back by hand right now${since(stringAt(held, 'holder', 'since'))}.`;
		return [unchanged(hand, `${who} Wait until that is done, then look at what is live.`)];
	}
	const entries = hand.entries.map((entry) => entryNow(entry, items));
	const isThereAlready = goingBack(hand.entries).every((entry) => isThere(entry, items));
	if (isThereAlready) {
		const [first] = hand.entries;
		const what = hand.release === null && first !== undefined ? nameOf(first.service) : 'Every service';
		const to = bold(shortCommit(first?.toCommit ?? ''));
		return [unchanged(hand, `${bold(what)} is live at ${to} already: somebody was faster.`)];
	}
	const isAsShown = entries.every((entry, index) => entry === hand.entries[index]);
	if (!isAsShown && hand.whenChanged === 'end')
		return [unchanged(hand, 'Something else is live by now than what was to go back.')];
	const known: Hand = { ...hand, entries, whenChanged: isAsShown ? hand.whenChanged : 'goOn' };
	if (!isAsShown && hand.whenChanged === 'show')
		return items.map((item) => withHold({ ...item, next: 'again', hand: known }, hand, nowIso));
	return goingBack(entries).flatMap((entry) => {
		const item = itemOf(entry, items);
		if (item === undefined) return [];
		return [withHold({ ...item, badDeploymentId: entry.liveId, hand: known }, hand, nowIso)];
	});
}

/**
 * The items again, each with whether its hold was written, by the rows that the catalog gave back. Of what is shown
 * anew, the one item that its page is made from.
 */
export function withHoldResult(items: readonly Item[], rows: readonly unknown[]): Item[] {
	const noted = items.map((item) => {
		const row = rows.find((candidate) => numberAt(candidate, 'id') === item.catalogRowId);
		return { ...item, isHoldWritten: row !== undefined && isTrueAt(row, 'hold') === (item.hold === true) };
	});
	const [first] = items;
	if (first?.next !== 'again') return noted;
	const unheld = noted.filter(({ isHoldWritten }) => !isHoldWritten).map(nameIn);
	const held =
		unheld.length === 0
			? 'It is held now, so that no push changes it any more.'
			: `Not held, since the catalog could not be written: ${unheld.join(', ')}.`;
	const notice = `What is live changed since this page was shown. ${held} Look again, and confirm.`;
	return [{ next: 'again', step: 'plan', notice, hand: first.hand }];
}

/**
 * The entry with what is live now, where that is not what was shown: it goes back, too, also when a newer release put
 * it there, which has in it what is to go. Where what it goes back to is live by now it is left.
 */
function entryNow(entry: HandEntry, items: readonly Item[]): HandEntry {
	const live = liveOf(itemOf(entry, items) ?? {});
	if (entry.left !== '' || live === null || live.id === entry.liveId || entry.liveId === '') return entry;
	const left = isThere(entry, items) ? `${shortCommit(entry.toCommit)} is live there already` : '';
	return { ...entry, liveId: live.id, liveCommit: live.commit, left };
}

/** Whether what it goes back to is live, and nothing is about to replace it. */
function isThere(entry: HandEntry, items: readonly Item[]): boolean {
	const item = itemOf(entry, items) ?? {};
	return liveOf(item)?.id === entry.toId && !isBusy(item);
}

function itemOf({ service }: HandEntry, items: readonly Item[]): Item | undefined {
	return items.find((item) => item.service === service.service && item.environment === service.environment);
}

function withHold(item: Item, hand: Hand, nowIso: string): Item {
	const isLift = item.next === 'lift';
	const what = isLift ? 'Lifted' : item.next === 'rollBack' ? 'Rolled back by hand' : 'Held';
	const at = `${nowIso.slice(0, 16).replace('T', ' ')} UTC`;
	return {
		...item,
		// What is under way, or about to be, may go live before it is stopped: that is to go back, too.
		...(item.next === 'rollBack' && isBusy(item) && { badDeploymentId: '' }),
		hold: !isLift,
		holdReason: `${what} by ${hand.actor} on ${at}${hand.reason === '' ? '' : `: ${hand.reason}`}`,
		...(isLift && askOf(item, hand, 'lifted')),
	};
}

/** What asks for a release of the service's branch. */
function askOf(item: Item, { actor }: Hand, why: 'lifted' | 'person'): Item {
	return { why, actor, services: [`${stringAt(item, 'service')}/${stringAt(item, 'environment')}`] };
}

/** Whether a deployment is under way there, or a run holds it, and so may have asked for one that nobody sees yet. */
function isBusy(item: Item): boolean {
	return textAt(item, 'live', 'underWay', 'deploymentId') !== null || textAt(item, 'holder', 'owner') !== null;
}

function unconfirmed(hand: Hand, why: string): Item {
	const nothing =
		hand.whenChanged === 'goOn' ? 'Nothing was rolled back.' : 'Nothing was rolled back and nothing is held.';
	return unchanged(hand, `${why} ${nothing} Open the form again.`);
}

/** The last page of a confirmation that nothing comes of, with what stays of one before it. */
function unchanged({ whenChanged }: Hand, text: string): Item {
	if (whenChanged !== 'goOn') return end(ending('Nothing was changed', text));
	return end(ending('Nothing was rolled back', text, 'What you confirmed first is held: this form lifts it.'));
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
