import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import { FaultList } from '../../sandbox/kernel/faults';
import { isLeftBad } from './invariants/ledger';
import { judgeLook, judgeResult } from './invariants/platformResult';
import { judgePages } from './invariants/pages';
import { sweepFaults } from './faults';
import { spreadSampleOf } from './n8n/spreadSample';
import { faultAt, isLike, placeName, placesOf } from './requestPlace';
import { sampleOf } from './sample';
import { casesOf } from './sweepCase';

const exchange = (method: string, path: string, body = '', platform = 'fly'): SandboxExchange => ({
	platform,
	method,
	path,
	query: new URLSearchParams(),
	requestHeaders: {},
	requestBody: Buffer.from(body),
	status: 200,
	responseHeaders: {},
	responseBody: Buffer.alloc(0),
	fault: undefined,
	startedAtMs: 0,
	durationMs: 1,
});

const run = [
	exchange('GET', '/v1/apps'),
	exchange('GET', '/v1/apps/paintbox-api/machines'),
	exchange('GET', '/v1/apps/paintbox-api/machines/148e452c7d9789'),
	exchange('GET', '/v1/apps/paintbox-api/machines/e784e2b9f61548'),
	exchange('POST', '/graphql', '{"query":"query Live { a }"}'),
	exchange('POST', '/graphql', '{"query":"mutation Release { a }"}'),
];

