import { costReport } from '../../../nodes/deployment/costs/costReport';
import { costPlatforms } from '../../../nodes/deployment/costs/costPlatforms';
import { readBudget } from '../../../nodes/deployment/costs/costBudget';
import { answered, budgetRow, monthCost, monthRow, nowMs, refused } from './costReadings';

const report = (item: unknown, costRows: readonly unknown[] = []) => costReport({ item, costRows, nowMs });
const rowOf = ({ rows }: ReturnType<typeof report>, key: string) => rows.find((row) => row.key === key);

describe('a report of costs', () => {
	it('makes a row to fill in for each budget at first, and no second one', () => {
		const first = report({});
		expect(first.rows.filter(({ kind }) => kind === 'budget').map(({ key }) => key)).toEqual(
			costPlatforms.map((platform) => `budget/${platform}`),
		);
		const rows = costPlatforms.map((platform) => budgetRow(platform, null));
		expect(report({}, rows).rows.filter(({ kind }) => kind === 'budget')).toEqual([]);
	});

	it('takes what did not answer, or was not asked, for not known', () => {
		const told = report({ neon: refused, upstash: answered(monthCost()), aws: { ok: true, months: 'none' } });
		expect(rowOf(told, '2026-11/neon')).toMatchObject({
			amount: null,
			state: 'unknown',
			reason: 'Neon did not answer. Try it later',
		});
		expect(rowOf(told, '2026-11/netlify')).toMatchObject({
			amount: null,
			state: 'unknown',
			reason: 'It was not asked',
		});
		expect(rowOf(told, '2026-11/aws')).toMatchObject({ amount: null, state: 'unknown' });
		expect(rowOf(told, '2026-11/upstash')).toMatchObject({ amount: 30, state: 'noBudget' });
		expect(told.pages).toEqual([]);
		expect(told.lines).toHaveLength(costPlatforms.length);
	});

	it('keeps what was seen earlier in the month of a platform that does not answer now', () => {
		const seen = monthRow('neon', '2026-11', { told_at: '2026-11-15T00:00:00Z', lines: '[]' });
		const told = report({ neon: refused }, [seen, budgetRow('neon', 50)]);
		expect(rowOf(told, '2026-11/neon')).toMatchObject({
			amount: 20,
			state: 'unknown',
			reason: 'Neon did not answer. Try it later. 20.00 USD were seen on 15 Nov 00:00 UTC',
			told_at: '2026-11-15T00:00:00Z',
			lines: '[]',
		});
		const over = report({ neon: refused }, [{ ...seen, state: 'over' }]);
		expect(rowOf(over, '2026-11/neon')).toMatchObject({ state: 'over' });
	});

	it('tells of a platform and a month once, however it goes on', () => {
		const item = { upstash: answered(monthCost()) };
		const first = report(item, [budgetRow('upstash', 40)]);
		expect(first.pages).toMatchObject([
			{ action: 'trigger', key: 'slipway/costs/upstash/2026-11', severity: 'warning' },
		]);
		expect(first.pages[0]?.summary).toContain('Upstash will be over its budget of 2026-11');
		const kept = { id: 7, ...rowOf(first, '2026-11/upstash') };
		expect(kept).toMatchObject({ told_at: new Date(nowMs).toISOString() });
		const second = report({ upstash: answered(monthCost({ amount: 45 })) }, [budgetRow('upstash', 40), kept]);
		expect(rowOf(second, '2026-11/upstash')).toMatchObject({ state: 'over', told_at: new Date(nowMs).toISOString() });
		expect(second.pages).toEqual([]);
	});

	it('knows that it told from either of two rows that two runs made', () => {
		const rows = [
			monthRow('upstash', '2026-11', { id: 10, told_at: '2026-11-15T00:00:00Z' }),
			monthRow('upstash', '2026-11', { id: 11 }),
		];
		for (const both of [rows, [...rows].reverse()]) {
			expect(report({ upstash: answered(monthCost()) }, [budgetRow('upstash', 40), ...both]).pages).toEqual([]);
		}
	});

	it('ends a month that was followed, and makes no news of one that nobody followed', () => {
		const october = monthCost({ month: '2026-10', amount: 70, until: '2026-11-01T00:00:00Z' });
		const item = { aws: answered(monthCost({ amount: 1 }), october) };
		const first = report(item, [budgetRow('aws', 60)]);
		expect(rowOf(first, '2026-10/aws')).toMatchObject({ amount: 70, forecast: 70, state: 'over', told_at: '' });
		expect(first.pages).toEqual([]);
		const followed = report(item, [budgetRow('aws', 60), monthRow('aws', '2026-10')]);
		expect(followed.pages).toMatchObject([{ key: 'slipway/costs/aws/2026-10' }]);
	});

	it('leaves alone what a person switched off, and a month that has not begun', () => {
		const off = report({ neon: answered(monthCost()) }, [budgetRow('neon', 1, { enabled: false })]);
		expect(rowOf(off, '2026-11/neon')).toBeUndefined();
		const ahead = report({ neon: answered(monthCost({ month: '2026-12' })) });
		expect(rowOf(ahead, '2026-12/neon')).toBeUndefined();
		expect(rowOf(ahead, '2026-11/neon')).toMatchObject({
			state: 'unknown',
			reason: 'Its answer says nothing of this month',
		});
	});
});

