import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { ServiceCatalog } from '../../../nodes/ServiceCatalog/ServiceCatalog.node';
import { catalogTableRow } from '../../deployment/board/boardSights';
import { runNode } from '../../n8n/nodeHarness';

const run = async (operation: string, items: readonly IDataObject[]): Promise<INodeExecutionData[]> =>
	await runNode({
		node: new ServiceCatalog(),
		parameters: { resource: 'audit', operation },
		items: items.map((json) => ({ json })),
	});

it('plans an audit of the catalog, and concludes it with a report, a row and the pages', async () => {
	const planned = await run('plan', [catalogTableRow() as IDataObject]);
	expect(planned.map(({ json }) => json.kind)).toEqual(
		expect.arrayContaining(['catalog', 'redis', 'repository', 'secret']),
	);
	expect(planned[0]?.pairedItem).toEqual([{ item: 0 }]);
	const redis = { ok: true, result: 'maxmemory_policy:allkeys-lru' };
	const looked = planned.map(({ json }) => (json.kind === 'redis' ? { ...json, seen: redis } : json));
	const [concluded, ...others] = await run('conclude', looked);
	expect(others).toEqual([]);
	expect(concluded?.json).toMatchObject({
		summary: expect.stringMatching(/failed \(1 of them severe\)/),
		row: { report: expect.stringContaining('# Security audit of'), failed: expect.any(Number) },
		pages: [{ action: 'trigger', key: 'slipway/audit/redis/The Redis of the locks/eviction' }],
		html: expect.stringContaining('<!doctype html>'),
	});
	expect(concluded?.pairedItem).toHaveLength(planned.length);
});

it.each([
	['plan', 'The service catalog is empty, or could not be read'],
	['conclude', 'Nothing came back from an audit'],
])('%s says so where nothing of it came', async (operation, words) => {
	await expect(run(operation, [{ error: 'the table is away' }])).rejects.toThrow(words);
});
