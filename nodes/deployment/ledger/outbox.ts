import { isRecord, numberAt, textAt, valueAt } from '../values/jsonFields';
import { parseJson, writeJson } from '../values/json';
import { stringAt } from './record';
import { failureOf, resultAt } from './stepResult';

/**
 * What the person on call is to be told, kept in Redis until it was. The hash `slipway:tell` has, by the key of
 * what is affected, the newest word as JSON; `told:<key>` with the mark of the word that was told; and `next:<key>`
 * with when one that did not get through is tried again.
 */
export const pagesKey = 'slipway:tell';

/** Rows that the ledger did not take, as JSON by `rowKeyOf`. */
export const rowsKey = 'slipway:rows';

/** Minutes between one try and the next; the last for all after it. */
const pauseMinutes = [1, 2, 4, 8, 15] as const;

/** How long the run that keeps a page has to tell it before others look after it. */
const firstTryMs = 60_000;

/** PagerDuty is tried for so long by a run that somebody waits for, and by one that nobody waits for. */
const patienceSeconds = 20;
const lastPatienceSeconds = 180;

/** A page as it is kept: what PagerDuty is sent, its mark, and when it was noted. */
export interface KeptPage {
	readonly action: 'trigger' | 'resolve';
	readonly key: string;
	/** The execution that noted it. */
	readonly at: string;
	readonly sinceMs: number;
	/** All fields of the page, as they were kept. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** What has to be done to tell one page. */
export interface PreparedPage {
	readonly fields: Readonly<Record<string, unknown>>;
	/** The words of the Redis command that keeps it, or reads it where it is kept already. */
	readonly keep: readonly string[];
	/** Those of the one that reads it. */
	readonly read: readonly string[];
	readonly patienceSeconds: number;
	/** Whether nobody tries it after this run: it could not be kept. */
	readonly isLastTry: boolean;
}

/**
 * The page that an item asks for: what a deployment or a release announces, or a page that was kept. Null when
 * there is none. `executionId` marks a new one.
 */
export function preparePage(item: unknown, executionId: string, nowMs: number): PreparedPage | null {
	const announced = valueAt(item, 'announcement', 'page');
	const source = isRecord(announced) ? announced : item;
	if (!isRecord(source) || textAt(source, 'key') === null) return null;
	const isLastTry = source.isLastTry === true;
	const at = stringAt(source, 'at');
	const fields = { ...pageFields(source), at: at || executionId, since: numberAt(source, 'since') ?? nowMs };
	const read = ['HGET', pagesKey, fields.key];
	return {
		fields,
		keep: at === '' ? ['HSET', pagesKey, fields.key, writeJson(fields)] : read,
		read,
		patienceSeconds: isLastTry ? lastPatienceSeconds : patienceSeconds,
		isLastTry,
	};
}

/** How telling a page ended, and what is to be done next. */
export interface SettledPage {
	readonly told: boolean;
	/** Why not; empty when it was. */
	readonly problem: string;
	/**
	 * `note` it with `words`; tell `page` `again`: something newer, or the same once more since it could not be kept;
	 * `stop` with `problem`, as nobody will try it again; or `nothing`.
	 */
	readonly next: 'note' | 'again' | 'stop' | 'nothing';
	readonly words: readonly string[];
	readonly page: Readonly<Record<string, unknown>> | null;
}

/** By what the steps left in the item: `tell` the prepared page, `kept` and `now` Redis' answers, `sent` PagerDuty's. */
export function settlePage(item: unknown, nowMs: number): SettledPage {
	const fields = valueAt(item, 'tell', 'fields');
	const key = stringAt(fields, 'key');
	const at = stringAt(fields, 'at');
	const sent = resultAt(item, 'sent');
	const found = keptPage(valueAt(item, 'now', 'result'));
	// Where this word could not be kept, an older one is found, which was told long ago: it is none that follows.
	const isOlder = found !== null && found.at !== at && found.sinceMs < (numberAt(fields, 'since') ?? 0);
	const kept = isOlder ? null : found;
	const settled = (told: boolean, problem: string, next: Partial<SettledPage>): SettledPage => ({
		told,
		problem,
		next: 'nothing',
		words: [],
		page: null,
		...next,
	});
	if (sent?.ok === true) {
		// A page that comes through late must not stand after the word that followed it: that one is told once more.
		if (kept !== null && kept.at !== at) return settled(true, '', { next: 'again', page: kept.fields });
		// The mark of the older word stays, or it would be taken for one that nobody was told.
		if (isOlder) return settled(true, '', {});
		return settled(true, '', { next: 'note', words: ['HSET', pagesKey, `told:${key}`, at] });
	}
	const why = failureOf(sent) ?? 'it gave no answer';
	if (kept !== null && kept.at !== at) return settled(false, 'Something newer is to be told, and is tried again', {});
	const later = `PagerDuty could not be told yet, and is tried again: ${why}`;
	if (kept !== null) {
		const tries = (numberAt(valueAt(item, 'tell', 'fields'), 'tries') ?? 0) + 1;
		const pause = pauseMinutes[Math.min(tries, pauseMinutes.length) - 1] ?? 15;
		const next = writeJson({ at, tries, nextAt: nowMs + pause * 60_000 });
		return settled(false, later, { next: 'note', words: ['HSET', pagesKey, `next:${key}`, next] });
	}
	if (valueAt(item, 'tell', 'isLastTry') !== true) {
		return settled(false, later, { next: 'again', page: { ...(isRecord(fields) ? fields : {}), isLastTry: true } });
	}
	const summary = stringAt(fields, 'summary') || 'that it works again';
	return settled(false, `${key}: could not be told. ${summary} (${why})`, { next: 'stop' });
}

/** The pages that nobody was told, and whose time has come, by the fields of the hash `slipway:tell`. */
export function waitingPages(hash: Readonly<Record<string, string>>, nowMs: number): Array<KeptPage['fields']> {
	return Object.entries(hash).flatMap(([name, text]) => {
		const page = /^(?:told|next):/.test(name) ? null : keptPage(text);
		if (page === null || hash[`told:${page.key}`] === page.at) return [];
		const next = parsed(hash[`next:${page.key}`]);
		const isOfThis = stringAt(next, 'at') === page.at;
		const dueMs = isOfThis ? (numberAt(next, 'nextAt') ?? 0) : page.sinceMs + firstTryMs;
		return dueMs <= nowMs ? [{ ...page.fields, tries: isOfThis ? (numberAt(next, 'tries') ?? 0) : 0 }] : [];
	});
}

function keptPage(text: unknown): KeptPage | null {
	const value = parsed(text);
	if (!isRecord(value)) return null;
	const key = textAt(value, 'key');
	if (key === null) return null;
	return {
		action: value.action === 'resolve' ? 'resolve' : 'trigger',
		key,
		at: stringAt(value, 'at'),
		sinceMs: numberAt(value, 'since') ?? 0,
		fields: value,
	};
}

function pageFields(source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> & { key: string } {
	const text = (name: string): string => stringAt(source, name);
	return {
		action: source.action === 'resolve' ? 'resolve' : 'trigger',
		key: text('key'),
		summary: text('summary'),
		severity: text('severity') || 'critical',
		source: text('source') || 'slipway',
		component: text('component'),
		group: text('group'),
		class: text('class'),
		details: text('details'),
		siteUrl: text('siteUrl'),
		commitUrl: text('commitUrl'),
		runUrl: text('runUrl'),
		...(numberAt(source, 'tries') !== null && { tries: numberAt(source, 'tries') }),
	};
}

function parsed(text: unknown): unknown {
	if (typeof text !== 'string') return isRecord(text) ? text : null;
	const read = parseJson(text);
	return read.ok ? read.value : null;
}
