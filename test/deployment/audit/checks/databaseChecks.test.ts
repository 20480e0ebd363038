import { projectFindings } from '../../../../nodes/deployment/audit/checks/databaseChecks';
import { redisFindings } from '../../../../nodes/deployment/audit/checks/redisChecks';
import { failed, short } from '../findings';

describe('a database', () => {
	const seen = {
		project: { ok: true, historyRetentionSeconds: 7 * 86_400 },
		computes: { ok: true, items: [{ id: 'ep-1', suspend_timeout_seconds: 0, pooler_enabled: true }] },
		organization: { ok: true, name: 'Candlefish', isTwoFactorRequired: true },
	};
	const well = [
		'database history: passed',
		'database auto-pause: passed',
		'database pooling: passed',
		'twoFactor required: passed',
	];
	it.each<[string, Partial<Record<keyof typeof seen, unknown>>, string[]]>([
		['as the guide says', {}, []],
		['a day of history', { project: { ok: true, historyRetentionSeconds: 86_400 } }, ['database history: failed']],
		[
			'six hours of history',
			{ project: { ok: true, historyRetentionSeconds: 21_600 } },
			['database history: failed severe'],
		],
		['no word of its history', { project: { ok: true } }, ['database history: unknown']],
		[
			'a compute that never pauses',
			{ computes: { ok: true, items: [{ id: 'ep-1', suspend_timeout_seconds: -1 }] } },
			['database auto-pause: failed', 'database pooling: unknown'],
		],
		['computes that cannot be read', { computes: failed }, ['database computes: unknown']],
		[
			'no second factor',
			{ organization: { ok: true, isTwoFactorRequired: false } },
			['twoFactor required: failed severe'],
		],
		['an organization of somebody else', { organization: failed }, ['twoFactor required: unknown']],
	])('%s', (_what, change, expected) => {
		expect(
			projectFindings('paintbox', { ...seen, ...change })
				.map(short)
				.filter((text) => !well.includes(text)),
		).toEqual(expected);
	});
});

describe('Redis', () => {
	const databases = {
		ok: true,
		items: [{ name: 'cache', primaryRegion: 'us-east-1', readRegions: ['eu-west-1'], eviction: true }],
	};
	const info = { ok: true, result: '# Memory\r\nmaxmemory_policy:noeviction\r\nused_memory:1\r\n' };
	it.each<[string, unknown, unknown, string[]]>([
		['keeps all and is replicated', info, databases, ['redis eviction: passed', 'redis replication: passed']],
		[
			'evicts',
			{ ok: true, result: 'maxmemory_policy:allkeys-lru' },
			databases,
			['redis eviction: failed severe', 'redis replication: passed'],
		],
		['tells nothing', { ok: true, result: 'redis_version:7' }, { ok: true, items: [] }, ['redis eviction: unknown']],
		[
			'is in one region',
			info,
			{ ok: true, items: [{ name: 'a', readRegions: [] }] },
			['redis eviction: passed', 'redis replication: failed'],
		],
		[
			'is away while no database evicts',
			failed,
			{ ok: true, items: [{ name: 'a', readRegions: ['eu-west-1'] }] },
			['redis eviction: passed', 'redis replication: passed'],
		],
		['is away while one evicts', failed, databases, ['redis eviction: unknown', 'redis replication: passed']],
		['is away', failed, failed, ['redis eviction: unknown', 'redis replication: unknown']],
	])('that %s', (_what, seen, listed, expected) => {
		expect(redisFindings('locks', seen, listed).map(short)).toEqual(expected);
	});
});
