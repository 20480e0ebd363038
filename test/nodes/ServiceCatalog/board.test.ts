import type { IDataObject } from 'n8n-workflow';

import { ServiceCatalog } from '../../../nodes/ServiceCatalog/ServiceCatalog.node';
import { catalogTableRow, commitOf, ledgerTableRow, releaseTableRow } from '../../deployment/board/boardSights';
import { runNode } from '../../n8n/nodeHarness';

const table = (rows: readonly object[]): string => JSON.stringify(rows.map((json) => ({ json })));

async function render(parameters: IDataObject): Promise<IDataObject> {
	const [item, ...others] = await runNode({
		node: new ServiceCatalog(),
		parameters: { resource: 'board', operation: 'render', ...parameters } as never,
	});
	expect(others).toEqual([]);
	return item?.json ?? {};
}

describe('Board: Render', () => {
	it('makes one page of the tables', async () => {
		const page = await render({
			catalogRows: table([catalogTableRow()]),
			ledgerRows: table([ledgerTableRow(1, 9, 5)]),
			releaseRows: table([releaseTableRow(1)]),
			kept: '{"ok":true,"results":[{"command":"HGETALL","result":[]},{"command":"HVALS","result":[]}]}',
			putResultInField: 'board',
		});
		expect(page).toMatchObject({ board: { ok: true, services: 1, toLookAt: 0 } });
		expect(page.board).toMatchObject({ html: expect.stringContaining(commitOf(1).slice(0, 7)) });
	});

	it('makes a page without any row, and says what could not be read', async () => {
		const html = async (parameters: IDataObject) => String((await render(parameters)).html);
		// No rows come as one empty item.
		expect(await html({ catalogRows: table([{}]) })).toContain('The catalog is empty');
		// A table that cannot be read hands on the rows of the step before it, or an error.
		expect(await html({ ledgerRows: table([catalogTableRow()]) })).toContain('slipway_deployments could not be read');
		expect(await html({ releaseRows: table([{ error: 'no such table' }]) })).toContain(
			'slipway_releases could not be read',
		);
		expect(await html({ kept: '{"ok":false,"error":{"message":"refused"}}' })).toContain(
			'Upstash Redis could not be asked',
		);
	});
});
