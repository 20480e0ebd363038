import type { RedisDatabase } from './model';

const HOUR_MS = 3_600_000;

/** Of each region a database is in; and US dollars for 100,000 of them, as pay as you go has it. */
const [requestsAnHour, price] = [2_000, 0.2];

/**
 * Figures of a database that nobody looks into: a point an hour of the last day, and no request in it. Its month grows
 * by the hour, and by its regions.
 */
export function presentStats(database: RedisDatabase, nowMs: number): Record<string, unknown> {
	const points = Array.from({ length: 24 }, (_, hour) => ({
		x: new Date(nowMs - (23 - hour) * HOUR_MS).toISOString(),
		y: 0,
	}));
	const series = [
		'connection_count',
		'keyspace',
		'throughput',
		'diskusage',
		'latencymean',
		'latency_99',
		'read_latency_mean',
		'read_latency_99',
		'write_latency_mean',
		'write_latency_99',
		'hits',
		'misses',
		'read',
		'write',
		'dailyrequests',
		'dailybilling',
		'bandwidths',
	];
	const totals = [
		'daily_net_commands',
		'daily_read_requests',
		'daily_write_requests',
		'dailybandwidth',
		'total_monthly_bandwidth',
		'total_monthly_requests',
		'total_monthly_read_requests',
		'total_monthly_write_requests',
		'total_monthly_script_requests',
		'total_monthly_storage',
		'current_storage',
		'total_monthly_billing',
	];
	const now = new Date(nowMs);
	const monthStartMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
	const hours = Math.max(0, (nowMs - Math.max(monthStartMs, database.createdAtMs)) / HOUR_MS);
	const requests = Math.round(hours * requestsAnHour * (1 + database.readRegions.length));
	return {
		...Object.fromEntries(series.map((name) => [name, points])),
		...Object.fromEntries(totals.map((name) => [name, 0])),
		total_monthly_requests: requests,
		total_monthly_billing: (requests / 100_000) * price,
		queue_optimized: false,
		days: [new Date(Math.max(database.createdAtMs, nowMs - 24 * HOUR_MS)).toISOString().slice(0, 10)],
		command_counts: [],
	};
}
