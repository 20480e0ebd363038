import path from 'node:path';

import { toLedgerRow } from '../../nodes/deployment/ledger/ledgerRow';
import { emptyRecord } from '../../nodes/deployment/ledger/record';
import example from '../../docs/catalog.example.json';
import { readBundle } from '../../tools/workflows/bundle';

describe('the Data Tables that the installer makes, and completes', () => {
	const tables = async (): Promise<Map<string, string[]>> => {
		const { dataTables } = await readBundle(path.resolve(__dirname, '..', '..', 'workflows'));
		return new Map([...dataTables].map(([name, columns]) => [name, columns.map((column) => column.name)]));
	};

	it('have every column that the set-up makes, each once', async () => {
		const found = await tables();
		expect([...found.keys()]).toEqual([
			'slipway_services',
			'slipway_releases',
			'slipway_deployments',
			'slipway_previews',
			'slipway_sums',
			'slipway_approvals',
			'slipway_secret_syncs',
			'slipway_costs',
			'slipway_databases',
			'slipway_backups',
			'slipway_audits',
		]);
		for (const columns of found.values()) {
			expect(columns.length).toBeGreaterThan(10);
			expect(new Set(columns).size).toBe(columns.length);
		}
	});

	it('take every column of a ledger row, and of the example catalog', async () => {
		const found = await tables();
		const row = Object.keys(toLedgerRow({ ...emptyRecord, kind: 'deploy' }, ''));
		expect(row.filter((name) => found.get('slipway_deployments')?.includes(name) !== true)).toEqual([]);
		for (const entry of example) {
			expect(Object.keys(entry).filter((name) => found.get('slipway_services')?.includes(name) !== true)).toEqual([]);
		}
	});
});
