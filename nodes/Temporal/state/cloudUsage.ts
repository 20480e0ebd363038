import { monthAfter, monthStartMs } from '../../deployment/costs/costMonth';
import { monthCost, type MonthCost } from '../../deployment/costs/costReading';
import { isTrueAt, listAt, numberAt, textAt } from '../../deployment/values/jsonFields';

const gigabyteHour = 1_000_000_000 * 3_600;

/** Temporal's types of records, in the units that its prices are in. */
const types: ReadonlyArray<readonly [type: string, name: string, unit: string, divisor: number]> = [
	['RECORD_TYPE_ACTIONS', 'actions', 'actions', 1],
	['RECORD_TYPE_ACTIVE_STORAGE', 'activeStorage', 'GB hours', gigabyteHour],
	['RECORD_TYPE_RETAINED_STORAGE', 'retainedStorage', 'GB hours', gigabyteHour],
];

/**
 * A month by the summaries of its days. Days that Temporal still adds to are left out, and the month counts up to the
 * end of the last whole one; without any nothing is known. A day of which a type has no record had none.
 */
export function monthOfUsage(month: string, summaries: readonly unknown[], nowMs: number): MonthCost {
	const [startMs, endMs] = [monthStartMs(month), monthStartMs(monthAfter(month, 1))];
	const days = summaries.filter((summary) => {
		const timeMs = Date.parse(textAt(summary, 'startTime') ?? '');
		return timeMs >= startMs && timeMs < endMs && !isTrueAt(summary, 'incomplete');
	});
	const records = days.flatMap((day) => listAt(day, 'recordGroups').flatMap((group) => listAt(group, 'records')));
	const until = Date.parse(
		days
			.flatMap((day) => textAt(day, 'endTime') ?? [])
			.sort()
			.at(-1) ?? '',
	);
	return monthCost({
		month,
		until: new Date(Number.isNaN(until) ? Math.min(nowMs, endMs) : until).toISOString(),
		lines: types.map(([type, name, unit, divisor]) => {
			const own = records.filter((record) => textAt(record, 'type') === type);
			const sum = own.reduce<number>((all, record) => all + (numberAt(record, 'value') ?? 0), 0);
			return { name, unit, quantity: days.length === 0 ? null : sum / divisor, amount: null };
		}),
	});
}
