import { request as httpRequest } from 'node:http';

import type { SandboxExchange } from '../../../sandbox/kernel/exchange';
import type { FaultSpecification } from '../../../sandbox/kernel/faults';
import { SandboxHttpError } from '../../../sandbox/kernel/platform';
import type { SandboxPlatform, SandboxServices } from '../../../sandbox/kernel/platform';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';

const secretToken = 'echo-secret-token';

function createEchoPlatform(services: SandboxServices): SandboxPlatform {
	let writes = 0;
	return {
		name: 'echo',
		secrets: [secretToken],
		secretFields: ['envValue'],
		routes: [
			{
				method: 'GET',
				pattern: '/things/:id',
				handle: ({ params, baseUrl }) => ({
					status: 200,
					body: { id: params.id, url: baseUrl, origin: services.origin() },
				}),
			},
			{
				method: 'GET',
				pattern: '/files/*rest',
				handle: ({ params }) => ({ status: 200, body: params.rest }),
			},
			{
				method: 'POST',
				pattern: '/things',
				handle: (request) => {
					const body = request.json();
					writes += 1;
					return { status: 201, headers: { 'X-Write': String(writes) }, body: { got: body } };
				},
			},
			{
				method: 'DELETE',
				pattern: '/things/:id',
				handle: () => {
					throw new SandboxHttpError(409, { message: 'In use' }, { 'Retry-After': '3' });
				},
			},
			{
				method: 'GET',
				pattern: '/broken',
				handle: () => {
					throw new Error('a bug');
				},
			},
		],
		controlRoutes: [{ method: 'GET', pattern: '/writes', handle: () => ({ status: 200, body: { writes } }) }],
		publicRoutes: [
			{
				method: 'GET',
				pattern: '/sites/:name/*path',
				handle: ({ params }) => ({ status: 200, body: `${params.name}: ${params.path}` }),
			},
		],
		notFound: ({ path }) => ({ status: 404, body: { error: `no ${path} here` } }),
		state: () => ({ writes }),
		reset() {
			writes = 0;
		},
	};
}

