import type { CostBudget } from '../../../nodes/deployment/costs/costBudget';
import { noBudget } from '../../../nodes/deployment/costs/costBudget';
import type { CostReading, MonthCost } from '../../../nodes/deployment/costs/costReading';

/** In the third week of a month of thirty days. */
export const nowMs = Date.parse('2026-11-20T00:00:00Z');

export function monthCost(more: Partial<MonthCost> = {}): MonthCost {
	return {
		month: '2026-11',
		amount: 30,
		wholeMonth: null,
		linesFor: 'soFar',
		until: '2026-11-16T00:00:00Z',
		lines: [],
		...more,
	};
}

export function budgetOf(monthly: number | null, more: Partial<CostBudget> = {}): CostBudget {
	return { ...noBudget, monthly, ...more };
}

/** What Usage: Get puts into the item. */
export function answered(...months: readonly MonthCost[]): { readonly ok: true } & CostReading {
	return { ok: true, currency: 'USD', notTold: '', months };
}

export const refused = { ok: false, error: { message: 'Neon did not answer', advice: 'Try it later' } } as const;

/** A row of a budget, as the Data Table gives it. */
export function budgetRow(platform: string, budget: number | null, more: Readonly<Record<string, unknown>> = {}) {
	return {
		id: 1,
		key: `budget/${platform}`,
		kind: 'budget',
		platform,
		month: '',
		budget,
		currency: 'USD',
		unit_prices: '',
		enabled: true,
		...more,
	};
}

/** A row of a month, as the Data Table gives it. */
export function monthRow(platform: string, month: string, more: Readonly<Record<string, unknown>> = {}) {
	return {
		id: 10,
		key: `${month}/${platform}`,
		kind: 'month',
		platform,
		month,
		budget: 50,
		currency: 'USD',
		unit_prices: null,
		enabled: null,
		amount: 20,
		forecast: 40,
		state: 'within',
		reason: '',
		lines: '',
		seen_at: '2026-11-15T00:00:00Z',
		told_at: '',
		...more,
	};
}
