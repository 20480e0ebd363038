import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';

import type { NetlifySandboxDriver } from './netlifySandboxDriver';
import { PAINTBOX, startNetlify } from './netlifySandboxDriver';

const SECRET = 'fake-signature-secret';

interface Received {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A server that keeps what it is sent; `next` waits for the next delivery. */
async function startReceiver(status = 200) {
	const waiting: Array<(received: Received) => void> = [];
	const queue: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			response.writeHead(status).end();
			const received = { headers: request.headers, body: Buffer.concat(chunks).toString() };
			const waiter = waiting.shift();
			if (waiter) waiter(received);
			else queue.push(received);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('No port');
	return {
		url: `http://127.0.0.1:${address.port}/netlify`,
		next: async (): Promise<Received> => {
			const received = queue.shift();
			return received ?? (await new Promise((resolve) => waiting.push(resolve)));
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

let netlify: NetlifySandboxDriver;
beforeEach(async () => {
	netlify = await startNetlify();
});
afterEach(async () => {
	const violations = netlify.violations();
	await netlify.close();
	expect(violations).toEqual([]);
});

const register = async (event: string, url: string, secret?: string) =>
	await netlify.api('POST', '/hooks?site_id=paintbox', {
		json: { type: 'url', event, data: { url, ...(secret && { signature_secret: secret }) } },
	});

const decode = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

test('each event of a deploy reaches its hook, with a signature over the body', async () => {
	const receiver = await startReceiver();
	for (const event of ['deploy_building', 'deploy_created']) {
		const hook = await register(event, receiver.url, SECRET);
		expect([hook.status, hook.body['event'], hook.body['disabled']]).toEqual([201, event, false]);
	}
	const { body } = await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(5000);
	const building = await receiver.next();
	expect(building.headers['x-netlify-event']).toBe('deploy_building');
	expect(JSON.parse(building.body)).toMatchObject({ id: body['deploy_id'], state: 'building' });
	netlify.clock.advance(60_000);
	const created = await receiver.next();
	expect(JSON.parse(created.body)).toMatchObject({ id: body['deploy_id'], state: 'ready' });
	const [header, payload, signature] = String(created.headers['x-webhook-signature']).split('.');
	expect(decode(header)).toEqual({ alg: 'HS256', typ: 'JWT' });
	expect(decode(payload)).toEqual({
		iss: 'netlify',
		sha256: createHash('sha256').update(created.body).digest('hex'),
	});
	const expected = createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url');
	expect(signature).toBe(expected);
	await receiver.close();
});

test('a failed build, a lock and its end are told; without a secret nothing is signed', async () => {
	const receiver = await startReceiver();
	const events = ['deploy_failed', 'deploy_locked', 'deploy_unlocked', 'deploy_restored'];
	for (const event of events) await register(event, receiver.url);
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': 'boom' });
	await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(60_000);
	const failed = await receiver.next();
	expect(JSON.parse(failed.body)).toMatchObject({
		state: 'error',
		error_message: expect.stringContaining('boom'),
	});
	expect(failed.headers['x-webhook-signature']).toBeUndefined();
	const live = (await netlify.api('GET', '/sites/paintbox/deploys?latest-published=true')).list[0];
	for (const [action, event] of [
		[`/deploys/${String(live?.['id'])}/lock`, 'deploy_locked'],
		[`/deploys/${String(live?.['id'])}/unlock`, 'deploy_unlocked'],
		[`/sites/paintbox/deploys/${String(live?.['id'])}/restore`, 'deploy_restored'],
	] as const) {
		await netlify.api('POST', action);
		expect((await receiver.next()).headers['x-netlify-event']).toBe(event);
	}
	await receiver.close();
});

test('a hook that keeps failing is disabled, and its failures are on record', async () => {
	const receiver = await startReceiver(500);
	const hook = await register('deploy_locked', receiver.url, SECRET);
	const live = (await netlify.api('GET', '/sites/paintbox/deploys?latest-published=true')).list[0];
	for (let attempt = 0; attempt < 6; attempt += 1) {
		await netlify.api('POST', `/deploys/${String(live?.['id'])}/lock`);
		await receiver.next();
		await netlify.api('POST', `/deploys/${String(live?.['id'])}/unlock`);
	}
	const path = `/hooks/${String(hook.body['id'])}`;
	for (;;) {
		if ((await netlify.api('GET', path)).body['disabled'] === true) break;
	}
	const state = netlify.sandbox.state();
	expect(state).toMatchObject({
		netlify: { deliveries: Array.from({ length: 6 }, () => ({ status: 500 })) },
	});
	expect(JSON.stringify([state, netlify.sandbox.requests()])).not.toContain(SECRET);
	const enabled = await netlify.api('POST', `${path}/enable`);
	expect(enabled.body['disabled']).toBe(false);
	expect((await netlify.api('DELETE', path)).status).toBe(204);
	expect((await netlify.api('GET', '/hooks?site_id=paintbox')).list).toEqual([]);
	await receiver.close();
});

test('an unknown event and a hook without an address are refused', async () => {
	expect((await register('deploy_exploded', 'http://127.0.0.1:9/')).status).toBe(422);
	expect((await register('deploy_failed', 'nowhere')).status).toBe(422);
});
