import { OperationFailure } from '../../shared/operation/errors';
import type { CloudflareClient } from '../api/client';
import { readRecord } from '../api/records';
import type { CloudflareRecord, CloudflareZone } from '../api/types';
import { contentOf, differences, type RecordWish } from '../state/recordWish';

/**
 * The record, read back after it was written.
 *
 * @throws OperationFailure where it says something else: somebody changed it at the same time.
 */
export async function assertWritten(
	client: CloudflareClient,
	zone: CloudflareZone,
	id: string,
	wish: RecordWish,
): Promise<CloudflareRecord> {
	const record = await readRecord(client, zone, id);
	assertSame(record, wish);
	return record;
}

/** @throws OperationFailure where a record that was read back says something else than was written. */
export function assertSame(record: CloudflareRecord, wish: RecordWish): void {
	const fields = differences(record, wish);
	if (fields.length === 0) return;
	throw new OperationFailure(
		`The ${wish.type} record ${wish.name} was written, and then read back with another ${fields.join(' and ')}: ${contentOf(record)}`,
		'Somebody else changes the same record. Look at its history in Cloudflare (Audit Log), then run this again',
		{ state: 'changedMeanwhile' },
	);
}
