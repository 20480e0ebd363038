import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { isBeyondPlan, planLines } from '../../../nodes/Netlify/state/planCost';
import { useNetlify } from './netlifyDriver';

const netlify = useNetlify();

const get = { resource: 'usage', operation: 'get' };
const plan = { id: 'pro', name: 'Pro', monthly_dollar_price: 19, yearly_dollar_price: 228 };
const seats = { monthly_seats_addon_dollar_price: 15, yearly_seats_addon_dollar_price: 120 };
const team = (used: number, more = {}) => ({
	type_id: 'pro',
	type_name: 'Pro',
	billing_period: 'monthly',
	capabilities: { collaborators: { included: 5, used } },
	...more,
});
const amounts = (account: unknown, types: readonly unknown[] = [{ ...plan, ...seats }]) =>
	planLines(account, types).map(({ amount }) => amount);

describe('Usage: Get', () => {
	it("gives the price of the team's plan, and the minutes of its builds", async () => {
		const before = readCostReading(await netlify.run(get));
		expect(before).toMatchObject({
			currency: 'USD',
			months: [{ amount: null, linesFor: 'wholeMonth', lines: [{ name: 'plan Pro', amount: 19 }, { amount: 0 }, {}] }],
		});
		expect(before?.notTold).toContain('not what goes beyond the plan');
		await netlify.build();
		const minutes = (reading: typeof before) => reading?.months[0]?.lines[2]?.quantity ?? 0;
		const after = readCostReading(await netlify.run({ ...get, team: 'candlefish' }));
		expect(minutes(after)).toBeGreaterThan(minutes(before));
	});

	it('says which teams there are', async () => {
		const error = await netlify.failure({ ...get, team: 'candelfish' });
		expect(error.message).toContain('has no team "candelfish"');
		expect(error.advice).toContain('candlefish');
	});
});

describe('the price of a plan', () => {
	it.each([
		['with seats to spare', team(2), [19, 0]],
		['with three seats more', team(8), [19, 45]],
		['by the year', team(8, { billing_period: 'yearly' }), [19, 30]],
		['of which the seats are not reported', team(8, { capabilities: {} }), [19, null]],
		['that Netlify sells no more', team(8, { type_id: 'old' }), [null, null]],
		['without an id', team(8, { type_id: undefined }), [null, null]],
	])('%s', (_what, account, expected) => {
		expect(amounts(account)).toEqual(expected);
	});

	it('is exceeded by builds only where Netlify says both', () => {
		const status = (current: unknown, included: unknown) => ({
			minutes: { current, included_minutes_with_packs: included },
		});
		expect(isBeyondPlan(status(301, '300'))).toBe(true);
		expect(isBeyondPlan(status(300, '300'))).toBe(false);
		expect(isBeyondPlan(status(300, 'many'))).toBeNull();
		expect(isBeyondPlan({})).toBeNull();
	});
});
