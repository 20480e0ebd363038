import type { IDataObject } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../operation/errors';
import type { PlatformClient, PlatformRequest } from './platformClient';

/** No list here is this long: more pages mean that the platform's paging goes in a circle. */
const maxPages = 2_000;

/**
 * All elements of a list that pages by number (`page=1...`), up to `limit`. Ends at the first page
 * that is shorter than the page size, or, where the platform sends `Link` headers, without a next.
 */
export async function listByPage<Element>(
	client: PlatformClient,
	request: PlatformRequest,
	paging: {
		readonly limit: number;
		/** The most a page can hold. */
		readonly pageSize: number;
		/** Takes the list out of the body, where it is not the body itself. */
		readonly select?: (body: unknown) => unknown;
	},
): Promise<Element[]> {
	const elements: Element[] = [];
	const pageSize = Math.min(paging.pageSize, Math.max(1, paging.limit));
	for (let page = 1; page <= maxPages; page++) {
		const response = await client.request({
			...request,
			query: { ...request.query, page, per_page: pageSize },
		});
		const found = listIn<Element>(client, request, paging.select?.(response.body) ?? response.body);
		elements.push(...found);
		const link = response.headers.link;
		const isLast = link === undefined ? found.length < pageSize : !/rel="?next"?/.test(link);
		if (isLast || found.length === 0 || elements.length >= paging.limit) {
			return elements.slice(0, paging.limit);
		}
	}
	throw endlessPaging(client, request);
}

/** All elements of a list that pages by a cursor or token, up to `limit`. */
export async function listByCursor<Element>(
	client: PlatformClient,
	request: PlatformRequest,
	paging: {
		readonly limit: number;
		/** Query parameter that carries the cursor. */
		readonly parameter: string;
		readonly select: (body: unknown) => unknown;
		/** The next cursor in a body; undefined or empty at the end. */
		readonly next: (body: unknown) => string | undefined;
	},
): Promise<Element[]> {
	const elements: Element[] = [];
	let cursor: string | undefined;
	for (let page = 1; page <= maxPages; page++) {
		const query: IDataObject = { ...request.query };
		if (cursor !== undefined) query[paging.parameter] = cursor;
		const { body } = await client.request({ ...request, query });
		const found = listIn<Element>(client, request, paging.select(body));
		elements.push(...found);
		const next = paging.next(body);
		// Some platforms repeat the last cursor at the end, with an empty page.
		if (!next || next === cursor || found.length === 0 || elements.length >= paging.limit) {
			return elements.slice(0, paging.limit);
		}
		cursor = next;
	}
	throw endlessPaging(client, request);
}

function listIn<Element>(client: PlatformClient, request: PlatformRequest, value: unknown): Element[] {
	if (Array.isArray(value)) return value as Element[];
	throw new PlatformRequestError(
		client.platform.name,
		`${request.method} ${request.path}`,
		200,
		'the answer holds no list',
		null,
		'unreadable',
	);
}

function endlessPaging(client: PlatformClient, request: PlatformRequest): OperationFailure {
	return new OperationFailure(
		`${client.platform.name} gave ${maxPages} pages for ${request.path} and no end`,
		'Set a limit instead of Return All, and report this',
	);
}
