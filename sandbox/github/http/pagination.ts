import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';

export interface Page<Item> {
	readonly items: readonly Item[];
	readonly page: number;
	readonly headers: Readonly<Record<string, string>>;
}

const MAX_PER_PAGE = 100;

function readCount(request: SandboxRequest, name: string, fallback: number): number {
	const value = Number(request.query.get(name) ?? fallback);
	return Number.isInteger(value) && value > 0 ? value : fallback;
}

/** How many items the request asked for: 30 by default, at most 100. */
export function readPerPage(request: SandboxRequest, fallback = 30): number {
	return Math.min(MAX_PER_PAGE, readCount(request, 'per_page', fallback));
}

/** The address of this request with some query parameters replaced. */
export function pageUrl(request: SandboxRequest, replaced: Readonly<Record<string, string>>): string {
	const query = new URLSearchParams(request.query);
	for (const [name, value] of Object.entries(replaced)) query.set(name, value);
	return `${request.baseUrl}${request.path}?${query.toString()}`;
}

/**
 * One page with the `Link` header that GitHub sends: absent when everything fits one page.
 * https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function paginate<Item>(
	request: SandboxRequest,
	items: readonly Item[],
	perPage = readPerPage(request),
): Page<Item> {
	const page = readCount(request, 'page', 1);
	const lastPage = Math.max(1, Math.ceil(items.length / perPage));
	const relations: Array<readonly [string, number]> = [];
	if (page > 1) relations.push(['prev', Math.min(page - 1, lastPage)]);
	if (page < lastPage) relations.push(['next', page + 1], ['last', lastPage]);
	if (page > 1) relations.push(['first', 1]);
	const link = relations
		.map(([name, target]) => `<${pageUrl(request, { page: String(target) })}>; rel="${name}"`)
		.join(', ');
	return {
		items: items.slice((page - 1) * perPage, page * perPage),
		page,
		headers: link ? { link } : {},
	};
}

/** Answers one page of a plain list. */
export function listResponse<Item>(
	request: SandboxRequest,
	items: readonly Item[],
	represent: (item: Item) => unknown,
): SandboxResponse {
	const page = paginate(request, items);
	return { status: 200, headers: page.headers, body: page.items.map(represent) };
}

/** Answers one page as `{total_count, [name]: [...]}`. */
export function countedResponse<Item>(
	request: SandboxRequest,
	name: string,
	items: readonly Item[],
	represent: (item: Item) => unknown,
): SandboxResponse {
	const page = paginate(request, items);
	return {
		status: 200,
		headers: page.headers,
		body: { total_count: items.length, [name]: page.items.map(represent) },
	};
}
