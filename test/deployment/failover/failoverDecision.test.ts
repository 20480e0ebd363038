import {
	decideFailover,
	type FailoverSight,
	type FailoverSignal,
	positionOf,
} from '../../../nodes/deployment/failover/failoverDecision';
import { type FailoverEnd, failoverPage } from '../../../nodes/deployment/failover/failoverPage';

const nowMs = Date.parse('2026-11-27T12:00:00Z');
const ago = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();

const signal: FailoverSignal = {
	signal: 'down',
	service: 'paintbox-api',
	environment: 'production',
	name: 'api.candlefish.ai',
	type: 'CNAME',
	primary: 'paintbox-api.fly.dev',
	standby: 'paintbox-api-standby.fly.dev',
	isStandbyGood: true,
	since: ago(1),
	reason: 'answers 503, not 200-299',
	seenBy: 'Health Watch',
};

const row = (fields: Record<string, unknown>) => ({
	id: 1,
	service: 'paintbox-api',
	environment: 'production',
	platform: 'fly',
	target: 'paintbox-api',
	kind: 'deploy',
	state: 'live',
	verified: true,
	commit: 'b'.repeat(40),
	deployment_id: 'v2',
	started_at: ago(7),
	finished_at: ago(5),
	...fields,
});
const young = row({ id: 2 });
const older = row({ id: 1, deployment_id: 'v1', commit: 'a'.repeat(40), started_at: ago(600), finished_at: ago(598) });
const catalogRow = {
	id: 3,
	service: 'paintbox-api',
	environment: 'production',
	platform: 'fly',
	target: 'paintbox-api',
	repository: 'candlefish-ai/candlefish',
	branch: 'main',
	enabled: true,
};

const sight = (change: Partial<FailoverSight> = {}): FailoverSight => ({
	position: 'primary',
	seen: signal.primary,
	ledgerRows: [older],
	catalogRows: [catalogRow],
	nowMs,
	...change,
});

describe('What is done about a name that is down', () => {
	it.each<[string, Partial<FailoverSignal>, Partial<FailoverSight>, string]>([
		['is swapped', {}, {}, 'swap'],
		['is swapped where the ledger has nothing', {}, { ledgerRows: [] }, 'swap'],
		['is rolled back where a deployment went live five minutes ago', {}, { ledgerRows: [young, older] }, 'rollBack'],
		[
			'is rolled back also where the standby is down',
			{ isStandbyGood: false },
			{ ledgerRows: [young, older] },
			'rollBack',
		],
		['is swapped after ten minutes', {}, { ledgerRows: [row({ finished_at: ago(10) }), older] }, 'swap'],
		['is swapped where there is nothing to go back to', {}, { ledgerRows: [young] }, 'swap'],
		[
			'is swapped where a roll back did not help',
			{},
			{ ledgerRows: [row({ id: 3, kind: 'rollback', deployment_id: 'v3' }), young, older] },
			'swap',
		],
		['waits for a deployment under way', {}, { ledgerRows: [row({ state: 'running', started_at: ago(1) })] }, 'wait'],
		['waits for none that hangs', {}, { ledgerRows: [row({ state: 'running', started_at: ago(11) })] }, 'swap'],
		['is swapped where its service left the catalog', {}, { ledgerRows: [young, older], catalogRows: [] }, 'swap'],
		['is told where the standby is down, too', { isStandbyGood: false }, {}, 'tell'],
		['is left where it points to the standby', {}, { position: 'standby' }, 'nothing'],
		['is told where somebody pointed it elsewhere', {}, { position: 'elsewhere', seen: 'x.fly.dev' }, 'tell'],
		['is swapped where its record cannot be read: the swap looks', {}, { position: 'unseen', seen: '503' }, 'swap'],
		[
			'is swapped back where its record cannot be read',
			{ signal: 'up' },
			{ position: 'unseen', seen: '503' },
			'swapBack',
		],
		['is swapped back when it is up', { signal: 'up' }, { position: 'standby' }, 'swapBack'],
		['is left when it is up and where it was', { signal: 'up' }, {}, 'nothing'],
		['is left when it is up and somebody pointed it elsewhere', { signal: 'up' }, { position: 'elsewhere' }, 'nothing'],
	])('%s', (_what, change, seen, next) => {
		expect(decideFailover({ ...signal, ...change }, sight(seen)).next).toBe(next);
	});

	it('goes back to the last verified deployment, with a hold, by the same way as a person', () => {
		const { hand } = decideFailover(signal, sight({ ledgerRows: [young, older] }));
		expect(hand).toMatchObject({
			action: 'rollBack',
			actor: 'Health Watch',
			confirmation: 'paintbox-api',
			entries: [{ liveId: 'v2', toId: 'v1', service: { catalogRowId: 3, lockKey: expect.stringContaining('fly') } }],
		});
	});

	it('leaves Netlify alone where it can roll back production only', () => {
		const branch = { ...catalogRow, platform: 'netlify', context: 'staging' };
		const decided = decideFailover(signal, sight({ ledgerRows: [young, older], catalogRows: [branch] }));
		expect(decided.next).toBe('swap');
	});
});

it.each([
	[['PAINTBOX-API.fly.dev.'], 'primary'],
	[['paintbox-api-standby.fly.dev'], 'standby'],
	[['x.fly.dev'], 'elsewhere'],
	[['paintbox-api.fly.dev', 'x'], 'elsewhere'],
	[[], 'elsewhere'],
])('knows where %j points', (contents, position) => {
	expect(positionOf(contents, signal)).toBe(position);
});

describe('What the person on call is told', () => {
	const done: FailoverEnd = { isDone: true, words: '', isResolved: true };
	const page = (change: Partial<FailoverSignal>, seen: Partial<FailoverSight>, end = done) => {
		const known = { ...signal, ...change };
		return failoverPage(known, decideFailover(known, sight(seen)), end);
	};

	it('is one incident of the name, opened and resolved', () => {
		expect(page({}, {})).toMatchObject({
			action: 'trigger',
			key: 'slipway/name/api.candlefish.ai',
			severity: 'error',
			summary:
				'api.candlefish.ai is down (answers 503, not 200-299) and points to paintbox-api-standby.fly.dev now. No deployment is young enough to be the cause',
		});
		expect(page({ signal: 'up' }, { position: 'standby' })).toMatchObject({ action: 'resolve' });
		expect(page({ signal: 'up' }, {})).toMatchObject({ action: 'resolve' });
	});

	it('is critical where it stays down, with what failed', () => {
		const failed = { isDone: false, words: 'Cloudflare answered 503', isResolved: null };
		expect(page({}, {}, failed)).toMatchObject({
			severity: 'critical',
			summary: expect.stringContaining('could not be pointed to paintbox-api-standby.fly.dev: Cloudflare answered 503'),
		});
		expect(page({ signal: 'up' }, { position: 'standby' }, failed)).toMatchObject({ action: 'trigger' });
		expect(page({}, { ledgerRows: [young, older] }, failed)).toMatchObject({
			summary: expect.stringContaining('could not be rolled back'),
		});
	});

	it('is nothing where nothing had to be done, and says what resolvers do not give yet', () => {
		expect(page({}, { position: 'standby' })).toBeNull();
		expect(page({}, {}, { ...done, isResolved: false })).toMatchObject({
			summary: expect.stringContaining('now, which resolvers do not give yet'),
		});
	});
});