describe('a budget as a person enters it', () => {
	it.each([
		['nothing', {}, { monthly: null, currency: 'USD', unitPrices: {}, isWatched: true, issue: '' }],
		['a currency in small letters', { budget: 5, currency: ' eur ' }, { monthly: 5, currency: 'EUR' }],
		['prices', { budget: 5, unit_prices: '{"computeHours": 0.16}' }, { unitPrices: { computeHours: 0.16 }, issue: '' }],
		['prices as text', { budget: 5, unit_prices: '{"computeHours": "0.16"}' }, { unitPrices: {} }],
		['a negative price', { budget: 5, unit_prices: '{"computeHours": -1}' }, { unitPrices: {} }],
		['no JSON', { budget: 5, unit_prices: '0.16' }, { unitPrices: {} }],
		['less than nothing', { budget: -5 }, { monthly: null, issue: 'Its budget is -5, and cannot be less than 0' }],
	])('%s', (_what, row, expected) => {
		const read = readBudget(budgetRow('neon', null, row));
		expect(read).toMatchObject(expected);
		if (!('issue' in expected))
			expect(read.issue === '').toBe(Object.keys(read.unitPrices).length > 0 || !('unit_prices' in row));
	});

	it('is said where it cannot be used', () => {
		const told = report({ neon: answered(monthCost()) }, [budgetRow('neon', -5)]);
		expect(rowOf(told, '2026-11/neon')).toMatchObject({
			state: 'noBudget',
			reason: 'Its budget is -5, and cannot be less than 0',
		});
	});
});

it('keeps what was used in short, and of a long list the dearest', () => {
	const lines = [
		{ name: 'computeHours', quantity: 12.5, unit: 'CU hours', amount: null },
		{ name: 'AWS Secrets Manager', quantity: null, unit: '', amount: 1.2 },
		{ name: 'transfer', quantity: null, unit: 'GB', amount: null },
	];
	const row = rowOf(report({ neon: answered(monthCost({ lines })) }), '2026-11/neon');
	expect(row?.lines).toBe('computeHours: 12.5 CU hours; AWS Secrets Manager: 1.20 USD; transfer: not told');
	const many = Array.from({ length: 80 }, (_, index) => ({
		name: `service ${index}`,
		quantity: null,
		unit: '',
		amount: 1,
	}));
	expect(
		String(rowOf(report({ aws: answered(monthCost({ lines: many })) }), '2026-11/aws')?.lines).length,
	).toBeLessThan(400);
});
