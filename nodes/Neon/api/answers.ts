import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { listByCursor } from '../../shared/http/pagination';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { NeonOperation } from './types';

/** What Neon wraps under a name: `{ "branch": ... }`. @throws PlatformRequestError when it is not there. */
export async function fieldIn<Value extends object>(
	client: PlatformClient,
	name: string,
	path: string,
): Promise<Value> {
	const value = await optionalFieldIn<Value>(client, name, path);
	if (value) return value;
	throw unreadable(client, path, 404, `there is no such ${name}`);
}

/** The same; null for 404. */
export async function optionalFieldIn<Value extends object>(
	client: PlatformClient,
	name: string,
	path: string,
): Promise<Value | null> {
	const { status, body } = await client.request({ method: 'GET', path, acceptStatuses: [404] });
	if (status === 404) return null;
	const value = valueAt(body, name);
	if (isObject<Value>(value)) return value;
	throw unreadable(client, path, status, `the answer has no ${name}`);
}

/** A list under a name, where Neon does not page it. */
export async function listUnder<Element>(client: PlatformClient, name: string, path: string): Promise<Element[]> {
	const value = valueAt(await client.object({ method: 'GET', path }), name);
	if (isList<Element>(value)) return value;
	throw unreadable(client, path, 200, `the answer has no ${name}`);
}

/** A list under a name that Neon pages: branches by the cursor `next`, everything else by `cursor`. */
export async function listPages<Element>(
	client: PlatformClient,
	name: string,
	path: string,
	query: IDataObject,
	limit: number,
	onBody: (body: unknown) => void = () => undefined,
): Promise<Element[]> {
	return await listByCursor<Element>(
		client,
		{ method: 'GET', path, query },
		{
			limit,
			parameter: 'cursor',
			select: (body) => {
				onBody(body);
				return valueAt(body, name);
			},
			next: (body) => textAt(body, 'pagination', name === 'branches' ? 'next' : 'cursor') ?? undefined,
		},
	);
}

/** Deletes something; one that is gone already, perhaps by an earlier try, is fine. The operations that carry it out. */
export async function deleteAt(client: PlatformClient, path: string): Promise<readonly NeonOperation[]> {
	const { body } = await client.request({ method: 'DELETE', path, acceptStatuses: [404] });
	const operations = valueAt(body, 'operations');
	return isList<NeonOperation>(operations) ? operations : [];
}

function unreadable(client: PlatformClient, path: string, status: number, words: string): PlatformRequestError {
	return new PlatformRequestError(client.platform.name, `GET ${path}`, status, words);
}

// The fields' types are the vendor's, held by the contract tests.
export function isObject<Value extends object>(value: unknown): value is Value {
	return isRecord(value);
}

function isList<Element>(value: unknown): value is Element[] {
	return Array.isArray(value);
}
