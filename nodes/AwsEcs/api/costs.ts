import { listAt, textAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { CostExplorer } from './types';

/** More pages than a month of an account can have. */
const maxPages = 50;

/** Months by service, as Cost Explorer gives them (`ResultsByTime`). `from` and `to` are days; `to` is not part of it. */
export async function readCosts(explorer: CostExplorer, from: string, to: string): Promise<unknown[]> {
	const results: unknown[] = [];
	let token: string | null = null;
	for (let page = 1; page <= maxPages; page++) {
		const next: string | null = token;
		const answer: unknown = await explorer.call(
			'GetCostAndUsage',
			async (client) =>
				await client.getCostAndUsage({
					TimePeriod: { Start: from, End: to },
					Granularity: 'MONTHLY',
					Metrics: ['UnblendedCost'],
					GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
					...(next !== null && { NextPageToken: next }),
				}),
		);
		results.push(...listAt(answer, 'ResultsByTime'));
		token = textAt(answer, 'NextPageToken');
		if (token === null) return results;
	}
	throw new OperationFailure(
		`AWS Cost Explorer gave ${maxPages} pages of costs, and names more`,
		'Look at the costs in the console of AWS: what was read so far is no sum',
	);
}
