import { isPrivateHost } from '../../../nodes/shared/health/privateHost';
import { redirectOf } from '../../../nodes/shared/health/redirect';
import { bodyOf, checkOnce, useHealthServers } from './healthServer';

const serve = useHealthServers();

describe('Health Check and redirects', () => {
	it('asks another host nothing, and says why', async () => {
		const secret = await serve((_request, response) => response.end('the secret of another host'));
		const site = await serve((_request, response) =>
			response.writeHead(302, { Location: `${secret.origin}/latest/meta-data?token=t0psecret` }).end('moved'),
		);
		const result = await checkOnce({ url: site.origin });
		expect(secret.asked).toEqual([]);
		const { host } = new URL(secret.origin);
		expect(result).toMatchObject({
			healthy: false,
			reason: `answers 302, not 200-299: it leads to another host, ${host}, and only redirects to the same host are followed`,
			lastFailure: { status: 302, bodyExcerpt: 'moved' },
		});
		expect(JSON.stringify(result)).not.toMatch(/t0psecret|meta-data|the secret/);
		expect(await checkOnce({ url: site.origin, expectedStatus: '302' })).toMatchObject({ healthy: true });
	});

	it('never follows into a private network, even where other hosts are allowed', async () => {
		const secret = await serve((_request, response) => response.end('the secret of another host'));
		const site = await serve((_request, response) => response.writeHead(307, { Location: secret.origin }).end());
		const result = await checkOnce({ url: site.origin, redirectHosts: 'any' });
		expect(secret.asked).toEqual([]);
		expect(String(result.reason)).toContain('in a private network, which is not followed');
	});

	it('follows on the same host with the same user, and judges what is there', async () => {
		const users: string[] = [];
		const site = await serve((request, response) => {
			users.push(String(request.headers.authorization));
			if (request.url === '/old') return void response.writeHead(301, { Location: '/new' }).end('x'.repeat(100_000));
			response.statusCode = 503;
			response.end('down');
		});
		const result = await checkOnce({ url: `${site.origin.replace('//', '//me:hunter22@')}/old` });
		expect(new Set(users).size).toBe(1);
		expect(users[0]).toMatch(/^Basic /);
		expect(result).toMatchObject({
			reason: 'answers 503, not 200-299',
			lastFailure: { status: 503, bodyExcerpt: 'down' },
		});
		expect(site.asked).toContain('GET /new');
	});

	it('keeps to the policy for the version, too', async () => {
		const other = await serve((_request, response) => response.end('{"commit":"abcdefg"}'));
		const site = await serve((request, response) => {
			if (request.url === '/version.json') return void response.writeHead(302, { Location: `${other.origin}/v` }).end();
			response.end('ok');
		});
		const result = await checkOnce({
			url: site.origin,
			versionMatch: 'jsonPath',
			versionJsonPath: 'commit',
			versionUrl: `${site.origin}/version.json`,
			expectedVersion: 'abcdefg',
		});
		expect(result).toMatchObject({ healthy: false, version: null });
		expect(String(result.reason)).toContain('leads to another host');
		expect(other.asked).toEqual([]);
		expect(bodyOf(result)).toBe('ok');
	});
});

describe('a redirect', () => {
	const from = new URL('https://me:pw@shop.example/health');
	it.each([
		['/up', 'https://me:pw@shop.example/up'],
		['//shop.example/up', 'https://me:pw@shop.example/up'],
		['https://SHOP.example:443/up', 'https://me:pw@shop.example/up'],
		['https://www.shop.example/up', 'https://www.shop.example/up'],
		// Not with a password, over an open line.
		['http://shop.example/up', 'http://shop.example/up'],
	])('to %s goes on', (location, href) => {
		expect(redirectOf(302, location, from, 'sameHost')).toEqual({ kind: 'follow', address: new URL(href) });
	});

	it.each([
		['https://cdn.shop.example/', 'another host, cdn.shop.example,'],
		['https://shop.example:8443/', 'another host, shop.example:8443,'],
		['https://shop.example.evil.example/', 'another host'],
		['https://shop.example@evil.example/', 'another host, evil.example,'],
		['ftp://shop.example/', 'a ftp: address'],
	])('to %s does not', (location, reason) => {
		expect(redirectOf(302, location, from, 'sameHost')).toMatchObject({
			kind: 'refuse',
			reason: expect.stringContaining(reason) as unknown,
		});
	});

	it('to any public host takes no user along', () => {
		const followed = redirectOf(302, 'https://cdn.example/x', from, 'anyHost');
		expect(followed).toEqual({ kind: 'follow', address: new URL('https://cdn.example/x') });
	});

	it.each([
		[200, '/up'],
		[304, '/up'],
		[302, undefined],
		[302, 'http://'],
	])('is none for %s and %s', (status, location) => {
		expect(redirectOf(status, location, from, 'sameHost')).toEqual({ kind: 'none' });
	});
});

describe('a private host', () => {
	it.each([
		'127.0.0.1',
		'127.1',
		'2130706433',
		'0x7f.1',
		'10.1.2.3',
		'172.31.0.1',
		'192.168.1.1',
		'169.254.169.254',
		'2852039166',
		'100.64.0.1',
		'0.0.0.0',
		'224.0.0.1',
		'[::1]',
		'[::]',
		'[fe80::1]',
		'[fd00:ec2::254]',
		'[::ffff:169.254.169.254]',
		'[::ffff:7f00:1]',
		'[64:ff9b::a9fe:a9fe]',
		'[2002:7f00:1::]',
		'[::127.0.0.1]',
		'[ff02::1]',
		'localhost',
		'LOCALHOST.',
		'db.localhost',
		'metadata.google.internal',
		'metadata',
		'printer.local',
		'redis.lan',
	])('is %s', (host) => expect(isPrivateHost(new URL(`http://${host}/`).hostname)).toBe(true));

	it.each([
		'shop.example',
		'1.1.1.1',
		'172.32.0.1',
		'192.169.0.1',
		'100.128.0.1',
		'[2606:4700::1111]',
		'[::ffff:1.1.1.1]',
		'[64:ff9b::101:101]',
		'internal.example.com',
		'localhost.example.com',
	])('is not %s', (host) => expect(isPrivateHost(new URL(`http://${host}/`).hostname)).toBe(false));
});
