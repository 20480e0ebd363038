import { monthAt } from '../../../deployment/costs/costMonth';
import { costJson, monthCost, type UsageLine } from '../../../deployment/costs/costReading';
import { numberAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { upstashManagementClient } from '../../api/client';
import { listDatabases, readStats } from '../../api/management/databases';
import { databaseName } from '../../state/database';

const readsAtOnce = 4;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what the account costs',
	description: "Get what each Redis database costs this month, as Upstash's own figures say",
	properties: [],
	async execute(context) {
		const client = upstashManagementClient(context);
		const databases = await listDatabases(client);
		const lines = await mapConcurrently(databases, readsAtOnce, async (database): Promise<UsageLine> => {
			const stats = await readStats(client, database.database_id);
			return {
				name: databaseName(database),
				quantity: numberAt(stats, 'total_monthly_requests'),
				unit: 'requests',
				amount: numberAt(stats, 'total_monthly_billing'),
			};
		});
		const nowMs = clock.now();
		const isWhole = lines.every(({ amount }) => amount !== null);
		const month = monthCost({
			month: monthAt(nowMs),
			until: new Date(nowMs).toISOString(),
			lines,
			// A database whose sum is missing must not pass for one that costs nothing.
			...(isWhole && { amount: lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0) }),
		});
		return costJson({
			currency: 'USD',
			months: [month],
			notTold: 'Only Redis databases are counted, not QStash, Vector and Search',
		});
	},
};
