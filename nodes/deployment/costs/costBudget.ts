import { isRecord, numberAt, valueAt } from '../values/jsonFields';
import { parseJson } from '../values/json';
import { stringAt } from '../ledger/record';
import type { CostPlatform } from './costPlatforms';
import { currencyCode } from './moneyText';

/** What a person entered for a platform in its row of `slipway_costs`. */
export interface CostBudget {
	/** For a month; null where none is given. */
	readonly monthly: number | null;
	readonly currency: string;
	/** By the name of a usage line; `base` is what a month costs without any use. */
	readonly unitPrices: Readonly<Record<string, number>>;
	readonly isWatched: boolean;
	/** What is wrong with the row, as a sentence; empty where nothing is. */
	readonly issue: string;
}

export const budgetKeyOf = (platform: CostPlatform): string => `budget/${platform}`;

export const noBudget: CostBudget = { monthly: null, currency: 'USD', unitPrices: {}, isWatched: true, issue: '' };

/** By a row of the kind `budget`; undefined stands for none. */
export function readBudget(row: unknown): CostBudget {
	if (row === undefined) return noBudget;
	const entered = numberAt(row, 'budget');
	const prices = readUnitPrices(stringAt(row, 'unit_prices').trim());
	const isNegative = entered !== null && entered < 0;
	const issues = [
		isNegative ? `Its budget is ${entered}, and cannot be less than 0` : '',
		prices === null ? 'Its unit_prices are not JSON such as {"computeHours": 0.16}, with a number for each name' : '',
	];
	return {
		monthly: isNegative ? null : entered,
		currency: currencyCode(stringAt(row, 'currency')) || 'USD',
		unitPrices: prices ?? {},
		isWatched: valueAt(row, 'enabled') !== false,
		issue: issues.filter((issue) => issue !== '').join('. '),
	};
}

/** Null for what cannot be read. */
function readUnitPrices(text: string): Record<string, number> | null {
	if (text === '') return {};
	const parsed = parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) return null;
	const prices = Object.keys(parsed.value).map((name) => [name, numberAt(parsed.value, name)] as const);
	const given = prices.filter((entry): entry is readonly [string, number] => entry[1] !== null && entry[1] >= 0);
	return given.length === prices.length ? Object.fromEntries(given) : null;
}
