import { monthAfter, monthStartMs } from '../../deployment/costs/costMonth';
import { monthCost, type MonthCost, type UsageLine } from '../../deployment/costs/costReading';
import { listAt, textAt, valueAt } from '../../deployment/values/jsonFields';

/** What an account costs, by Cost Explorer's results. */
export interface AccountCost {
	readonly months: readonly MonthCost[];
	/** Each once: more than one, and nothing can be added up. */
	readonly currencies: readonly string[];
}

/**
 * A month for each of `months`, with its services, the dearest first. A page may hold a part of a month. A month of
 * which AWS says nothing has no sum.
 */
export function accountCost(months: readonly string[], results: readonly unknown[], nowMs: number): AccountCost {
	const currencies = new Set<string>();
	return {
		months: months.map((month) => {
			const own = results.filter((result) => textAt(result, 'TimePeriod', 'Start')?.startsWith(month) === true);
			const groups = own.flatMap((result) => listAt(result, 'Groups'));
			for (const group of groups) currencies.add(textAt(costIn(group), 'Unit') ?? '');
			const lines = groups.map(lineOf).sort((left, right) => (right.amount ?? 0) - (left.amount ?? 0));
			const isWhole = own.length > 0 && lines.every(({ amount }) => amount !== null);
			return monthCost({
				month,
				until: new Date(Math.min(nowMs, monthStartMs(monthAfter(month, 1)))).toISOString(),
				lines,
				...(isWhole && { amount: lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0) }),
			});
		}),
		currencies: [...currencies],
	};
}

function costIn(group: unknown): unknown {
	return valueAt(group, 'Metrics', 'UnblendedCost');
}

function lineOf(group: unknown): UsageLine {
	const [service] = listAt(group, 'Keys');
	const text = textAt(costIn(group), 'Amount');
	const amount = text === null ? Number.NaN : Number(text);
	return {
		name: typeof service === 'string' ? service : 'unknown',
		quantity: null,
		unit: '',
		amount: Number.isFinite(amount) ? amount : null,
	};
}
