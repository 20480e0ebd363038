import { OperationFailure } from '../operation/errors';

/** No list here is this long: more pages mean that the paging goes in a circle. */
const maxPages = 2_000;

/** All elements of a list that pages by `nextToken`, up to `limit`. */
export async function listByToken<Element>(
	what: string,
	limit: number,
	page: (
		nextToken: string | undefined,
	) => Promise<{ readonly elements: readonly Element[] | undefined; readonly nextToken: string | undefined }>,
): Promise<Element[]> {
	const elements: Element[] = [];
	let token: string | undefined;
	for (let count = 1; count <= maxPages; count++) {
		const { elements: found = [], nextToken } = await page(token);
		elements.push(...found);
		if (!nextToken || elements.length >= limit) return elements.slice(0, limit);
		token = nextToken;
	}
	throw new OperationFailure(
		`AWS gave ${maxPages} pages of ${what} and no end`,
		'Set a limit instead of Return All, and report this',
	);
}

/** `elements` in groups of `size`, for actions that take so many at once. */
export function inGroupsOf<Element>(size: number, elements: readonly Element[]): Element[][] {
	return Array.from({ length: Math.ceil(elements.length / size) }, (_, index) =>
		elements.slice(index * size, (index + 1) * size),
	);
}
