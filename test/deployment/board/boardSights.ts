import type { BoardSight } from '../../../nodes/deployment/board/boardSight';
import { catalogRow } from '../catalog/catalogRows';

export const nowMs = Date.parse('2026-11-27T12:00:00Z');
export const minutesAgo = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();

/** A row of the catalog, as the Data Table gives it. */
export function catalogTableRow(row: Readonly<Record<string, unknown>> = {}) {
	return catalogRow({ service: 'gateway', environment: 'production', ...row });
}

/** A row of the ledger: a good deployment that began and ended so many minutes ago. */
export function ledgerTableRow(id: number, began: number, ended: number, row: Readonly<Record<string, unknown>> = {}) {
	return {
		id,
		release_id: `r/${id}`,
		kind: 'deploy',
		service: 'gateway',
		environment: 'production',
		platform: 'netlify',
		target: 'gateway',
		repository: 'acme/shop',
		commit: commitOf(id),
		state: 'live',
		verified: true,
		reason: '',
		deployment_id: `d${id}`,
		live_id: `d${id}`,
		live_commit: commitOf(id),
		previous_id: '',
		actor: 'kim',
		url: 'https://gateway.example',
		started_at: minutesAgo(began),
		finished_at: minutesAgo(ended),
		decision: 'deploy',
		because: '',
		...row,
	};
}

export function commitOf(id: number): string {
	return id.toString(16).padStart(40, '0');
}

export function releaseTableRow(id: number, row: Readonly<Record<string, unknown>> = {}) {
	return {
		id,
		release_id: `r/${id}`,
		delivery_id: `delivery-${id}`,
		repository: 'acme/shop',
		branch: 'main',
		commit: commitOf(id),
		message: `Change ${id}`,
		sender: 'kim',
		services: 'gateway',
		state: 'live',
		reason: '',
		decisions: '',
		started_at: minutesAgo(100),
		...row,
	};
}

export const nothingRead: BoardSight = {
	catalogRows: [],
	ledgerRows: [],
	releaseRows: [],
	sumRows: [],
	previewRows: [],
	approvalRows: [],
	secretSyncRows: [],
	databaseRows: [],
	costRows: [],
	auditRows: [],
	kept: { pages: {}, rows: [] },
	environment: 'production',
	days: 30,
	formAddress: '../form/',
	nowMs,
};
