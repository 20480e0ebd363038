import type { IDataObject } from 'n8n-workflow';

import { ServiceCatalog } from '../../../nodes/ServiceCatalog/ServiceCatalog.node';
import { answered, budgetRow, monthCost, monthRow } from '../../deployment/costs/costReadings';
import { runNode } from '../../n8n/nodeHarness';

const table = (rows: readonly object[]): string => JSON.stringify(rows.map((json) => ({ json })));

async function report(parameters: IDataObject): Promise<IDataObject> {
	const [item] = await runNode({
		node: new ServiceCatalog(),
		parameters: { resource: 'cost', operation: 'report', ...parameters } as never,
	});
	return item?.json ?? {};
}

describe('Cost: Report', () => {
	it('gives rows by their keys, pages, a line for each platform and a picture', async () => {
		const month = new Date().toISOString().slice(0, 7);
		const until = new Date().toISOString();
		const given = await report({
			item: JSON.stringify({ upstash: answered(monthCost({ month, until, amount: 90 })) }),
			costRows: table([budgetRow('upstash', 50), monthRow('upstash', month)]),
		});
		expect(given.pages).toMatchObject([{ key: `slipway/costs/upstash/${month}` }]);
		expect(given.rows).toContainEqual(expect.objectContaining({ key: `${month}/upstash`, amount: 90, state: 'over' }));
		expect(given.lines).toHaveLength(6);
		expect(given.picture).toMatch(/^<svg .*<\/svg>$/s);
	});

	it('reports nothing where the table could not be read: each week would page anew', async () => {
		const rows = table([{ error: 'no such table' }]);
		await expect(report({ item: '{}', costRows: rows })).rejects.toThrow('slipway_costs could not be read');
		expect(await report({ item: '{}', costRows: rows, putResultInField: 'report' })).toMatchObject({
			report: { ok: false },
		});
	});

	it('makes rows for budgets from a table without any row, which comes as one empty item', async () => {
		const { rows, picture, pages } = await report({ item: '{}', costRows: table([{}]) });
		expect(rows).toHaveLength(12);
		expect({ picture, pages }).toEqual({ picture: '', pages: [] });
	});
});
