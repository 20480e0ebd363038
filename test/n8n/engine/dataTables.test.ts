import type { INode, Workflow } from 'n8n-workflow';

import { DataTables, MAX_SIZE_BYTES } from './dataTables';
import { describeOnEngine, n8nErrors } from './installedN8n';

const node = { name: 'A step', type: 'n8n-nodes-base.dataTable' } as INode;
const workflow = { id: 'w' } as Workflow;
const columns = [
	{ name: 'service', type: 'string' },
	{ name: 'wave', type: 'number' },
	{ name: 'hold', type: 'boolean' },
	{ name: 'finished_at', type: 'date' },
] as const;

describeOnEngine("Data Tables as strict as n8n's", () => {
	const open = async () => {
		const tables = new DataTables();
		const aggregate = await tables.provider.getDataTableAggregateProxy(workflow, node);
		const { id } = await aggregate.createDataTable({ name: 'slipway_test', columns });
		return { tables, aggregate, table: await tables.provider.getDataTableProxy(workflow, node, id) };
	};
	const eq = (columnName: string, value: unknown) => ({
		type: 'and' as const,
		filters: [{ columnName, condition: 'eq', value }],
	});

	it.each([
		['an unknown column', { nobody: 1 }, "unknown column name 'nobody'"],
		['a word for a number', { wave: 'three' }, "'three' does not match column type 'number'"],
		['a word for a switch', { hold: 'maybe' }, "'maybe' does not match column type 'boolean'"],
		['a word for a date', { finished_at: 'soon' }, "'soon' does not match column type 'date'"],
	])('refuse %s, with an error that is none of a node', async (_, row, message) => {
		const { table, tables } = await open();
		const error: unknown = await table.insertRows([{ service: 'a' }, row]).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(n8nErrors().UserError);
		expect(error).not.toBeInstanceOf(n8nErrors().NodeOperationError);
		expect(String(error)).toContain(message);
		expect(tables.rows('slipway_test')).toEqual([]);
	});

	it('keep dates in UTC, and numbers and switches as such', async () => {
		const { table } = await open();
		const [row] = await table.insertRows([{ wave: '3', hold: 'true', finished_at: '2026-11-27T03:00:00+02:00' }]);
		expect(row).toMatchObject({ wave: 3, hold: true, finished_at: new Date('2026-11-27T01:00:00Z'), service: null });
	});

	it.each(['1st', 'with-dash', 'with space', '_x', 'x'.repeat(64), 'id', 'createdAt'])(
		'refuse the column name %s',
		async (name) => {
			const { aggregate } = await open();
			const made = aggregate.createDataTable({ name: 'other', columns: [{ name, type: 'string' }] });
			await expect(made).rejects.toThrow(/column name/i);
		},
	);

	it('refuse to write into a full store, and go on reading and deleting', async () => {
		const { table, tables } = await open();
		await table.insertRows([{ service: 'a' }]);
		tables.sizeBytes = MAX_SIZE_BYTES;
		const full = 'Data table size limit exceeded: 200MB used, limit is 200MB';
		await expect(table.insertRows([{ service: 'b' }])).rejects.toThrow(full);
		await expect(table.updateRows({ data: { wave: 1 }, filter: eq('service', 'a') })).rejects.toThrow(full);
		await expect(table.upsertRow({ data: { wave: 1 }, filter: eq('service', 'a') })).rejects.toThrow(full);
		expect((await table.getManyRowsAndCount({})).count).toBe(1);
		expect(await table.deleteRows({ filter: eq('service', 'a') })).toHaveLength(1);
	});

	it('upsert by an update, and an insert where nothing was hit, without any unique key', async () => {
		const { table, tables } = await open();
		await table.insertRows([
			{ service: 'a', wave: 1 },
			{ service: 'a', wave: 1 },
		]);
		expect(await table.upsertRow({ data: { service: 'a', wave: 2 }, filter: eq('service', 'a') })).toHaveLength(2);
		expect(await table.upsertRow({ data: { service: 'b' }, filter: eq('service', 'b') })).toHaveLength(1);
		expect(tables.rows('slipway_test').map(({ service, wave }) => [service, wave])).toEqual([
			['a', 2],
			['a', 2],
			['b', null],
		]);
	});

	it('find by type, sort as a database, and page', async () => {
		const { table } = await open();
		await table.insertRows([1, null, 3, 2].map((wave) => ({ wave, service: String(wave), hold: wave === 3 })));
		const sorted = await table.getManyRowsAndCount({ sortBy: ['wave', 'DESC'], take: 2, skip: 1 });
		expect(sorted).toMatchObject({ count: 4, data: [{ wave: 2 }, { wave: 1 }] });
		expect(await table.getManyRowsAndCount({ filter: eq('hold', true) })).toMatchObject({ data: [{ wave: 3 }] });
		expect(await table.getManyRowsAndCount({ filter: eq('wave', null) })).toMatchObject({
			data: [{ service: 'null' }],
		});
		await expect(table.getManyRowsAndCount({ filter: eq('nobody', 1) })).rejects.toThrow('unknown column');
		await expect(table.deleteRows({ filter: { filters: [] } })).rejects.toThrow('Filter is required');
	});
});
