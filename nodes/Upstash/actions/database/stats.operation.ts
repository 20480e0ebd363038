import type { IDataObject } from 'n8n-workflow';

import { listAt, numberAt, textAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { databaseName, databaseParameter, databaseProperty } from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const stats: Operation = {
	value: 'stats',
	name: 'Stats',
	action: 'Get the stats of a database',
	description: 'How much a database is used, as Upstash last measured it',
	properties: [databaseProperty, simplifyProperty],
	async execute(context) {
		const client = managementClient(context);
		const database = await databaseParameter(context, client);
		const answer = await client.object<IDataObject>({
			method: 'GET',
			path: path`/redis/stats/${database.database_id}`,
		});
		if (!switchParameter(context, 'simplify')) return answer;
		return {
			id: database.database_id,
			name: databaseName(database),
			commandsToday: numberAt(answer, 'daily_net_commands'),
			readsToday: numberAt(answer, 'daily_read_requests'),
			writesToday: numberAt(answer, 'daily_write_requests'),
			requestsThisMonth: numberAt(answer, 'total_monthly_requests'),
			bandwidthBytesThisMonth: numberAt(answer, 'total_monthly_bandwidth'),
			storageBytes: numberAt(answer, 'current_storage'),
			billingThisMonth: numberAt(answer, 'total_monthly_billing'),
			keys: newest(answer, 'keyspace'),
			connections: newest(answer, 'connection_count'),
			commandsPerSecond: newest(answer, 'throughput'),
			latencyMeanMs: newest(answer, 'latencymean'),
			latency99Ms: newest(answer, 'latency_99'),
			measuredAt: textAt(listAt(answer, 'keyspace').at(-1), 'x'),
		};
	},
};

/** The last value of a series of `{x: time, y: value}`. */
function newest(answer: IDataObject, series: string): number | null {
	return numberAt(listAt(answer, series).at(-1), 'y');
}
