import type { IDataObject } from 'n8n-workflow';

import { writeOnce } from '../../shared/waiting/writeOnce';
import type { CloudflareClient } from '../api/client';
import { listRecords, patchRecord, postRecord } from '../api/records';
import type { CloudflareRecord, CloudflareZone } from '../api/types';
import { contentOf, differences, isSameContent, type RecordWish } from '../state/recordWish';
import { assertWritten } from './assertWritten';
import { namedRecord } from './namedRecord';

export interface EnsuredRecord {
	readonly record: CloudflareRecord;
	readonly action: 'created' | 'changed' | 'unchanged';
	/** Content before a change. */
	readonly previousContent: string | null;
}

/** Makes the record, or changes the one of that name and type, and reads it back. */
export async function ensureRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	wish: RecordWish,
): Promise<EnsuredRecord> {
	const found = await namedRecord(client, zone, wish.name, wish.type);
	if (found === undefined) {
		const created = await createOnce(client, zone, wish);
		return { record: await assertWritten(client, zone, created.id, wish), action: 'created', previousContent: null };
	}
	if (differences(found, wish).length === 0) return { record: found, action: 'unchanged', previousContent: null };
	await patchRecord(client, zone, found.id, bodyOf(wish));
	const record = await assertWritten(client, zone, found.id, wish);
	return { record, action: 'changed', previousContent: contentOf(found) };
}

/** A lost answer is looked for by name, type and content: Cloudflare allows no twin of these. */
async function createOnce(client: CloudflareClient, zone: CloudflareZone, wish: RecordWish): Promise<CloudflareRecord> {
	return await writeOnce({
		what: `the ${wish.type} record ${wish.name}`,
		send: async () => await postRecord(client, zone, bodyOf(wish)),
		find: async () => {
			const records = await listRecords(client, zone, { name: wish.name, type: wish.type }, 100);
			return records.find((record) => isSameContent(wish.type, contentOf(record), wish.content));
		},
	});
}

export function bodyOf({ name, type, content, ttl, proxied, comment }: RecordWish): IDataObject {
	const isProxiable = ['A', 'AAAA', 'CNAME'].includes(type);
	return {
		type,
		name,
		content,
		ttl: proxied ? 1 : ttl,
		...(isProxiable && { proxied }),
		...(comment !== undefined && { comment }),
	};
}
