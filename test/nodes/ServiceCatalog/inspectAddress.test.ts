import type { IDataObject } from 'n8n-workflow';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { ServiceCatalog } from '../../../nodes/ServiceCatalog/ServiceCatalog.node';
import { selfSignedCertificate } from '../../../sandbox/neon/postgres/selfSignedCertificate';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { type HealthServer, useHealthServers } from '../HealthCheck/healthServer';

const start = useHealthServers();

async function inspect(address: string, more: IDataObject = {}): Promise<IDataObject> {
	const [item, ...others] = await runNodeForJson({
		node: new ServiceCatalog(),
		parameters: {
			resource: 'audit',
			operation: 'inspectAddress',
			address,
			burst: 5,
			requestTimeoutSeconds: 5,
			...more,
		} as never,
	});
	expect(others).toEqual([]);
	return item ?? {};
}

const alwaysWell = async (): Promise<HealthServer> =>
	await start((_request, response) => response.setHeader('X-Content-Type-Options', 'nosniff').end('{}'));

it('asks a few times by reading alone, from a foreign origin, and keeps what concerns security', async () => {
	const methods = new Set<string>();
	const origins = new Set<unknown>();
	const server = await start((request, response) => {
		methods.add(request.method ?? '');
		origins.add(request.headers.origin);
		response.setHeader('Content-Type', 'application/json').setHeader('Set-Cookie', 'session=secret');
		response.setHeader('Access-Control-Allow-Origin', String(request.headers.origin)).end('{}');
	});
	const seen = await inspect(`${server.origin}/health?key=k3y-value`);
	expect(seen).toEqual({
		url: `${server.origin}/health?key=***`,
		isPrivate: true,
		answer: {
			status: 200,
			headers: {
				'content-type': 'application/json',
				'access-control-allow-origin': 'https://slipway-audit.invalid',
			},
			otherHost: '',
			leadsToTls: false,
		},
		failure: '',
		isTlsFailure: false,
		plain: null,
		isPlainAsked: false,
		plainFailure: '',
		burst: { asked: 5, tookMs: 0, limitedAt: null, limitHeaders: [], stopped: '' },
	});
	expect([...methods]).toEqual(['GET']);
	expect([...origins]).toEqual(['https://slipway-audit.invalid']);
	expect(server.asked).toHaveLength(6);
});

it('stops at the first 429, and notes headers that tell of a limit', async () => {
	const limited = await start((_request, response, count) => {
		response.statusCode = count > 3 ? 429 : 200;
		response.end();
	});
	expect(await inspect(limited.origin)).toMatchObject({ burst: { asked: 3, limitedAt: 3, stopped: '' } });
	expect(limited.asked).toHaveLength(4);
	const open = await start((_request, response) => response.setHeader('RateLimit-Limit', '100').end());
	expect(await inspect(open.origin)).toMatchObject({ burst: { limitHeaders: ['ratelimit-limit'] } });
});

it('stops asking what becomes ill, and asks not at all what is down', async () => {
	const ill = await start((_request, response, count) => {
		response.statusCode = count > 2 ? 503 : 200;
		response.end();
	});
	expect(await inspect(ill.origin)).toMatchObject({ burst: { asked: 2, stopped: 'request 2 was answered 503' } });
	const gone = await alwaysWell();
	await gone.close();
	expect(await inspect(gone.origin)).toMatchObject({
		answer: null,
		failure: expect.stringContaining('refused the connection'),
		burst: { asked: 0, limitedAt: null },
	});
	expect(await inspect(ill.origin, { burst: 0 })).toMatchObject({ burst: { asked: 0 } });
});

it('follows a redirect on the same host, and none to another', async () => {
	const other = await alwaysWell();
	const server = await start((request, response) => {
		if (request.url === '/old') response.writeHead(301, { Location: '/new' });
		else if (request.url === '/away') response.writeHead(302, { Location: `${other.origin}/` });
		else if (request.url === '/loop') response.writeHead(302, { Location: '/loop' });
		else response.setHeader('X-Content-Type-Options', 'nosniff');
		response.end();
	});
	expect(await inspect(`${server.origin}/old`)).toMatchObject({ answer: { status: 200 } });
	expect(await inspect(`${server.origin}/away`)).toMatchObject({
		answer: { status: 302, otherHost: new URL(other.origin).host },
		burst: { asked: 0 },
	});
	expect(other.asked).toEqual([]);
	expect(await inspect(`${server.origin}/loop`, { burst: 0 })).toMatchObject({ answer: { status: 302 } });
	expect(server.asked.filter((path) => path.endsWith('/loop'))).toHaveLength(4);
});

it('sees a header that came twice as both of its values', async () => {
	const server = await start((_request, response) => {
		response
			.setHeader('X-Frame-Options', ['DENY', 'SAMEORIGIN'])
			.setHeader('Access-Control-Allow-Origin', ['*', 'null']);
		response.end();
	});
	expect(await inspect(server.origin)).toMatchObject({
		answer: { headers: { 'x-frame-options': 'DENY, SAMEORIGIN', 'access-control-allow-origin': '*, null' } },
	});
});

it('tells a certificate that nobody vouches for from a service that is away', async () => {
	const { key, certificate } = selfSignedCertificate(Date.now());
	const server = createServer({ key, cert: certificate }, (_request, response) => response.end());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const { port } = server.address() as AddressInfo;
		expect(await inspect(`https://127.0.0.1:${port}/`)).toMatchObject({
			answer: null,
			isTlsFailure: true,
			failure: expect.stringContaining('TLS failed'),
		});
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
});

it('reads no endless body, and waits for no answer longer than it may', async () => {
	const endless = await start((_request, response) => {
		response.writeHead(200, { 'Content-Type': 'text/plain' });
		response.write('x'.repeat(1_000));
	});
	expect(await inspect(endless.origin, { burst: 2 })).toMatchObject({ answer: { status: 200 }, burst: { asked: 2 } });
	const silent = await start(() => undefined);
	expect(await inspect(silent.origin, { requestTimeoutSeconds: 0.2 })).toMatchObject({
		answer: null,
		failure: 'gave no answer within 0.2 s',
	});
});

it.each(['', 'ftp://example.com', 'not an address'])('refuses "%s" as an address', async (address) => {
	await expect(inspect(address)).rejects.toThrow('Address');
});
