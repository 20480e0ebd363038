import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData, type IExecuteFunctions, type INode, type INodeType } from 'n8n-workflow';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SlipwayNetlifyApi } from '../../../credentials/SlipwayNetlifyApi.credentials';
import { type ErrorHints, PlatformRequestError, toNodeError } from '../../../nodes/shared/operation/errors';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createPlatformClient, type Platform } from '../../../nodes/shared/http/platformClient';
import { listByCursor, listByPage } from '../../../nodes/shared/http/pagination';
import { path } from '../../../nodes/shared/http/path';
import { prepareNode } from '../../n8n/nodeHarness';

const token = 'planted-token-4711';

const platform: Platform = {
	name: 'Example',
	credentialType: 'slipwayNetlifyApi',
	defaultBaseUrl: 'http://127.0.0.1:9',
};

const anyNode: INodeType = {
	description: {
		displayName: 'Any',
		name: 'any',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
		credentials: [{ name: 'slipwayNetlifyApi' }],
	},
};

const anyNodeInWorkflow: INode = {
	id: '1',
	name: 'Any',
	type: 'any',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

let server: Server;
let origin: string;
let answers: Array<(request: IncomingMessage, response: ServerResponse) => void>;
let received: Array<{ readonly method: string; readonly url: string; readonly authorization?: string }>;
let slept: number[];
let restoreClock: () => void;

beforeAll(async () => {
	server = createServer((request, response) => {
		received.push({
			method: request.method ?? '',
			url: request.url ?? '',
			authorization: request.headers.authorization,
		});
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		request.resume().on('end', () => answer?.(request, response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	answers = [];
	received = [];
	slept = [];
	let nowMs = Date.UTC(2026, 0, 1);
	restoreClock = replaceClock({
		now: () => nowMs,
		sleep: async (durationMs) => {
			slept.push(durationMs);
			nowMs += durationMs;
		},
		random: () => 0.5,
	});
});
afterEach(() => restoreClock());

function client(baseUrl = origin, of: Platform = platform) {
	const { workflow, node, additionalData } = prepareNode({
		node: anyNode,
		parameters: {},
		credentials: [{ type: new SlipwayNetlifyApi(), data: { accessToken: token, baseUrl } }],
	});
	const items = [{ json: {} }];
	const context: IExecuteFunctions = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createRunExecutionData(),
		0,
		items,
		{ main: [items] },
		{ node, data: { main: [items] }, source: null },
		[],
	);
	return createPlatformClient(of, context, 0);
}

const answer =
	(status: number, body: unknown, headers: Record<string, string> = {}) =>
	(_request: IncomingMessage, response: ServerResponse): void => {
		response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
	};

async function failureOf(promise: Promise<unknown>): Promise<PlatformRequestError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof PlatformRequestError) return error;
	throw new Error(`Expected a PlatformRequestError, got ${String(error)}`);
}

it('sends the token of the credential, and waits as long as Retry-After says before it tries again', async () => {
	answers = [answer(429, {}, { 'retry-after': '7' }), answer(200, { fine: true })];
	await expect(client().object({ method: 'GET', path: '/x' })).resolves.toEqual({ fine: true });
	expect(received.map(({ authorization }) => authorization)).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
	expect(slept).toEqual([7_000]);
});

it('waits for the reset when a 403 is a used-up rate limit', async () => {
	const resetSeconds = String(Date.UTC(2026, 0, 1) / 1000 + 20);
	answers = [answer(403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetSeconds }), answer(200, {})];
	await client().object({ method: 'GET', path: '/x' });
	expect(slept).toEqual([20_000]);
});

it('carries a write out once when its answer was lost, unless it is safe to repeat', async () => {
	answers = [(request) => request.socket.destroy(), answer(200, {})];
	const failure = await failureOf(client().object({ method: 'POST', path: '/x', body: {} }));
	expect(failure.status).toBeNull();
	expect(received).toHaveLength(1);

	received = [];
	answers = [(request) => request.socket.destroy(), answer(200, {})];
	await client().object({ method: 'POST', path: '/x', body: {}, safeToRepeat: true });
	expect(received).toHaveLength(2);
});

it("gives up after the last attempt, with the status and the vendor's own words", async () => {
	answers = [answer(503, { message: 'down for a moment' })];
	const failure = await failureOf(client().object({ method: 'GET', path: '/x' }));
	expect(failure.message).toBe('Example answered GET /x with 503: down for a moment');
	expect(received).toHaveLength(5);
});

it('keeps the token out of an error even when the platform echoes it', async () => {
	answers = [answer(422, { message: `header "Bearer ${token}" is no good` })];
	const failure = await failureOf(client().object({ method: 'POST', path: '/x', body: { token } }));
	expect(failure.message).toContain('is no good');
	expect(JSON.stringify([failure, failure.message, failure.stack])).not.toContain(token);
});

it('keeps the token out of an error when nobody answers', async () => {
	const closed = createServer();
	await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
	const { port } = closed.address() as AddressInfo;
	await new Promise((resolve) => closed.close(resolve));
	const failure = await failureOf(client(`http://127.0.0.1:${port}`).object({ method: 'GET', path: '/x' }));
	expect(failure.code).toBe('ECONNREFUSED');
	expect(JSON.stringify([failure, failure.message, failure.stack, failure.cause ?? null])).not.toContain(token);
});

it('does not take the token to where a redirect points', async () => {
	let visited = false;
	const elsewhere = createServer((_request, response) => {
		visited = true;
		response.end('{}');
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	const { port } = elsewhere.address() as AddressInfo;
	answers = [answer(302, {}, { location: `http://127.0.0.1:${port}/steal` })];
	const failure = await failureOf(client().object({ method: 'GET', path: '/x' }));
	expect(failure.status).toBe(302);
	expect(visited).toBe(false);
	await new Promise((resolve) => elsewhere.close(resolve));
});

it.each([
	['a broken body', '{"id": "cut off'],
	['a web page', '<html>maintenance</html>'],
	['nothing', ''],
	['a list', '[]'],
])('takes no %s for an object', async (_name, body) => {
	answers = [answer(200, body)];
	const failure = await failureOf(client().object({ method: 'GET', path: '/x' }));
	expect(failure.message).toMatch(/the answer is not/);
});

it('keeps an id inside its segment', () => {
	expect(path`/sites/${'../../user'}/deploys/${'a/b?c#d'}`).toBe('/sites/..%2F..%2Fuser/deploys/a%2Fb%3Fc%23d');
	expect(() => path`/sites/${'..'}/deploys`).toThrow('".." is not a name or an id');
});

it('lists all pages by number, until a short one, and no further than asked', async () => {
	const rows = Array.from({ length: 250 }, (_, index) => ({ index }));
	answers = [
		(request, response) => {
			const query = new URL(request.url ?? '', origin).searchParams;
			const size = Number(query.get('per_page'));
			const start = (Number(query.get('page')) - 1) * size;
			response.end(JSON.stringify(rows.slice(start, start + size)));
		},
	];
	const request = { method: 'GET' as const, path: '/rows' };
	expect(await listByPage(client(), request, { limit: Infinity, pageSize: 100 })).toEqual(rows);
	expect(await listByPage(client(), request, { limit: 120, pageSize: 100 })).toEqual(rows.slice(0, 120));
});

it('goes on after a full last page only when the Link header names a next one', async () => {
	answers = [answer(200, [1, 2], { link: '<http://x/?page=1>; rel="first"' })];
	expect(await listByPage(client(), { method: 'GET', path: '/r' }, { limit: Infinity, pageSize: 2 })).toEqual([1, 2]);
	expect(received).toHaveLength(1);
});

it('follows a cursor to its end and is not caught by one that repeats', async () => {
	const pages: Record<string, unknown> = {
		'': { rows: [1, 2], next: 'b' },
		b: { rows: [3], next: 'c' },
		c: { rows: [], next: 'c' },
	};
	answers = [
		(request, response) => {
			const cursor = new URL(request.url ?? '', origin).searchParams.get('cursor') ?? '';
			response.end(JSON.stringify(pages[cursor]));
		},
	];
	const found = await listByCursor<number>(
		client(),
		{ method: 'GET', path: '/rows' },
		{
			limit: Infinity,
			parameter: 'cursor',
			select: (body) => (body as { rows: unknown }).rows,
			next: (body) => (body as { next?: string }).next,
		},
	);
	expect(found).toEqual([1, 2, 3]);
});

const getX = { method: 'GET', path: '/x' } as const;
const post = { method: 'POST', path: '/x', body: { a: 1 } } as const;

describe('when it answers from another place', () => {
	it.each([301, 302, 307, 308])('follows a %i on the same host, with method, body and token', async (status) => {
		answers = [answer(status, {}, { location: '/repositories/1296269/x' }), answer(200, { fine: true })];
		await expect(client().object(post)).resolves.toEqual({ fine: true });
		expect(received).toEqual([
			{ method: 'POST', url: '/x', authorization: `Bearer ${token}` },
			{ method: 'POST', url: '/repositories/1296269/x', authorization: `Bearer ${token}` },
		]);
	});

	it('only reads what a 303 points to, and takes the query along when the new place has none', async () => {
		answers = [answer(303, {}, { location: '/y' }), answer(200, {})];
		await client().object(post);
		expect(received[1]).toMatchObject({ method: 'GET', url: '/y' });
		answers = [answer(301, {}, { location: `${origin}/z` }), answer(200, {})];
		await client().object({ ...getX, query: { page: 2 } });
		expect(received.at(-1)).toMatchObject({ url: '/z?page=2' });
	});

	it.each([
		'http://127.0.0.1:9/steal',
		'//example.com/steal',
		'https://127.0.0.1/x',
		'ftp://x/y',
		'http://[',
		'/x',
		'',
	])('does not follow to %s', async (location) => {
		answers = [answer(301, { message: 'Moved Permanently' }, { location })];
		const failure = await failureOf(client().object(getX));
		expect(failure.status).toBe(301);
		expect(toNodeError(anyNodeInWorkflow, failure, 0).description).toMatch(/moved or renamed/);
		expect(received).toHaveLength(1);
	});

	it('does not go in circles', async () => {
		answers = [answer(302, {}, { location: '/x' })];
		expect((await failureOf(client().object(getX))).status).toBe(302);
		expect(received.length).toBeLessThan(10);
	});
});

describe('when an answer cannot be read', () => {
	it.each([
		['cut off', '{"id": "cut'],
		['empty', ''],
		['a page', '<html>one moment</html>'],
	])('reads again (%s)', async (_name, body) => {
		answers = [answer(200, body), answer(200, { id: 'x' })];
		await expect(client().object(getX)).resolves.toEqual({ id: 'x' });
	});

	it('does not write again, and says that it may have happened', async () => {
		answers = [answer(201, '{"id": "cut')];
		const failure = await failureOf(client().object(post));
		expect(failure).toMatchObject({ kind: 'unreadable', mayHaveHappened: true, isTransient: true });
		expect(received).toHaveLength(1);
	});
});

describe('when the platform has words of its own for a failure', () => {
	const speaking: Platform = {
		...platform,
		readFailureKind: ({ message }) =>
			/secondary rate limit/.test(message) ? 'rateLimited' : /^quota/.test(message) ? 'refused' : undefined,
		rateLimitPolicy: {
			maxAttempts: 3,
			baseDelayMs: 60_000,
			minDelayMs: 60_000,
			maxDelayMs: 600_000,
			maxRetryAfterMs: 600_000,
		},
	};
	const hints: ErrorHints = {
		403: 'give it a permission',
		429: 'wait',
		words: [{ pattern: /^quota/, advice: 'buy more' }],
	};

	it.each([403, 429])('waits as the vendor asks after a %i that is a rate limit', async (status) => {
		answers = [answer(status, { message: 'a secondary rate limit' }), answer(200, {})];
		await client(origin, speaking).object(post);
		expect(slept).toEqual([60_000]);
		answers = [answer(status, { message: 'a secondary rate limit' })];
		const failure = await failureOf(client(origin, speaking).object(getX));
		expect(toNodeError(anyNodeInWorkflow, failure, 0, hints).description).toBe('wait');
		expect(slept.every((pauseMs) => pauseMs >= 60_000)).toBe(true);
	});

	it('does not wait for what cannot heal, and advises by the words', async () => {
		answers = [answer(429, { message: 'quota of the month' })];
		const failure = await failureOf(client(origin, speaking).object(getX));
		expect(received).toHaveLength(1);
		expect(toNodeError(anyNodeInWorkflow, failure, 0, hints).description).toBe('buy more');
		answers = [answer(403, { message: 'no access' })];
		const refused = await failureOf(client(origin, speaking).object(getX));
		expect(toNodeError(anyNodeInWorkflow, refused, 0, hints).description).toBe('give it a permission');
	});
});
