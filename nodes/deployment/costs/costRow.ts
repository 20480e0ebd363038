import { stringAt } from '../ledger/record';
import { numberAt, valueAt } from '../values/jsonFields';
import { isMonth } from './costMonth';
import { type CostPlatform, isCostPlatform } from './costPlatforms';
import type { CostState } from './monthVerdict';
import { currencyCode, moneyText } from './moneyText';
import type { UsageLine } from './costReading';

/** A month of a platform, as a row of the kind `month` of `slipway_costs` holds it. */
export interface CostEntry {
	readonly platform: CostPlatform;
	readonly month: string;
	readonly amount: number | null;
	readonly forecast: number | null;
	readonly currency: string;
	readonly budget: number | null;
	readonly state: CostState;
	readonly reason: string;
	/** Of its amount; ISO 8601. */
	readonly seenAt: string;
	/** When the person on call was told; empty while nobody was. */
	readonly toldAt: string;
	/** What was used, for people who want to know why. */
	readonly lines: string;
}

/** The columns of `slipway_costs`. */
export const costColumns = [
	'key kind platform month budget currency unit_prices enabled',
	'amount forecast state reason lines seen_at told_at',
].flatMap((line) => line.split(' '));

const states: readonly string[] = ['within', 'willBeOver', 'over', 'noBudget', 'unknown'] satisfies CostState[];

export const monthKeyOf = (platform: CostPlatform, month: string): string => `${month}/${platform}`;

/** Null for what is no row of a month, or of a platform that this version does not know. */
export function fromCostRow(row: unknown): CostEntry | null {
	const platform = stringAt(row, 'platform');
	const month = stringAt(row, 'month');
	if (stringAt(row, 'kind') !== 'month' || !isCostPlatform(platform) || !isMonth(month)) return null;
	return {
		platform,
		month,
		amount: numberAt(row, 'amount'),
		forecast: numberAt(row, 'forecast'),
		currency: currencyCode(stringAt(row, 'currency')),
		budget: numberAt(row, 'budget'),
		state: stateAt(row),
		reason: stringAt(row, 'reason'),
		seenAt: stringAt(row, 'seen_at'),
		toldAt: stringAt(row, 'told_at'),
		lines: stringAt(row, 'lines'),
	};
}

function stateAt(row: unknown): CostState {
	const state = stringAt(row, 'state');
	return isState(state) ? state : 'unknown';
}

function isState(text: string): text is CostState {
	return states.includes(text);
}

/** As the Data Table takes it. */
export function toCostRow(entry: CostEntry) {
	return {
		key: monthKeyOf(entry.platform, entry.month),
		kind: 'month',
		platform: entry.platform,
		month: entry.month,
		amount: entry.amount,
		forecast: entry.forecast,
		currency: entry.currency,
		budget: entry.budget,
		state: entry.state,
		reason: entry.reason,
		lines: entry.lines,
		seen_at: entry.seenAt,
		told_at: entry.toldAt,
	};
}

/** A year of rows travels in one item: an account of AWS has dozens of services, most of them for cents. */
const mostLines = 12;

/** What was used, in short: `computeHours: 12.5 CU hours; AWS Secrets Manager: 1.20 USD`. */
export function linesText(lines: readonly UsageLine[], currency: string): string {
	return lines
		.slice(0, mostLines)
		.map((line) => lineText(line, currency))
		.join('; ');
}

function lineText({ name, quantity, unit, amount }: UsageLine, currency: string): string {
	const parts = [
		quantity === null ? '' : `${quantity.toLocaleString('en-US', { maximumFractionDigits: 2 })} ${unit}`,
		amount === null ? '' : moneyText(amount, currency),
	].filter((part) => part !== '');
	return `${name}: ${parts.join(', ') || 'not told'}`;
}

/** The months that rows tell, the newest row of each; two runs at once make two. */
export function costEntries(rows: readonly unknown[]): CostEntry[] {
	const newest = new Map<string, { readonly id: number; readonly entry: CostEntry }>();
	for (const row of rows) {
		const entry = fromCostRow(row);
		if (entry === null) continue;
		const key = monthKeyOf(entry.platform, entry.month);
		const id = numberAt(row, 'id') ?? 0;
		const known = newest.get(key);
		const told = known?.entry.toldAt || entry.toldAt;
		const kept = known !== undefined && known.id > id ? known : { id, entry };
		newest.set(key, { id: kept.id, entry: { ...kept.entry, toldAt: told } });
	}
	return [...newest.values()].map(({ entry }) => entry);
}

/** The row of a platform's budget; the newest where there are several. */
export function budgetRowOf(rows: readonly unknown[], platform: CostPlatform): unknown {
	return rows
		.filter((row) => valueAt(row, 'kind') === 'budget' && valueAt(row, 'platform') === platform)
		.sort((left, right) => (numberAt(right, 'id') ?? 0) - (numberAt(left, 'id') ?? 0))[0];
}