describe('the places of a run', () => {
	const places = placesOf(run);

	it('have names that are the same in each run', () => {
		expect(places.map(placeName)).toEqual([
			'fly GET /v1/apps #1',
			'fly GET /v1/apps/paintbox-api/machines #1',
			'fly GET /v1/apps/paintbox-api/machines/* #1',
			'fly GET /v1/apps/paintbox-api/machines/* #2',
			'fly Live /graphql #1',
			'fly Release /graphql #1',
		]);
	});

	it('are hit by their own fault, and by no other', () => {
		const [fault] = sweepFaults;
		if (!fault) throw new Error('There is no fault');
		const hits = places.map((place) => {
			const faults = new FaultList();
			faults.add(faultAt(place, fault));
			return run.findIndex(({ platform, method, path }, index) =>
				Boolean(faults.take(platform, method, path, places[index]?.action)),
			);
		});
		expect(hits).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('are known by what a node asks for', () => {
		const [apps, , machine] = places;
		if (!apps || !machine) throw new Error('There are no places');
		expect(isLike(apps, { method: 'GET', path: '/fly/v1/apps' })).toBe(true);
		expect(isLike(apps, { method: 'GET', path: '/fly/v1/apps/paintbox-api' })).toBe(false);
		expect(isLike(machine, { method: 'GET', path: '/fly/v1/apps/paintbox-api/machines/4d8' })).toBe(true);
		expect(isLike(machine, { method: 'POST', path: '/fly/v1/apps/paintbox-api/machines/4d8' })).toBe(false);
	});

	it('lose no reply of what only reads, and have what lasts begin with the first', () => {
		const names = casesOf({ name: 'x', prepare: () => Promise.reject(new Error('not played')) }, places).map(
			({ name }) => name,
		);
		expect(names.filter((name) => /lost reply/.test(name))).toEqual(['x / fly Release /graphql #1 / lost reply']);
		expect(names.filter((name) => /#2 .* for good/.test(name))).toEqual([]);
		expect(new Set(names).size).toBe(names.length);
	});

	it('give the same sample each time', () => {
		const all = Array.from({ length: 50 }, (_, index) => ({ name: `case ${index}` }));
		expect(sampleOf(all, 5)).toEqual(sampleOf(all.toReversed(), 5));
	});
});

describe('the sample for a real n8n', () => {
	const cases = ['look', 'deploy', 'rollback'].flatMap((subject) =>
		['429', '500', 'reset'].flatMap((fault) =>
			[1, 2, 3].map((place) => ({ subject, fault, name: `${subject} / ${place} / ${fault}` })),
		),
	);
	const countsOf = (names: readonly string[]): number[] =>
		[...new Set(names)].map((name) => names.filter((other) => other === name).length);

	it('is spread over subjects and faults, and the same each time', () => {
		const sample = spreadSampleOf(cases, 9);
		expect(countsOf(sample.map(({ subject }) => subject))).toEqual([3, 3, 3]);
		expect(countsOf(sample.map(({ fault }) => fault))).toEqual([3, 3, 3]);
		expect(spreadSampleOf(cases.toReversed(), 9)).toEqual(sample);
	});

	it('takes no case twice, and ends where there are no more', () => {
		expect(new Set(spreadSampleOf(cases, 1000)).size).toBe(cases.length);
	});
});

describe('what is violated', () => {
	const seen = { before: 'old', wanted: 'new', atEnd: 'new', afterwards: 'new', isFollowed: false };
	const error = { message: 'No answer', advice: 'Try again' };

	it.each([
		['a success of what is not live', { ok: true, verified: true, state: 'live' }, { ...seen, atEnd: 'old' }],
		['a success that nobody verified', { ok: true, verified: false, state: 'live' }, seen],
		['a failure that is live', { ok: false, state: 'failed', error }, seen],
		['neither the old nor the new', { ok: false, state: 'failed', error }, { ...seen, afterwards: 'other' }],
		['an error without words', { ok: false, state: 'failed' }, { ...seen, afterwards: 'old' }],
	])('%s', (_what, published, commits) => {
		expect(judgeResult(published, commits)).toHaveLength(1);
	});

	it('is nothing in an unknown end, whatever became of it', () => {
		const unknown = { ok: false, state: 'unknown', error };
		expect(judgeResult(unknown, seen)).toEqual([]);
		expect(judgeResult(unknown, { ...seen, atEnd: 'old', afterwards: 'old' })).toEqual([]);
	});

	it('is a look that says another commit, or nothing', () => {
		expect(judgeLook({ ok: true, commit: 'old' }, 'new')).toHaveLength(1);
		expect(judgeLook({ ok: true, commit: 'new' }, 'new')).toEqual([]);
		expect(judgeLook({ ok: false, error }, 'new')).toEqual([]);
		expect(judgeLook(undefined, 'new')).toHaveLength(1);
	});

	it('is a page too many, too few, or one that stays', () => {
		const page = (status: string, pageCount = 1, dedupKey = 'slipway/a') => ({ status, pageCount, dedupKey });
		expect(judgePages([], true, true)).toEqual([]);
		expect(judgePages([page('triggered')], false, true)).toEqual([]);
		expect(judgePages([page('resolved')], true, true)).toEqual([]);
		expect(judgePages([], false, true)).toHaveLength(1);
		expect(judgePages([page('triggered')], true, true)).toHaveLength(1);
		expect(judgePages([page('triggered', 2)], false, true)).toHaveLength(1);
		expect(judgePages([page('triggered'), page('triggered', 1, 'slipway/b')], false, true)).toHaveLength(1);
	});

	it('is what is bad and live, unless a roll back that failed says so, and a person is told', () => {
		const row = { service: 'web', kind: 'rollback', state: 'failed', live_commit: 'new' };
		const page = {
			status: 'triggered',
			summary: 'web/production failed: It was not healthy. The roll back failed too: 503',
		};
		expect(isLeftBad([row], 'web', 'ill new', [page])).toBe(true);
		expect(isLeftBad([row], 'web', 'ill other', [page])).toBe(false);
		expect(isLeftBad([{ ...row, state: 'live' }], 'web', 'ill new', [page])).toBe(false);
		expect(isLeftBad([row], 'web', 'ill new', [{ ...page, status: 'resolved' }])).toBe(false);
		expect(isLeftBad([row], 'web', 'ill new', [{ ...page, summary: 'web/production was not healthy' }])).toBe(false);
		expect(isLeftBad([row], 'web', 'ill new', [{ ...page, summary: 'api: The roll back failed too' }])).toBe(false);
	});
});
