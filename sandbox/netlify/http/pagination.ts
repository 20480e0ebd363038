import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';

const LARGEST_PAGE = 100;

function readPositive(query: URLSearchParams, name: string, fallback: number): number {
	const value = Number.parseInt(query.get(name) ?? '', 10);
	return Number.isInteger(value) && value > 0 ? value : fallback;
}

/**
 * One page of a list, counted from 1, at most 100 items, with the `Link` header of RFC 8288.
 * https://docs.netlify.com/api/get-started/#pagination
 */
export function paginate<T>(
	request: SandboxRequest,
	items: readonly T[],
	present: (item: T) => unknown,
): SandboxResponse {
	const page = readPositive(request.query, 'page', 1);
	const perPage = Math.min(readPositive(request.query, 'per_page', LARGEST_PAGE), LARGEST_PAGE);
	const lastPage = Math.max(1, Math.ceil(items.length / perPage));
	const linkTo = (target: number, relation: string): string => {
		const query = new URLSearchParams(request.query);
		query.set('page', String(target));
		query.set('per_page', String(perPage));
		return `<${request.baseUrl}${request.path}?${query}>; rel="${relation}"`;
	};
	const links: string[] = [];
	if (page < lastPage) links.push(linkTo(page + 1, 'next'), linkTo(lastPage, 'last'));
	if (page > 1) links.push(linkTo(1, 'first'), linkTo(page - 1, 'prev'));
	return {
		status: 200,
		headers: {
			'X-Total': String(items.length),
			...(links.length > 0 && { Link: links.join(', ') }),
		},
		body: items.slice((page - 1) * perPage, page * perPage).map(present),
	};
}