describe('sandbox kernel', () => {
	let sandbox: Sandbox;
	let exchanges: SandboxExchange[];

	beforeAll(async () => {
		exchanges = [];
		sandbox = await startSandbox({
			platforms: [createEchoPlatform],
			maximumBodyBytes: 1024 * 1024,
			onExchange: (exchange) => exchanges.push(exchange),
		});
	});
	afterAll(async () => await sandbox.close());
	beforeEach(async () => {
		await sandbox.reset();
		exchanges.length = 0;
	});

	const call = async (path: string, init?: RequestInit) => await fetch(`${sandbox.origin}${path}`, init);
	const post = async (path: string, body: unknown) => await call(path, { method: 'POST', body: JSON.stringify(body) });
	const writes = () => sandbox.state().echo;

	test('decodes path parameters and tells the platform its address', async () => {
		const response = await call('/echo/things/a%2Fb%20c');
		expect(await response.json()).toEqual({
			id: 'a/b c',
			url: `${sandbox.origin}/echo`,
			origin: sandbox.origin,
		});
	});

	test('a *rest parameter keeps its slashes, decoded', async () => {
		expect(await (await call('/echo/files/css/a%20b.css')).text()).toBe('css/a b.css');
		expect(await (await call('/echo/files/')).text()).toBe('');
	});

	test('answers unknown paths in the words of the platform, or as JSON at the root', async () => {
		const inPlatform = await call('/echo/nothing');
		expect(inPlatform.status).toBe(404);
		expect(await inPlatform.json()).toEqual({ error: 'no /nothing here' });
		const atRoot = await call('/nothing');
		expect(atRoot.status).toBe(404);
		expect(await atRoot.json()).toMatchObject({ message: 'Not Found' });
		expect((await call('/echo/things/1', { method: 'PATCH' })).status).toBe(404);
	});

	test('a malformed escape is a 400, not a crash', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			httpRequest(`${sandbox.origin}/echo/things/%E0%A4%A`, (response) => {
				response.resume();
				resolve(response.statusCode);
			})
				.on('error', reject)
				.end();
		});
		expect(status).toBe(400);
	});

	test('a thrown SandboxHttpError is the answer; another error is a marked 500', async () => {
		const conflict = await call('/echo/things/1', { method: 'DELETE' });
		expect(conflict.status).toBe(409);
		expect(conflict.headers.get('retry-after')).toBe('3');
		const broken = await call('/echo/broken');
		expect(broken.status).toBe(500);
		expect(broken.headers.get('x-sandbox-failure')).toBe('true');
	});

	test('HEAD answers as GET does, without the body', async () => {
		const response = await call('/echo/things/1', { method: 'HEAD' });
		expect(response.status).toBe(200);
		expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
		expect(await response.text()).toBe('');
	});

	test('refuses a body above the limit', async () => {
		const response = await call('/echo/things', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
		expect(response.status).toBe(413);
		expect(writes()).toEqual({ writes: 0 });
	});

	test('mounts public sites at the root and control routes below /_sandbox', async () => {
		expect(await (await call('/sites/paintbox/version.json')).text()).toBe('paintbox: version.json');
		await post('/echo/things', { a: 1 });
		expect(await (await call('/_sandbox/echo/writes')).json()).toEqual({ writes: 1 });
		expect(await (await call('/_sandbox/state')).json()).toEqual({ echo: { writes: 1 } });
		expect(await (await call('/_sandbox/state/echo')).json()).toEqual({ writes: 1 });
		expect((await call('/_sandbox/state/none')).status).toBe(404);
		expect((await call('/')).headers.get('content-type')).toContain('text/html');
	});

	test('logs requests with secrets masked; raw exchanges go to the listener only', async () => {
		await call(`/echo/things?_token=${secretToken}&page=2`, {
			method: 'POST',
			headers: { authorization: `Bearer ${secretToken}`, 'x-api-key': 'k-1' },
			body: JSON.stringify({
				access_token: 'abc-1',
				note: `uses ${secretToken}`,
				nested: [{ password: 'abc-2', envValue: 'abc-3', kept: 'yes' }],
			}),
		});
		const logged = await (await call('/_sandbox/requests?platform=echo')).text();
		for (const secret of [secretToken, 'k-1', 'abc-1', 'abc-2', 'abc-3']) {
			expect(logged).not.toContain(secret);
		}
		expect(JSON.parse(logged)).toMatchObject([
			{
				platform: 'echo',
				method: 'POST',
				path: '/things',
				query: { _token: '***', page: '2' },
				body: { access_token: '***', note: 'uses ***', nested: [{ kept: 'yes' }] },
				status: 201,
				responseBody: { got: { access_token: '***' } },
			},
		]);
		expect(exchanges[0]?.requestBody.toString()).toContain(secretToken);
		expect(exchanges[0]?.requestHeaders.authorization).toBe(`Bearer ${secretToken}`);
	});

	test('keeps only size and digest of a body that is not JSON', async () => {
		await call('/echo/files', { method: 'POST', body: 'plain text' });
		expect(sandbox.requests()[0]?.body).toEqual({
			bytes: 10,
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	test('lists requests since an id, and forgets them on DELETE', async () => {
		await call('/echo/things/1');
		await call('/echo/things/2');
		const [first] = sandbox.requests();
		const later: unknown = await (await call(`/_sandbox/requests?since=${first?.id}`)).json();
		expect(later).toMatchObject([{ path: '/things/2' }]);
		await call('/_sandbox/requests', { method: 'DELETE' });
		expect(sandbox.requests()).toEqual([]);
	});

	describe('faults', () => {
		const fault = (specification: Partial<FaultSpecification>) =>
			sandbox.addFault({ platform: 'echo', kind: 'status', ...specification });

		test('status: answers it once with its headers, and does not carry the request out', async () => {
			fault({ status: 429, headers: { 'Retry-After': '2' }, method: 'POST', path: '/things' });
			const limited = await post('/echo/things', {});
			expect(limited.status).toBe(429);
			expect(limited.headers.get('retry-after')).toBe('2');
			expect(writes()).toEqual({ writes: 0 });
			expect((await post('/echo/things', {})).status).toBe(201);
			expect(sandbox.requests().map(({ fault: applied }) => applied)).toEqual(['status', undefined]);
		});

		test('lostReply: carries the request out, then cuts the connection', async () => {
			fault({ kind: 'lostReply' });
			await expect(post('/echo/things', {})).rejects.toThrow();
			expect(writes()).toEqual({ writes: 1 });
			expect(sandbox.requests()[0]).toMatchObject({ status: null, fault: 'lostReply' });
		});

		test('reset: cuts the connection before anything is done', async () => {
			fault({ kind: 'reset' });
			await expect(post('/echo/things', {})).rejects.toThrow();
			expect(writes()).toEqual({ writes: 0 });
		});

		test('timeout: never answers and does nothing', async () => {
			fault({ kind: 'timeout' });
			await expect(
				call('/echo/things', { method: 'POST', body: '{}', signal: AbortSignal.timeout(100) }),
			).rejects.toThrow(/timeout/);
			expect(writes()).toEqual({ writes: 0 });
		});

		test('cutOff: carried out, and the connection is cut in the middle of the answer', async () => {
			fault({ kind: 'cutOff' });
			const response = await post('/echo/things', { a: 1 });
			expect(response.status).toBe(201);
			await expect(response.text()).rejects.toThrow(/terminated/);
			expect(writes()).toEqual({ writes: 1 });
		});

		test('malformed: carried out, and the body does not parse', async () => {
			fault({ kind: 'malformed' });
			const response = await post('/echo/things', { a: 1 });
			expect(response.status).toBe(201);
			await expect(response.json()).rejects.toThrow(/JSON/);
			expect(writes()).toEqual({ writes: 1 });
		});

		test('delay: carried out, late', async () => {
			fault({ kind: 'delay', delayMs: 60 });
			const startedAt = performance.now();
			expect((await post('/echo/things', {})).status).toBe(201);
			expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
		});

		test('honours afterRequests and times', async () => {
			fault({ status: 503, times: 2, afterRequests: 1 });
			const statuses: number[] = [];
			for (let index = 0; index < 5; index++) statuses.push((await call('/echo/things/1')).status);
			expect(statuses).toEqual([200, 503, 503, 200, 200]);
		});

		test('stays until it is removed when times is "always"', async () => {
			const created = await post('/_sandbox/faults', {
				platform: 'echo',
				kind: 'status',
				status: 500,
				times: 'always',
			});
			const { id } = (await created.json()) as { id: string };
			for (let index = 0; index < 3; index++) {
				expect((await call('/echo/things/1')).status).toBe(500);
			}
			expect(await (await call('/_sandbox/faults')).json()).toMatchObject([{ id, applied: 3, remaining: 'always' }]);
			expect((await call(`/_sandbox/faults/${id}`, { method: 'DELETE' })).status).toBe(204);
			expect((await call('/echo/things/1')).status).toBe(200);
			expect((await call(`/_sandbox/faults/${id}`, { method: 'DELETE' })).status).toBe(404);
		});

		test.each([
			['/things', '/echo/things/1', true],
			['/thing', '/echo/things/1', false],
			['/things/*', '/echo/things/1', true],
			['/*', '/echo/things/1', false],
			['/**', '/echo/things/1', true],
			['/things/2', '/echo/things/1', false],
		])('path %s on %s: applied %s', async (path, target, applied) => {
			fault({ path, status: 503 });
			expect((await call(target)).status === 503).toBe(applied);
		});

		test('hits public sites by the name "public"', async () => {
			fault({ platform: 'public', path: '/sites/paintbox', status: 502 });
			expect((await call('/sites/paintbox/')).status).toBe(502);
		});

		test.each([
			[{ platform: 'nothing', kind: 'status', status: 500 }, /platform must be one of echo/],
			[{ platform: 'echo', kind: 'explode' }, /kind must be one of/],
			[{ platform: 'echo', kind: 'status' }, /needs a status/],
			[{ platform: 'echo', kind: 'delay' }, /needs delayMs/],
			[{ platform: 'echo', kind: 'reset', times: 0 }, /times must be/],
			[{ platform: 'echo', kind: 'reset', time: 1 }, /unknown field "time"/],
			[{ platform: 'echo', kind: 'status', status: 500, headers: { a: 'b\r\nc' } }, /headers/],
			['no object', /JSON object/],
		])('refuses %j', async (input, why) => {
			const response = await post('/_sandbox/faults', input);
			expect(response.status).toBe(400);
			expect(((await response.json()) as { message: string }).message).toMatch(why);
			expect(await (await call('/_sandbox/faults')).json()).toEqual([]);
		});

		test('reset removes faults, latency and log, and resets the platform', async () => {
			fault({ status: 500, times: 'always' });
			await call('/echo/things/1');
			expect((await call('/_sandbox/reset', { method: 'POST' })).status).toBe(204);
			expect((await post('/echo/things', {})).status).toBe(201);
			expect(sandbox.requests()).toHaveLength(1);
		});
	});

	test('adds uniform latency to platform requests', async () => {
		expect((await post('/_sandbox/latency', { latencyMs: 50 })).status).toBe(200);
		const startedAt = performance.now();
		await call('/echo/things/1');
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
		expect((await post('/_sandbox/latency', { latencyMs: -1 })).status).toBe(400);
	});

	test('refuses control from another web page', async () => {
		const response = await call('/_sandbox/reset', {
			method: 'POST',
			headers: { origin: 'https://evil.example' },
		});
		expect(response.status).toBe(403);
		const own = await call('/_sandbox/reset', {
			method: 'POST',
			headers: { origin: sandbox.origin },
		});
		expect(own.status).toBe(204);
	});

	test('says so when the port is taken', async () => {
		const port = Number(new URL(sandbox.origin).port);
		await expect(startSandbox({ platforms: [], port })).rejects.toThrow(/EADDRINUSE/);
	});

	test('stops the server and what was made when a platform cannot start', async () => {
		let closed = false;
		const start = startSandbox({
			platforms: [
				(services) => ({
					...createEchoPlatform(services),
					close: async () => {
						closed = true;
						await Promise.resolve();
					},
				}),
				() => {
					throw new Error('cannot start');
				},
			],
		});
		await expect(start).rejects.toThrow('cannot start');
		expect(closed).toBe(true);
	});
});
