import { isRecord, listAt, numberAt, textAt } from '../values/jsonFields';
import { isMonth } from './costMonth';
import { currencyCode } from './moneyText';

/** One thing that a platform counts. `name` is what a unit price is given for in the row of the budget. */
export interface UsageLine {
	readonly name: string;
	/** Null where the platform names only an amount. */
	readonly quantity: number | null;
	/** Of the quantity, such as `GB`. */
	readonly unit: string;
	/** What it costs, where the platform says so. */
	readonly amount: number | null;
}

/** What a platform says of one month. */
export interface MonthCost {
	/** `2026-11`. */
	readonly month: string;
	/** What it costs so far; null where the platform names no sum. */
	readonly amount: number | null;
	/** What the whole month comes to, where the platform says that instead: a plan's price, or that of what runs now. */
	readonly wholeMonth: number | null;
	/** Whether the lines' amounts are of what was used so far, or of the whole month where all goes on as it is. */
	readonly linesFor: 'soFar' | 'wholeMonth';
	/** Counted up to then, ISO 8601. */
	readonly until: string;
	readonly lines: readonly UsageLine[];
}

/** What the operation *Usage: Get* of a platform gives. */
export interface CostReading {
	/** `USD`. */
	readonly currency: string;
	/** This month first. */
	readonly months: readonly MonthCost[];
	/** What the platform's API does not tell, as a sentence; empty where it tells all. */
	readonly notTold: string;
}

/** What of an operation's own knowledge a month needs; the rest is as if the platform said nothing. */
export function monthCost(month: Pick<MonthCost, 'month' | 'until'> & Partial<MonthCost>): MonthCost {
	return { amount: null, wholeMonth: null, linesFor: 'soFar', lines: [], ...month };
}

/** A reading as an item's JSON. */
export function costJson({ currency, months, notTold }: CostReading) {
	return { currency, notTold, months: months.map((each) => ({ ...each, lines: each.lines.map(copyOf) })) };
}

function copyOf(line: UsageLine) {
	return { ...line };
}

/** A reading out of an item; null for whatever else came. */
export function readCostReading(value: unknown): CostReading | null {
	const months = listAt(value, 'months').flatMap((month) => readMonth(month) ?? []);
	if (!isRecord(value) || months.length === 0) return null;
	return { currency: currencyCode(textAt(value, 'currency') ?? ''), months, notTold: textAt(value, 'notTold') ?? '' };
}

function readMonth(value: unknown): MonthCost | null {
	const month = textAt(value, 'month');
	const until = textAt(value, 'until');
	if (month === null || !isMonth(month) || until === null || Number.isNaN(Date.parse(until))) return null;
	return {
		month,
		until,
		amount: numberAt(value, 'amount'),
		wholeMonth: numberAt(value, 'wholeMonth'),
		linesFor: textAt(value, 'linesFor') === 'wholeMonth' ? 'wholeMonth' : 'soFar',
		lines: readLines(listAt(value, 'lines')),
	};
}

export function readLines(values: readonly unknown[]): UsageLine[] {
	return values.flatMap((line) => {
		const name = textAt(line, 'name');
		if (name === null) return [];
		return [
			{
				name,
				quantity: numberAt(line, 'quantity'),
				unit: textAt(line, 'unit') ?? '',
				amount: numberAt(line, 'amount'),
			},
		];
	});
}
