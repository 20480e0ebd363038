import { judgeMonth } from '../../../nodes/deployment/costs/monthVerdict';
import { budgetOf, monthCost } from './costReadings';

const line = (name: string, quantity: number | null, amount: number | null = null) => ({
	name,
	quantity,
	unit: 'hours',
	amount,
});
const nothingSummed = { amount: null, lines: [line('computeHours', 100)] };

describe('a month against its budget', () => {
	it.each([
		// Half of November is over on the 16th: 30 becomes 60.
		['within, as it goes on', monthCost(), budgetOf(60), { amount: 30, forecast: 60, state: 'within' }],
		['over by its end, and not yet', monthCost(), budgetOf(59), { amount: 30, forecast: 60, state: 'willBeOver' }],
		['over', monthCost(), budgetOf(29), { amount: 30, forecast: 60, state: 'over' }],
		['of nothing', monthCost({ amount: 0 }), budgetOf(0), { amount: 0, forecast: 0, state: 'within' }],
		['two days old', monthCost({ until: '2026-11-03T00:00:00Z' }), budgetOf(31), { forecast: null, state: 'within' }],
		['that begins', monthCost({ amount: 1, until: '2026-11-01T00:00:00Z' }), budgetOf(9), { forecast: null }],
		['that is over', monthCost({ until: '2026-12-01T06:00:00Z' }), budgetOf(40), { forecast: 30, state: 'within' }],
		['of February', monthCost({ month: '2026-02', until: '2026-02-15T00:00:00Z' }), budgetOf(60), { forecast: 60 }],
		['of a plan', monthCost({ amount: 19, wholeMonth: 19 }), budgetOf(20), { forecast: 19, state: 'within' }],
		[
			'of what runs now',
			monthCost({ amount: null, wholeMonth: 61.5 }),
			budgetOf(50),
			{ amount: null, state: 'willBeOver' },
		],
		['without a budget', monthCost(), budgetOf(null), { amount: 30, forecast: 60, state: 'noBudget' }],
		['in another currency', monthCost(), budgetOf(10, { currency: 'EUR' }), { amount: 30, state: 'unknown' }],
		['of use without a price', monthCost(nothingSummed), budgetOf(50), { amount: null, state: 'unknown' }],
	])('%s', (_what, month, budget, expected) => {
		expect(judgeMonth(month, 'USD', budget)).toMatchObject(expected);
	});

	it('says by how much it is over, and what it will come to', () => {
		expect(judgeMonth(monthCost(), 'USD', budgetOf(20)).reason).toBe(
			'30.00 USD by now, 10.00 USD over the budget of 20.00 USD',
		);
		expect(judgeMonth(monthCost(), 'USD', budgetOf(59)).reason).toBe(
			'30.00 USD by now; as it goes on, 60.00 USD for the month, over the budget of 59.00 USD',
		);
		expect(judgeMonth(monthCost(), 'USD', budgetOf(10, { currency: 'EUR' })).reason).toContain(
			'in EUR, and it is billed in USD',
		);
	});
});

describe('use that a person gave prices for', () => {
	const used = monthCost({
		amount: null,
		lines: [line('computeHours', 100), line('storage', 10), line('branches', 0)],
	});

	it('is priced; a base price does not grow with the month', () => {
		const unitPrices = { computeHours: 0.2, storage: 1, base: 19 };
		expect(judgeMonth(used, 'USD', budgetOf(100, { unitPrices }))).toMatchObject({
			amount: 49,
			forecast: 79,
			state: 'within',
		});
	});

	it('is at least so much where one price is missing: over is over, within is not known', () => {
		const unitPrices = { computeHours: 0.2 };
		const within = judgeMonth(used, 'USD', budgetOf(100, { unitPrices }));
		expect(within).toMatchObject({ amount: 20, state: 'unknown' });
		expect(within.reason).toContain('unit_prices for storage (10 hours)');
		expect(judgeMonth(used, 'USD', budgetOf(15, { unitPrices }))).toMatchObject({ state: 'over' });
	});

	it('is of the whole month where a platform prices what runs now', () => {
		const running = monthCost({
			amount: null,
			linesFor: 'wholeMonth',
			lines: [line('machines', 2, 8), line('memory', 1)],
		});
		expect(judgeMonth(running, 'USD', budgetOf(5))).toMatchObject({ amount: null, forecast: 8, state: 'willBeOver' });
		expect(judgeMonth(running, 'USD', budgetOf(50))).toMatchObject({ forecast: 8, state: 'unknown' });
		const unitPrices = { memory: 5 };
		expect(judgeMonth(running, 'USD', budgetOf(50, { unitPrices }))).toMatchObject({ forecast: 13, state: 'within' });
	});

	it('needs no price for what was not used, and is nought only where something could be counted', () => {
		const unused = monthCost({ amount: null, lines: [line('computeHours', 0)] });
		expect(judgeMonth(unused, 'USD', budgetOf(5))).toMatchObject({ amount: 0, state: 'within' });
		const silent = monthCost({ amount: null, lines: [] });
		expect(judgeMonth(silent, 'USD', budgetOf(5))).toMatchObject({ amount: null, state: 'unknown' });
		const nameless = monthCost({ amount: null, lines: [line('computeHours', null)] });
		expect(judgeMonth(nameless, 'USD', budgetOf(5))).toMatchObject({ amount: null, state: 'unknown' });
	});

	it('leaves a sum alone that the platform names, and takes no inherited name for a price', () => {
		const summed = monthCost({ lines: [line('computeHours', 100)] });
		expect(judgeMonth(summed, 'USD', budgetOf(100, { unitPrices: { computeHours: 9 } }))).toMatchObject({ amount: 30 });
		const odd = monthCost({ amount: null, lines: [line('constructor', 3)] });
		expect(judgeMonth(odd, 'USD', budgetOf(5))).toMatchObject({ amount: null, state: 'unknown' });
	});
});
