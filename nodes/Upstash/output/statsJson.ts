import type { IDataObject } from 'n8n-workflow';

import { listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import type { UpstashDatabase } from '../api/types';
import { databaseName } from '../state/database';

/** What a database is used for, from Upstash's figures; null where it gives none. */
export function statsJson(database: UpstashDatabase, stats: IDataObject): IDataObject {
	return {
		id: database.database_id,
		name: databaseName(database),
		commandsToday: numberAt(stats, 'daily_net_commands'),
		readsToday: numberAt(stats, 'daily_read_requests'),
		writesToday: numberAt(stats, 'daily_write_requests'),
		requestsThisMonth: numberAt(stats, 'total_monthly_requests'),
		bandwidthBytesThisMonth: numberAt(stats, 'total_monthly_bandwidth'),
		storageBytes: numberAt(stats, 'current_storage'),
		billingThisMonth: numberAt(stats, 'total_monthly_billing'),
		keys: newest(stats, 'keyspace'),
		connections: newest(stats, 'connection_count'),
		commandsPerSecond: newest(stats, 'throughput'),
		latencyMeanMs: newest(stats, 'latencymean'),
		latency99Ms: newest(stats, 'latency_99'),
		measuredAt: textAt(listAt(stats, 'keyspace').at(-1), 'x'),
	};
}

/** The last value of a series of `{x: time, y: value}`. */
function newest(stats: IDataObject, series: string): number | null {
	return numberAt(listAt(stats, series).at(-1), 'y');
}
