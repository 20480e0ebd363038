import { request } from 'node:http';
import { connect } from 'node:net';

import { isLoopbackHost } from '../../../sandbox/kernel/loopback';
import type { SandboxPlatform } from '../../../sandbox/kernel/platform';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';

const PLATFORM: SandboxPlatform = {
	name: 'echo',
	routes: [{ method: 'GET', pattern: '/thing', handle: () => ({ status: 200, body: 'a thing' }) }],
	controlRoutes: [{ method: 'POST', pattern: '/push', handle: () => ({ status: 201 }) }],
	publicRoutes: [{ method: 'GET', pattern: '/site/*rest', handle: () => ({ status: 200, body: 'a site' }) }],
	state: () => ({}),
	reset: () => undefined,
};

/** Every kind of address that the sandbox has, with what it answers to a tool on this machine. */
const ADDRESSES: ReadonlyArray<readonly [string, string, number]> = [
	['GET', '/', 200],
	['GET', '/_sandbox/state', 200],
	['GET', '/_sandbox/state/echo', 200],
	['GET', '/_sandbox/requests', 200],
	['DELETE', '/_sandbox/faults', 204],
	['POST', '/_sandbox/reset', 204],
	['POST', '/_sandbox/echo/push', 201],
	['GET', '/echo/thing', 200],
	['GET', '/site/index.html', 200],
];

describe('who may ask the sandbox', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox({ platforms: [() => PLATFORM], allowedHosts: ['host.docker.internal'] });
	});
	afterAll(async () => await sandbox.close());

	const ask = async (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
		await new Promise((resolve, reject) => {
			const asked = request(`${sandbox.origin}${path}`, { method, headers }, (response) => {
				response.resume();
				resolve(response.statusCode ?? 0);
			});
			asked.once('error', reject);
			asked.end();
		});
	const port = (): string => new URL(sandbox.origin).port;

	it.each(ADDRESSES)('%s %s: a page whose name was made to point here is refused', async (method, path, status) => {
		for (const name of [
			'evil.example',
			'EVIL.EXAMPLE.',
			'localhost.evil.example',
			'127.0.0.1.nip.io',
			'192.168.1.5',
			'0.0.0.0',
			'[fe80::1]',
		]) {
			const host = `${name}:${port()}`;
			expect([host, await ask(method, path, { host, origin: `http://${host}` })]).toEqual([host, 403]);
			expect([host, await ask(method, path, { host })]).toEqual([host, 403]);
		}
		for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '[::1]', '127.0.0.2']) {
			const host = `${name}:${port()}`;
			expect([host, await ask(method, path, { host })]).toEqual([host, status]);
		}
	});

	it.each(ADDRESSES.filter(([, path]) => path.startsWith('/_sandbox')))(
		'%s %s: a page of another origin is refused',
		async (method, path, status) => {
			const host = `localhost:${port()}`;
			for (const origin of [
				'https://evil.example',
				'null',
				`https://localhost:${port()}`,
				'http://localhost:1',
				`http://127.0.0.1:${port()}`,
			]) {
				expect([origin, await ask(method, path, { host, origin })]).toEqual([origin, 403]);
			}
			expect(await ask(method, path, { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
			expect(await ask(method, path, { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(status);
		},
	);

	it('lets a named host ask the platforms, and nothing else', async () => {
		const host = `host.docker.internal:${port()}`;
		expect(await ask('GET', '/echo/thing', { host })).toBe(200);
		expect(await ask('GET', '/site/index.html', { host })).toBe(200);
		expect(await ask('GET', '/_sandbox/state', { host })).toBe(403);
		expect(await ask('GET', '/', { host })).toBe(403);
	});

	it('refuses a request without a host, and says in its own name why', async () => {
		const answer = await new Promise<string>((resolve, reject) => {
			const socket = connect(Number(port()), '127.0.0.1', () => socket.write('GET /_sandbox/state HTTP/1.0\r\n\r\n'));
			let text = '';
			socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
			socket.once('end', () => resolve(text)).once('error', reject);
		});
		expect(answer).toMatch(/^HTTP\/1\.1 403/);
		expect(answer).toContain('loopback names only');
	});
});

it.each([
	['127.0.0.1', true],
	['127.0.0.1:4010', true],
	['127.1', true],
	['0x7f000001:80', true],
	['LocalHost:4010', true],
	['localhost.', true],
	['[::1]:4010', true],
	['[0:0:0:0:0:0:0:1]', true],
	['[::ffff:127.0.0.1]:4010', true],
	['', false],
	[undefined, false],
	['::1', false],
	['[::2]', false],
	['128.0.0.1', false],
	['0.0.0.0', false],
	['localhost@evil.example', false],
	['evil.example/127.0.0.1', false],
	['evil.example#localhost', false],
	['evil.example\\@localhost', false],
	['localhost localhost', false],
	['127.0.0.1.evil.example', false],
	['notlocalhost', false],
	['localhost.localdomain.evil', false],
	['[::ffff:8.8.8.8]', false],
])('takes %s for a loopback host: %s', (host, expected) => {
	expect(isLoopbackHost(host)).toBe(expected);
});
