import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { CloudflareClient } from './client';
import type { CloudflareRecord, CloudflareZone } from './types';
import { listPages } from './zones';

/** What a list of records is narrowed to; empty is all. */
export interface RecordFilter {
	/** In full. */
	readonly name?: string;
	readonly type?: string;
	/** Part of a name or content. */
	readonly search?: string;
}

export async function listRecords(
	client: CloudflareClient,
	zone: CloudflareZone,
	{ name, type, search }: RecordFilter,
	limit: number,
): Promise<CloudflareRecord[]> {
	const query = { ...(name && { name }), ...(type && { type }), ...(search && { search }) };
	const request = { method: 'GET', path: path`/zones/${zone.id}/dns_records`, query } as const;
	return await listPages<CloudflareRecord>(client, request, { limit, pageSize: 100 });
}

export async function readRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	id: string,
): Promise<CloudflareRecord> {
	return await client.result<CloudflareRecord>({ method: 'GET', path: path`/zones/${zone.id}/dns_records/${id}` });
}

/** Made once by its caller: Cloudflare has no idempotency keys, and refuses a twin of the same content. */
export async function postRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	body: IDataObject,
): Promise<CloudflareRecord> {
	return await client.result<CloudflareRecord>({ method: 'POST', path: path`/zones/${zone.id}/dns_records`, body });
}

/** Type, name, TTL and content are sent each time: the contract wants them, whatever changes. */
export async function patchRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	id: string,
	body: IDataObject,
): Promise<CloudflareRecord> {
	return await client.result<CloudflareRecord>({
		method: 'PATCH',
		path: path`/zones/${zone.id}/dns_records/${id}`,
		body,
		safeToRepeat: true,
	});
}

/** One that is gone already is fine. */
export async function deleteRecord(client: CloudflareClient, zone: CloudflareZone, id: string): Promise<void> {
	await client.answer({
		method: 'DELETE',
		path: path`/zones/${zone.id}/dns_records/${id}`,
	});
}
