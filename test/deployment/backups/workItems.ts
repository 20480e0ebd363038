import { createHash } from 'node:crypto';

import { newCopyWork, type CopyWorkKind } from '../../../nodes/deployment/backups/copyWork';
import { type DatabaseRow, readDatabaseRow } from '../../../nodes/deployment/backups/databaseRow';

export const nowMs = Date.parse('2026-11-27T06:10:00Z');
export const startedMs = Date.parse('2026-11-27T06:00:00Z');

export const sha256 = createHash('sha256').update('a dump').digest('hex');

/** A row of slipway_databases as n8n gives it. */
export const databaseRow = {
	id: 7,
	createdAt: '2026-11-01T00:00:00.000Z',
	database: 'paintbox',
	project: 'paintbox',
	branch: 'main',
	database_name: 'neondb',
	role: 'neondb_owner',
	bucket: 'candlefish-backups',
	prefix: '/neon/',
	cluster: 'candlefish',
	task_definition: 'slipway-backup',
	network_service: 'gateway',
	minimum_bytes: 100,
	keep_days: 30,
	enabled: true,
};

export function row(changes: Readonly<Record<string, unknown>> = {}): DatabaseRow {
	const read = readDatabaseRow({ ...databaseRow, ...changes });
	if (read === null) throw new Error('This is no row');
	return read;
}

/** A row whose newest proven backup has three colors and two orders. */
export const provenColumns = {
	proven_at: '2026-11-26T06:03:00.000Z',
	taken_at: '2026-11-26T06:00:00.000Z',
	proven_key: 'neon/paintbox/2026/20261126t0600.dump',
	proven_sha256: sha256,
	proven_bytes: 3400,
	proven_counts: '{"public.colors":3,"shop.orders":2}',
};

export function note(changes: Readonly<Record<string, unknown>> = {}): string {
	return JSON.stringify({
		version: 1,
		action: 'dump',
		branch: 'br-copy',
		bytes: 3400,
		sha256,
		tables: { 'public.colors': 3, 'shop.orders': 2 },
		server: '18.3',
		...changes,
	});
}

/** An item of workflow 45 after all steps, as they leave it when all is well. */
export function finished(
	work: CopyWorkKind = 'backup',
	changes: Readonly<Record<string, unknown>> = {},
	columns: Readonly<Record<string, unknown>> = provenColumns,
): Record<string, unknown> {
	const actions = { backup: 'dump', drill: 'restore', restore: 'restore', rewind: 'count' };
	return {
		...newCopyWork(row(columns), work, { nowMs: startedMs }),
		copy: { ok: true, id: 'br-copy', parentTimestamp: '2026-11-27T06:00:05Z' },
		task: { ok: true, items: [{ status: 'STOPPED' }] },
		noted: { ok: true, text: note({ action: actions[work] }) },
		object: {
			ok: true,
			sizeBytes: 3400,
			sha256,
			checksum: { algorithm: 'SHA256', value: Buffer.from(sha256, 'hex').toString('base64'), parts: null },
			versionId: 'v1',
		},
		...changes,
	};
}

export function failure(message: string, more: Readonly<Record<string, unknown>> = {}) {
	return { ok: false, error: { message, advice: 'Look at it', canRetry: false }, ...more };
}
