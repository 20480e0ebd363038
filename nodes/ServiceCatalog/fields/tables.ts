import { rowsField } from '../../shared/fields/tableRows';

const rowsOf = (table: string, displayName: string, name: string, more = '') =>
	rowsField(
		displayName,
		name,
		`Rows of the table ${table}${more}. An item that is none says that it could not be read.`,
	);

export const catalogRows = rowsOf('slipway_services', 'Catalog Rows', 'catalogRows');
export const ledgerRows = rowsOf('slipway_deployments', 'Ledger Rows', 'ledgerRows', ', the newest 2,000');
export const releaseRows = rowsOf('slipway_releases', 'Release Rows', 'releaseRows', ', the newest ones');
export const sumRows = rowsOf('slipway_sums', 'Sum Rows', 'sumRows');
export const previewRows = rowsOf('slipway_previews', 'Preview Rows', 'previewRows');
export const approvalRows = rowsOf('slipway_approvals', 'Approval Rows', 'approvalRows');
export const costRows = rowsOf('slipway_costs', 'Cost Rows', 'costRows');
export const databaseRows = rowsOf('slipway_databases', 'Database Rows', 'databaseRows');
export const auditRows = rowsOf('slipway_audits', 'Audit Rows', 'auditRows', ', the newest one');
export const secretSyncRows = rowsOf('slipway_secret_syncs', 'Secret Sync Rows', 'secretSyncRows');
