import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { byId, none, useGrafana } from './grafanaDriver';

const clock = useManualClock();
const grafana = useGrafana(clock);

const create = {
	resource: 'annotation',
	operation: 'create',
	text: 'Deployed paintbox 1a2b3c4 to production',
	tags: 'slipway, service:paintbox',
	start: '2026-11-27T06:00:00Z',
	end: '',
	key: '',
	dashboard: none,
};
const finish = { resource: 'annotation', operation: 'finish', annotation: none, key: '', end: '', text: '', tags: '' };

describe('Annotation: Create', () => {
	it('makes a region from begin to end, once', async () => {
		const region = { ...create, end: '2026-11-27T06:02:00Z' };
		expect(await grafana.run(region)).toMatchObject({
			created: true,
			isRegion: true,
			startedAt: '2026-11-27T06:00:00.000Z',
			endedAt: '2026-11-27T06:02:00.000Z',
			tags: ['slipway', 'service:paintbox'],
		});
		expect(await grafana.run(region)).toMatchObject({ created: false });
		expect(await grafana.annotations()).toHaveLength(1);
	});

	it('finds one of a key again, whatever it says by now', async () => {
		await grafana.run({ ...create, key: 'deploy/1' });
		const again = await grafana.run({ ...create, key: 'deploy/1', text: 'Something else' });
		expect(again).toMatchObject({ created: false, text: create.text });
		expect(await grafana.run({ ...create, key: 'deploy/2' })).toMatchObject({ created: true });
	});

	it('begins now where no start is given, and is a point without an end', async () => {
		const point = await grafana.run({ ...create, start: '' });
		expect(point).toMatchObject({ isRegion: false, endedAt: null, startedAt: new Date(clock.now()).toISOString() });
	});

	it.each<[string, IDataObject]>([
		['lost', { kind: 'lostReply', method: 'POST' }],
		['cut off', { kind: 'malformed', method: 'POST' }],
		['never sent', { kind: 'reset', method: 'POST' }],
		['503', { status: 503, method: 'POST' }],
		['429', { status: 429, method: 'POST' }],
	])('makes one annotation where the answer is %s', async (_what, fault) => {
		grafana.fault(fault);
		await grafana.run(create);
		expect(await grafana.annotations()).toHaveLength(1);
	});

	it('is no success where what was accepted is not there', async () => {
		grafana.fault({ kind: 'status', status: 404, method: 'GET', path: '/api/annotations/1' });
		const failure = await grafana.failure(create);
		expect(failure.message).toMatch(/accepted the annotation .* as 1, and it is not there/);
	});

	it('changes nothing in a dry run, and refuses what cannot be before any call', async () => {
		expect(await grafana.run({ ...create, dryRun: true })).toMatchObject({ dryRun: true, text: create.text });
		expect((await grafana.failure({ ...create, end: '2026-11-27T05:00:00Z' })).message).toBe('End is before Start');
		expect((await grafana.failure({ ...create, start: 'yesterday' })).message).toContain('Start is not a time');
		expect((await grafana.failure({ ...create, text: ' ' })).message).toContain('Text is empty');
		expect(grafana.sandbox.requests({ platform: 'grafana' })).toEqual([]);
	});

	it('says of a wrong token where to make one', async () => {
		const failure = await grafana.failure(create, { serviceAccountToken: 'glsa_wrong' });
		expect(failure.message).toContain('401: Invalid API key');
		expect(failure.advice).toContain('Administration > Service Accounts');
	});

	it('says that the credential has no address', async () => {
		const failure = await grafana.failure(create, { baseUrl: '' });
		expect(failure.message).toContain('base URL of the Grafana credential is not an address');
	});
});

describe('Annotation: Finish', () => {
	it.each<[string, IDataObject]>([
		['good', {}],
		['lost', { kind: 'lostReply', method: 'PATCH' }],
		['500', { status: 500, method: 'PATCH' }],
	])('ends a region now where the answer is %s', async (_what, fault) => {
		const { id } = await grafana.run({ ...create, start: '' });
		clock.advance(90_000);
		if (Object.keys(fault).length > 0) grafana.fault(fault);
		const ended = await grafana.run({ ...finish, annotation: byId(String(id)), tags: 'state:live' });
		expect(ended).toMatchObject({
			isRegion: true,
			text: create.text,
			tags: ['slipway', 'service:paintbox', 'state:live'],
		});
		expect(Date.parse(String(ended.endedAt)) - Date.parse(String(ended.startedAt))).toBeGreaterThanOrEqual(90_000);
		expect(await grafana.annotations()).toHaveLength(1);
	});

	it('finds it by its key, and says which one there is not', async () => {
		await grafana.run({ ...create, start: '', key: 'deploy/1' });
		clock.advance(1_000);
		expect(await grafana.run({ ...finish, key: 'deploy/1', text: 'Live' })).toMatchObject({
			text: 'Live',
			isRegion: true,
		});
		expect((await grafana.failure({ ...finish, key: 'deploy/2' })).message).toContain(
			'no annotation of the key "deploy/2"',
		);
		expect((await grafana.failure({ ...finish, annotation: byId('99') })).message).toBe('Grafana has no annotation 99');
		expect((await grafana.failure(finish)).message).toBe('Annotation and Key are both empty');
	});

	it('refuses an end before its begin', async () => {
		await grafana.run({ ...create, key: 'deploy/1' });
		const failure = await grafana.failure({ ...finish, key: 'deploy/1', end: '2026-11-27T05:00:00Z' });
		expect(failure.message).toContain('End is before the annotation begins');
	});
});

it('lists those of a tag and of a time, newest first', async () => {
	const nowMs = clock.now();
	for (const hours of [1, 5, 50]) {
		await grafana.run({ ...create, text: `${hours} hours ago`, start: String(nowMs - hours * 3_600_000) });
	}
	await grafana.run({ ...create, text: 'Of others', tags: 'others', start: '' });
	const list = { resource: 'annotation', operation: 'getMany', tags: 'slipway', hours: 24 };
	expect((await grafana.items(list)).map(({ text }) => text)).toEqual(['1 hours ago', '5 hours ago']);
	expect(await grafana.items({ ...list, returnAll: false, limit: 1 })).toHaveLength(1);
	expect((await grafana.items({ ...list, simplify: false }))[0]).toHaveProperty('timeEnd');
	expect(await grafana.search('searchAnnotations', 'others')).toHaveLength(1);
});
