/** A page of a list and the token of the next one. */
export interface Page<Item> {
	readonly items: readonly Item[];
	readonly nextToken: string | undefined;
}

const prefix = 'sandbox-page:';

/** `undefined` when the token is not one that `pageOf` gave out. */
function offsetOf(token: string): number | undefined {
	const text = Buffer.from(token, 'base64').toString('utf8');
	if (!text.startsWith(prefix)) return undefined;
	const offset = Number(text.slice(prefix.length));
	return Number.isInteger(offset) && offset > 0 ? offset : undefined;
}

/** One page. Raises what `invalidToken` makes when the token is foreign. */
export function pageOf<Item>(
	items: readonly Item[],
	pageSize: number,
	token: string | undefined,
	invalidToken: () => Error,
): Page<Item> {
	const offset = token === undefined || token === '' ? 0 : offsetOf(token);
	if (offset === undefined) throw invalidToken();
	const end = offset + pageSize;
	return {
		items: items.slice(offset, end),
		nextToken: end < items.length ? Buffer.from(`${prefix}${end}`).toString('base64') : undefined,
	};
}
