import type { SandboxHandler } from '../../kernel/platform';
import { timeText } from '../present/time';
import type { CloudWorld } from './world';

const dayMs = 86_400_000;
/** Of a namespace in a day. */
const [actionsADay, storedBytes] = [12_000, 2_000_000_000];

/** A summary of each day, by namespace. The day that is under way is still added to. */
export function usageHandler(world: CloudWorld): SandboxHandler {
	return ({ query }) => {
		const fromMs = Date.parse(query.get('startTimeInclusive') ?? '') || world.now() - 30 * dayMs;
		const untilMs = Math.min(Date.parse(query.get('endTimeExclusive') ?? '') || world.now(), world.now());
		const days: number[] = [];
		for (let day = Math.floor(fromMs / dayMs) * dayMs; day < untilMs; day += dayMs) days.push(day);
		const first = Number(query.get('pageToken') ?? 0);
		const next = first + (Number(query.get('pageSize') ?? 0) || 100);
		return {
			status: 200,
			body: {
				summaries: days.slice(first, next).map((day) => summaryOf(world, day)),
				...(next < days.length && { nextPageToken: String(next) }),
			},
		};
	};
}

function summaryOf(world: CloudWorld, startMs: number) {
	const endMs = startMs + dayMs;
	const share = Math.min(1, (world.now() - startMs) / dayMs);
	const seconds = (dayMs / 1000) * share;
	const there = world.namespaces.filter(({ createdAtMs }) => createdAtMs < endMs);
	return {
		startTime: timeText(startMs),
		endTime: timeText(endMs),
		incomplete: endMs > world.now(),
		recordGroups: there.map(({ namespace, retentionDays }) => ({
			groupBys: [{ key: 'GROUP_BY_KEY_NAMESPACE', value: namespace }],
			records: [
				record('ACTIONS', 'NUMBER', Math.round(actionsADay * share)),
				record('ACTIVE_STORAGE', 'BYTE_SECONDS', storedBytes * seconds),
				record('RETAINED_STORAGE', 'BYTE_SECONDS', storedBytes * retentionDays * seconds),
			],
		})),
	};
}

function record(type: string, unit: string, value: number) {
	return { type: `RECORD_TYPE_${type}`, unit: `RECORD_UNIT_${unit}`, value };
}
