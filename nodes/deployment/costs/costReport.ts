import { failureOf, resultAt, sentences } from '../ledger/stepResult';
import { clockText } from '../values/timeText';
import { budgetKeyOf, type CostBudget, noBudget, readBudget } from './costBudget';
import { monthAt } from './costMonth';
import { costPage, type CostPage } from './costPage';
import { type CostPlatform, costPlatformName, costPlatforms } from './costPlatforms';
import { type CostReading, type MonthCost, readCostReading } from './costReading';
import { budgetRowOf, costEntries, type CostEntry, linesText, toCostRow } from './costRow';
import { moneyText } from './moneyText';
import { judgeMonth } from './monthVerdict';

/** What workflow 34 has in its item, and when. */
export interface CostSight {
	/** With the answer of each platform under its name. */
	readonly item: unknown;
	/** Of `slipway_costs`: budgets, and the months before. */
	readonly costRows: readonly unknown[];
	readonly nowMs: number;
}

export type CostRow = Readonly<Record<string, string | number | boolean | null>> & { readonly key: string };

export interface CostReport {
	/** Rows of `slipway_costs`, to be written by their `key`. */
	readonly rows: readonly CostRow[];
	/** What the person on call is told: one page for each platform and month, once. */
	readonly pages: readonly CostPage[];
	/** All months that are known, with those of this report. */
	readonly entries: readonly CostEntry[];
	/** A line for each platform. */
	readonly lines: readonly string[];
}

/** What each platform costs, against its budget, by what they said now and what was kept. */
export function costReport({ item, costRows, nowMs }: CostSight): CostReport {
	const known = costEntries(costRows);
	const budgets = costPlatforms.map((platform) => ({ platform, row: budgetRowOf(costRows, platform) }));
	const judged = budgets.flatMap(({ platform, row }) => {
		const budget = readBudget(row);
		return budget.isWatched ? judgePlatform({ platform, item, budget, known, nowMs }) : [];
	});
	const entries = judged.map(({ entry, isToTell }) => (isToTell ? { ...entry, toldAt: isoAt(nowMs) } : entry));
	const written = entries.map(toCostRow);
	const missing = budgets.filter(({ row }) => row === undefined).map(({ platform }) => emptyBudgetRow(platform));
	const keys = new Set(written.map(({ key }) => key));
	return {
		rows: [...missing, ...written],
		pages: judged.flatMap(({ entry, isToTell }) => (isToTell ? [costPage(entry)] : [])),
		entries: [...known.filter(({ platform, month }) => !keys.has(`${month}/${platform}`)), ...entries],
		lines: entries.filter(({ month }) => month === monthAt(nowMs)).map(lineOf),
	};
}

interface Judged {
	readonly entry: CostEntry;
	readonly isToTell: boolean;
}

interface PlatformSight extends Pick<CostSight, 'item' | 'nowMs'> {
	readonly platform: CostPlatform;
	readonly budget: CostBudget;
	readonly known: readonly CostEntry[];
}

/** This month always, and an earlier one where the platform tells its end. */
function judgePlatform(sight: PlatformSight): Judged[] {
	const { platform, item, nowMs } = sight;
	const result = resultAt(item, platform);
	const failure = failureOf(result);
	const reading = failure === null ? readCostReading(result) : null;
	const thisMonth = monthAt(nowMs);
	const months = (reading?.months ?? []).filter(({ month }) => month <= thisMonth);
	const told = reading === null ? [] : months.map((month) => judgeSeen(sight, reading, month));
	if (months.some(({ month }) => month === thisMonth)) return told;
	const why = failure ?? (result === null ? 'It was not asked' : 'Its answer says nothing of this month');
	return [...told, notSeen(sight, thisMonth, why)];
}

function judgeSeen({ platform, budget, known, nowMs }: PlatformSight, reading: CostReading, month: MonthCost): Judged {
	const verdict = judgeMonth(month, reading.currency, budget);
	const before = known.find((entry) => entry.platform === platform && entry.month === month.month);
	const isOver = verdict.state === 'over' || verdict.state === 'willBeOver';
	// A month that ended before anybody looked is history, not news.
	const isFollowed = month.month === monthAt(nowMs) || before !== undefined;
	return {
		entry: {
			...verdict,
			platform,
			month: month.month,
			reason: sentences(verdict.reason, reading.notTold),
			currency: reading.currency,
			budget: reading.currency === budget.currency ? budget.monthly : null,
			seenAt: month.until,
			toldAt: before?.toldAt ?? '',
			lines: linesText(month.lines, reading.currency),
		},
		isToTell: isOver && isFollowed && (before?.toldAt ?? '') === '',
	};
}

/** What was seen earlier in the month stays; a sum that was over stays over. */
function notSeen({ platform, budget, known }: PlatformSight, month: string, why: string): Judged {
	const before = known.find((entry) => entry.platform === platform && entry.month === month);
	const isOver = before?.state === 'over';
	const seen =
		before?.amount === undefined || before.amount === null
			? ''
			: `${moneyText(before.amount, before.currency)} were seen on ${clockText(before.seenAt)}`;
	return {
		entry: {
			platform,
			month,
			amount: before?.amount ?? null,
			forecast: before?.forecast ?? null,
			currency: before?.currency || budget.currency,
			budget: budget.monthly,
			state: isOver ? 'over' : 'unknown',
			reason: sentences(why, seen),
			seenAt: before?.seenAt ?? '',
			toldAt: before?.toldAt ?? '',
			lines: before?.lines ?? '',
		},
		isToTell: false,
	};
}

/** For a person to fill in. */
function emptyBudgetRow(platform: CostPlatform): CostRow {
	return {
		key: budgetKeyOf(platform),
		kind: 'budget',
		platform,
		month: '',
		budget: noBudget.monthly,
		currency: noBudget.currency,
		unit_prices: '',
		enabled: noBudget.isWatched,
	};
}

const stateWords: Readonly<Record<CostEntry['state'], string>> = {
	within: 'within its budget',
	willBeOver: 'will be over its budget',
	over: 'over its budget',
	noBudget: 'has no budget',
	unknown: 'not known',
};

function lineOf(entry: CostEntry): string {
	const amount = entry.amount === null ? '' : `, ${moneyText(entry.amount, entry.currency)} so far`;
	return sentences(`${costPlatformName(entry.platform)}: ${stateWords[entry.state]}${amount}`, entry.reason);
}

function isoAt(timeMs: number): string {
	return new Date(timeMs).toISOString();
}
