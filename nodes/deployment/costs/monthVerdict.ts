import { sentences } from '../ledger/stepResult';
import type { CostBudget } from './costBudget';
import { shareOfMonth } from './costMonth';
import type { MonthCost, UsageLine } from './costReading';
import { moneyText } from './moneyText';

/** `unknown` is neither within nor over. */
export type CostState = 'within' | 'willBeOver' | 'over' | 'noBudget' | 'unknown';

export interface MonthVerdict {
	/** So far; null where it is not known. */
	readonly amount: number | null;
	/** What the whole month comes to if it goes on so; null where that is not known, or too early to say. */
	readonly forecast: number | null;
	readonly state: CostState;
	/** Why, as sentences. */
	readonly reason: string;
}

/** Less of a month than this says nothing about the whole of it: three days of thirty. */
const leastShare = 0.1;

/** One month of one platform against its budget. */
export function judgeMonth(month: MonthCost, currency: string, budget: CostBudget): MonthVerdict {
	const priced = pricedMonth(month, budget.unitPrices);
	const share = shareOfMonth(month.month, Date.parse(month.until));
	const forecast = forecastOf(priced, share);
	const amount = priced.amount === null ? null : rounded(priced.amount);
	const facts = { amount, forecast: forecast === null ? null : rounded(forecast) };
	const missing = missingPrices(priced);
	if (amount === null && forecast === null) {
		const reason = missing || 'It names no sum for this month';
		return { ...facts, state: 'unknown', reason };
	}
	if (budget.monthly === null) return { ...facts, state: 'noBudget', reason: sentences(budget.issue, missing) };
	if (currency !== budget.currency) {
		const reason = `Its budget is in ${budget.currency}, and it is billed in ${currency || 'an unknown currency'}: they are not compared`;
		return { ...facts, state: 'unknown', reason };
	}
	const [state, reason] = compared({ ...facts, isPartial: missing !== '' }, budget.monthly, currency);
	return { ...facts, state, reason: sentences(reason, missing, budget.issue) };
}

function compared(
	{ amount, forecast, isPartial }: Pick<MonthVerdict, 'amount' | 'forecast'> & { readonly isPartial: boolean },
	monthly: number,
	currency: string,
): readonly [CostState, string] {
	const money = (value: number): string => moneyText(value, currency);
	if (amount !== null && amount > monthly) {
		return ['over', `${money(amount)} by now, ${money(amount - monthly)} over the budget of ${money(monthly)}`];
	}
	if (forecast !== null && forecast > monthly) {
		const soFar = amount === null ? '' : `${money(amount)} by now; `;
		return [
			'willBeOver',
			`${soFar}as it goes on, ${money(forecast)} for the month, over the budget of ${money(monthly)}`,
		];
	}
	if (isPartial) return ['unknown', `At least ${money(amount ?? forecast ?? 0)} of ${money(monthly)}`];
	return ['within', forecast === null ? 'Too early in the month to say what the whole of it comes to' : ''];
}

interface PricedMonth {
	/** So far; null where nothing has a price. */
	readonly amount: number | null;
	/** Of the whole month, where that is what the platform tells. */
	readonly wholeMonth: number | null;
	/** The part that does not grow with the month. */
	readonly fixed: number;
	/** What was used and has no price. */
	readonly unpriced: readonly UsageLine[];
}

/** A sum that the platform names is taken as it is; else the lines are priced by what a person entered. */
function pricedMonth(month: MonthCost, unitPrices: CostBudget['unitPrices']): PricedMonth {
	if (month.amount !== null || month.wholeMonth !== null) {
		return { amount: month.amount, wholeMonth: month.wholeMonth, fixed: 0, unpriced: [] };
	}
	const used = month.lines.filter(({ quantity, amount }) => amount !== null || quantity !== 0);
	const base = priceOf(unitPrices, 'base');
	const amounts = used.map((line) => amountOf(line, unitPrices));
	const unpriced = used.filter((_, index) => amounts[index] === null);
	// Nothing used, and it is known that this is nothing: a base price, or a price for what could have been used.
	const isPriced =
		base !== null || amounts.some((amount) => amount !== null) || (used.length === 0 && month.lines.length > 0);
	const sum = amounts.reduce<number>((all, amount) => all + (amount ?? 0), base ?? 0);
	const priced = isPriced ? sum : null;
	const isWhole = month.linesFor === 'wholeMonth';
	return { amount: isWhole ? null : priced, wholeMonth: isWhole ? priced : null, fixed: base ?? 0, unpriced };
}

function amountOf({ name, quantity, amount }: UsageLine, unitPrices: CostBudget['unitPrices']): number | null {
	if (amount !== null) return amount;
	const price = priceOf(unitPrices, name);
	return price === null || quantity === null ? null : price * quantity;
}

function priceOf(unitPrices: CostBudget['unitPrices'], name: string): number | null {
	return Object.hasOwn(unitPrices, name) ? (unitPrices[name] ?? null) : null;
}

function forecastOf({ amount, wholeMonth, fixed }: PricedMonth, share: number): number | null {
	if (wholeMonth !== null) return wholeMonth;
	if (amount === null) return null;
	if (share >= 1) return amount;
	return share < leastShare ? null : fixed + (amount - fixed) / share;
}

function missingPrices({ unpriced }: PricedMonth): string {
	if (unpriced.length === 0) return '';
	const lines = unpriced.map(({ name, quantity, unit }) => `${name} (${quantityText(quantity, unit)})`);
	return `Its API tells what was used, not what it costs. Give a price in unit_prices for ${lines.join(', ')}`;
}

function quantityText(quantity: number | null, unit: string): string {
	if (quantity === null) return 'not told how much';
	return `${quantity.toLocaleString('en-US', { maximumFractionDigits: 2 })} ${unit}`;
}

/** To a cent's hundredth: sums of fractions must not differ by how they were added. */
function rounded(amount: number): number {
	return Math.round(amount * 10_000) / 10_000;
}
