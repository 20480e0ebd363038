import { createManualClock } from '../../../sandbox/kernel/clock';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { createPagerDutyPlatform, sandboxRoutingKey } from '../../../sandbox/pagerduty/index';
import { createContractRecorder } from '../../contract/contractValidator';
import type { ContractRecorder } from '../../contract/contractValidator';

describe('PagerDuty Events API v2', () => {
	const clock = createManualClock();
	let sandbox: Sandbox;
	let recorder: ContractRecorder;

	beforeAll(async () => {
		sandbox = await startSandbox({ platforms: [createPagerDutyPlatform], clock });
		recorder = createContractRecorder(sandbox);
	});
	beforeEach(async () => await sandbox.reset());
	afterAll(async () => {
		await sandbox.close();
	});

	const send = async (path: string, body: unknown) => {
		const response = await fetch(`${sandbox.origin}/pagerduty/v2${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};
	const payload = { summary: 'Paintbox is down', source: 'slipway', severity: 'critical' };
	const event = (fields: Record<string, unknown> = {}) => ({
		routing_key: sandboxRoutingKey,
		event_action: 'trigger',
		dedup_key: 'slipway/paintbox',
		payload,
		...fields,
	});
	const incidents = () =>
		(sandbox.state().pagerduty as { incidents: ReadonlyArray<Record<string, unknown>> }).incidents;

	test('the routing key has the length of a real one', () => {
		expect(sandboxRoutingKey).toMatch(/^[a-z0-9]{32}$/);
	});

	test('a trigger opens an incident and answers its dedup key', async () => {
		expect(await send('/enqueue', event())).toEqual({
			status: 202,
			body: { status: 'success', message: 'Event processed', dedup_key: 'slipway/paintbox' },
		});
		expect(incidents()).toMatchObject([
			{ status: 'triggered', summary: 'Paintbox is down', triggerCount: 1, pageCount: 1 },
		]);
	});

	test('makes a dedup key when the event has none, another each time', async () => {
		const first = await send('/enqueue', event({ dedup_key: undefined }));
		const second = await send('/enqueue', event({ dedup_key: undefined }));
		expect(first.body.dedup_key).toMatch(/^[0-9a-f]{32}$/);
		expect(second.body.dedup_key).not.toBe(first.body.dedup_key);
		expect(incidents()).toHaveLength(2);
	});

	test('repeats merge into the open incident and page nobody again', async () => {
		await send('/enqueue', event());
		await send('/enqueue', event({ event_action: 'acknowledge', payload: undefined }));
		await send('/enqueue', event({ payload: { ...payload, summary: 'Still down' } }));
		expect(incidents()).toMatchObject([
			{ status: 'acknowledged', summary: 'Paintbox is down', triggerCount: 2, pageCount: 1 },
		]);
	});

	test('after a resolution the same key opens a new incident', async () => {
		await send('/enqueue', event());
		clock.advance(60_000);
		await send('/enqueue', event({ event_action: 'resolve', payload: undefined }));
		clock.advance(60_000);
		await send('/enqueue', event());
		const [first, second] = incidents();
		expect(first).toMatchObject({ number: 1, status: 'resolved', triggerCount: 1 });
		expect(Number(first?.resolvedAtMs) - Number(first?.createdAtMs)).toBe(60_000);
		expect(second).toMatchObject({ number: 2, status: 'triggered', pageCount: 1 });
	});

	test.each(['resolve', 'acknowledge'])(
		'%s of a key without an open incident is accepted and does nothing',
		async (action) => {
			const answer = await send('/enqueue', event({ event_action: action, payload: undefined }));
			expect(answer.status).toBe(202);
			expect(incidents()).toEqual([]);
		},
	);

	test.each([
		['no routing key', { routing_key: undefined }, "'routing_key' is missing or blank"],
		['a short routing key', { routing_key: 'abc' }, /should be 32 characters/],
		['an unknown routing key', { routing_key: 'f'.repeat(32) }, 'Invalid routing key'],
		['no action', { event_action: undefined }, "'event_action' is missing or blank"],
		['an unknown action', { event_action: 'escalate' }, /'event_action' is invalid/],
		['no payload', { payload: undefined }, "'payload' is missing or blank"],
		['no summary', { payload: { ...payload, summary: ' ' } }, /'payload.summary' is missing/],
		['a long summary', { payload: { ...payload, summary: 'x'.repeat(1025) } }, /1024 characters/],
		['no source', { payload: { ...payload, source: undefined } }, /'payload.source' is missing/],
		['a bad severity', { payload: { ...payload, severity: 'high' } }, /'critical', 'error'/],
		['a bad timestamp', { payload: { ...payload, timestamp: 'soon' } }, /'payload.timestamp'/],
		['a long dedup key', { dedup_key: 'x'.repeat(256) }, /255 characters/],
		['a link without address', { links: [{ text: 'x' }] }, "'links[0].href' is missing or blank"],
		['a link without an address', { links: [{ href: 'nowhere' }] }, "'links[0].href' is invalid (must be a URL)"],
		['a client address that is not an address', { client_url: 'nowhere' }, "'client_url' is invalid (must be a URL)"],
		['a long component', { payload: { ...payload, component: 'x'.repeat(256) } }, /255 characters/],
		['a group that is not a string', { payload: { ...payload, group: 7 } }, /must be a string/],
		['details that are a list', { payload: { ...payload, custom_details: [1] } }, /must be an object/],
		[
			'a resolution without dedup key',
			{ event_action: 'resolve', dedup_key: undefined },
			"'dedup_key' is missing or blank",
		],
	])('refuses %s in the words of the vendor', async (_, fields, error) => {
		const answer = await send('/enqueue', event(fields));
		expect(answer).toMatchObject({
			status: 400,
			body: { status: 'invalid event', message: 'Event object is invalid' },
		});
		expect(answer.body.errors).toEqual([typeof error === 'string' ? error : expect.stringMatching(error)]);
		expect(incidents()).toEqual([]);
	});

	test('accepts a summary of exactly 1024 characters', async () => {
		const longest = { ...payload, summary: 'x'.repeat(1024) };
		expect((await send('/enqueue', event({ payload: longest }))).status).toBe(202);
	});

	test('refuses what is not JSON and what is too large', async () => {
		expect(await send('/enqueue', 'not json')).toMatchObject({
			status: 400,
			body: { status: 'Unrecognized object', errors: ['JSON parse error'] },
		});
		const huge = event({ payload: { ...payload, custom_details: { log: 'x'.repeat(600_000) } } });
		expect((await send('/enqueue', huge)).status).toBe(413);
	});

	test.each([
		['in the summary', { payload: { ...payload, summary: 'a\ud83d' } }],
		['deep in the details', { payload: { ...payload, custom_details: { list: [{ 'k\udc00': 1 }] } } }],
	])('cannot read half a character %s', async (_, fields) => {
		expect(await send('/enqueue', event(fields))).toMatchObject({
			status: 400,
			body: { errors: ['JSON parse error'] },
		});
		expect(incidents()).toEqual([]);
	});

	test('accepts so many events in a minute, and more a minute later', async () => {
		const limited = await fetch(`${sandbox.origin}/_sandbox/pagerduty/rate-limit`, {
			method: 'POST',
			body: '{"eventsPerMinute":2}',
		});
		expect(limited.status).toBe(200);
		const statuses = [];
		for (let count = 0; count < 3; count++) statuses.push((await send('/enqueue', event())).status);
		expect(statuses).toEqual([202, 202, 429]);
		clock.advance(60_000);
		expect((await send('/enqueue', event())).status).toBe(202);
	});

	test('keeps change events apart from incidents', async () => {
		const change = { routing_key: sandboxRoutingKey, payload: { summary: 'Deployed 1.2' } };
		expect((await send('/change/enqueue', change)).status).toBe(202);
		expect(sandbox.state().pagerduty).toMatchObject({
			incidents: [],
			changes: [{ summary: 'Deployed 1.2' }],
		});
		expect((await send('/change/enqueue', { ...change, payload: {} })).status).toBe(400);
	});

	test('the routing key is in neither the state nor the request log', async () => {
		await send('/enqueue', event());
		await send('/enqueue', event({ routing_key: 'd'.repeat(32) }));
		const shown = JSON.stringify([sandbox.requests(), sandbox.state()]);
		expect(shown).not.toContain(sandboxRoutingKey);
		expect(shown).not.toContain('d'.repeat(32));
	});

	test('a lost reply and its retry make one incident and one page', async () => {
		sandbox.addFault({ platform: 'pagerduty', kind: 'lostReply' });
		await expect(send('/enqueue', event())).rejects.toThrow();
		await send('/enqueue', event());
		expect(incidents()).toMatchObject([{ triggerCount: 2, pageCount: 1 }]);
	});

	test('every exchange of this file kept to the contract of the vendor', () => {
		if (recorder.skipped.pagerduty === undefined) {
			expect(recorder.checked('pagerduty')).toBeGreaterThan(20);
		}
		expect(recorder.violations()).toEqual([]);
	});
});
