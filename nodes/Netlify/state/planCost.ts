import type { UsageLine } from '../../deployment/costs/costReading';
import { numberAt, textAt } from '../../deployment/values/jsonFields';

/** What a team's plan costs in a month: its price, and the seats beyond those that it includes. */
export function planLines(account: unknown, types: readonly unknown[]): UsageLine[] {
	const id = textAt(account, 'type_id');
	const plan = types.find((type) => id !== null && textAt(type, 'id') === id);
	const period = textAt(account, 'billing_period') === 'yearly' ? 'yearly' : 'monthly';
	const name = textAt(account, 'type_name') ?? textAt(plan, 'name') ?? 'unknown';
	const seats = extraSeats(account);
	const seatPrice = monthlyPrice(plan, period, 'seats_addon_dollar_price');
	return [
		{ name: `plan ${name}`, quantity: 1, unit: 'plan', amount: monthlyPrice(plan, period, 'dollar_price') },
		{
			name: 'extraSeats',
			quantity: seats,
			unit: 'seats',
			amount: seats === 0 ? 0 : seats === null || seatPrice === null ? null : seats * seatPrice,
		},
	];
}

/** Null where Netlify does not report how many people are in the team. */
function extraSeats(account: unknown): number | null {
	const included = numberAt(account, 'capabilities', 'collaborators', 'included');
	const used = numberAt(account, 'capabilities', 'collaborators', 'used');
	return included === null || used === null ? null : Math.max(0, used - included);
}

/** Of a month, also where it is paid by the year. */
function monthlyPrice(plan: unknown, period: 'monthly' | 'yearly', name: string): number | null {
	const price = numberAt(plan, `${period}_${name}`);
	return price === null ? null : price / (period === 'yearly' ? 12 : 1);
}

/** What builds used of the minutes that the plan includes. */
export function buildMinutes(status: unknown): UsageLine {
	// It costs nothing by itself: what goes beyond the plan is in no answer of Netlify's.
	return { name: 'buildMinutes', quantity: numberAt(status, 'minutes', 'current'), unit: 'minutes', amount: 0 };
}

/** Whether builds used more minutes than the plan and its packs include; null where Netlify does not report it. */
export function isBeyondPlan(status: unknown): boolean | null {
	const used = numberAt(status, 'minutes', 'current');
	// Netlify gives the included ones as text.
	const included = Number(textAt(status, 'minutes', 'included_minutes_with_packs') ?? Number.NaN);
	return used === null || Number.isNaN(included) ? null : used > included;
}
