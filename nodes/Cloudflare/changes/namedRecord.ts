import { OperationFailure } from '../../shared/operation/errors';
import type { CloudflareClient } from '../api/client';
import { listRecords } from '../api/records';
import type { CloudflareRecord, CloudflareZone } from '../api/types';
import { contentsOf } from '../state/recordWish';

/**
 * The one record of that name and type; undefined where there is none.
 *
 * @throws OperationFailure where there are several: which of them is meant nobody said.
 */
export async function namedRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	name: string,
	type: string,
): Promise<CloudflareRecord | undefined> {
	const [record, ...others] = await listRecords(client, zone, { name, type }, 100);
	if (record === undefined || others.length === 0) return record;
	throw new OperationFailure(
		`${name} has ${others.length + 1} ${type} records: ${contentsOf([record, ...others])}`,
		'Delete all but one of them, or use a load balancer pool: a name with several values cannot be set or swapped as one',
		{ state: 'severalRecords' },
	);
}
