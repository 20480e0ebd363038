/** The arguments of a field. */
export type Arguments = Readonly<Record<string, unknown>>;
/** A field of a root: its arguments in, its value out. */
export type Resolver = (given: Arguments) => unknown;

/** One page of a list by `first`, `last`, `after` and `before`, whose cursors are those that `cursorOf` gives. */
export function connection<Item>(
	items: readonly Item[],
	{ first, last, after, before }: Arguments,
	present: (item: Item) => Record<string, unknown>,
	cursorOf: (item: Item) => string,
): Record<string, unknown> {
	const indexOf = (cursor: unknown): number => items.findIndex((item) => cursorOf(item) === cursor);
	// flyctl sends an empty cursor for the first page.
	const start = typeof after === 'string' && after !== '' ? indexOf(after) + 1 : 0;
	const end = typeof before === 'string' && before !== '' && indexOf(before) >= 0 ? indexOf(before) : items.length;
	let page = items.slice(start, end);
	if (typeof first === 'number') page = page.slice(0, first);
	if (typeof last === 'number') page = last > 0 ? page.slice(-last) : [];
	const [opening] = page;
	const closing = page.at(-1);
	return {
		nodes: page.map(present),
		edges: page.map((item) => ({ cursor: cursorOf(item), node: present(item) })),
		totalCount: items.length,
		pageInfo: {
			startCursor: opening === undefined ? null : cursorOf(opening),
			endCursor: closing === undefined ? null : cursorOf(closing),
			hasNextPage: closing !== undefined && items.indexOf(closing) < items.length - 1,
			hasPreviousPage: opening !== undefined && items.indexOf(opening) > 0,
		},
	};
}
