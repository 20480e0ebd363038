import { forgetRow } from '../../deployment/ledger/keptRows';
import { waitingPages } from '../../deployment/ledger/outbox';
import { parseJson } from '../../deployment/values/json';
import { isRecord, numberAt, textAt } from '../../deployment/values/jsonFields';
import { repeatAfterMs } from './turnAsks';
import type { AskMemory } from './watchMemory';

type Item = Readonly<Record<string, unknown>>;

/** Something that a run left undone. */
interface Leftover {
	/** What it is remembered by. */
	readonly key: string;
	readonly about: string;
	readonly item: Item;
}

/** What is given to the workflow, and what to remember of it. */
export interface Leftovers {
	readonly items: readonly Item[];
	readonly remembered: ReadonlyMap<string, AskMemory>;
}

/** So many at once: the others wait for the next poll. */
const maxItems = 50;

/**
 * Pages that nobody was told, when their time has come, and rows that the ledger did not take. Each is given again
 * only if nothing came of it.
 */
export function leftovers(
	{ pages, rows }: { readonly pages: ReadonlyMap<string, string>; readonly rows: ReadonlyMap<string, string> },
	asks: ReadonlyMap<string, AskMemory>,
	nowMs: number,
): Leftovers {
	const items: Item[] = [];
	const remembered = new Map<string, AskMemory>();
	for (const { key, about, item } of [...untoldPages(pages, nowMs), ...keptRows(rows)]) {
		const before = asks.get(key);
		if (before?.about === about && nowMs - before.atMs < repeatAfterMs) {
			remembered.set(key, before);
		} else if (items.length < maxItems) {
			remembered.set(key, { about, atMs: nowMs, lookedAtMs: 0 });
			items.push(item);
		}
	}
	return { items, remembered };
}

function untoldPages(pages: ReadonlyMap<string, string>, nowMs: number): Leftover[] {
	return waitingPages(Object.fromEntries(pages), nowMs).map((page) => ({
		key: `page/${textAt(page, 'key') ?? ''}`,
		about: `${textAt(page, 'at') ?? ''}/${numberAt(page, 'tries') ?? 0}`,
		item: { kind: 'page', ...page },
	}));
}

/** One that cannot be read is left where it is. */
function keptRows(rows: ReadonlyMap<string, string>): Leftover[] {
	return [...rows].flatMap(([key, text]): Leftover[] => {
		const read = parseJson(text);
		if (!read.ok || !isRecord(read.value)) return [];
		return [{ key: `row/${key}`, about: 'row', item: { kind: 'row', key, row: read.value, forget: forgetRow(key) } }];
	});
}
