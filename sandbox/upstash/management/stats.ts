import type { RedisDatabase } from './model';

const HOUR_MS = 3_600_000;

/** Figures of a database that nobody uses: a point an hour of the last day, and no request in it. */
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
	return {
		...Object.fromEntries(series.map((name) => [name, points])),
		...Object.fromEntries(totals.map((name) => [name, 0])),
		queue_optimized: false,
		days: [new Date(Math.max(database.createdAtMs, nowMs - 24 * HOUR_MS)).toISOString().slice(0, 10)],
		command_counts: [],
	};
}
