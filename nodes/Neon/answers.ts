import type { IDataObject, JsonObject } from 'n8n-workflow';

import { isRecord, textAt, valueAt } from '../deployment/values/jsonFields';
import { PlatformRequestError } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { listByCursor } from '../shared/http/pagination';
import { switchParameter } from '../shared/fields/parameters';
import type { PlatformClient } from '../shared/http/platformClient';

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
export async function listUnder<Element>(
	client: PlatformClient,
	name: string,
	path: string,
): Promise<Element[]> {
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
			next: (body) =>
				textAt(body, 'pagination', name === 'branches' ? 'next' : 'cursor') ?? undefined,
		},
	);
}

/** One of Neon's objects as the node gives it: in our shape or, without Simplify, as Neon gave it. */
export function shaped<Value extends object>(
	context: OperationContext,
	value: Value,
	simplify: (value: Value) => IDataObject,
): IDataObject {
	return switchParameter(context, 'simplify') ? simplify(value) : ({ ...value } as IDataObject);
}

/** Fields of one of Neon's objects in camelCase: `parent_id` as `parentId`, null where it has none. */
export function inCamelCase<Value extends object>(
	value: Value,
	names: ReadonlyArray<keyof Value & string>,
): JsonObject {
	return Object.fromEntries(
		names.map((name) => [
			name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
			value[name] ?? null,
		]),
	) as JsonObject;
}

function unreadable(
	client: PlatformClient,
	path: string,
	status: number,
	words: string,
): PlatformRequestError {
	return new PlatformRequestError(client.platform.name, `GET ${path}`, status, words);
}

// The fields' types are the vendor's, held by the contract tests.
export function isObject<Value extends object>(value: unknown): value is Value {
	return isRecord(value);
}

export function isList<Element>(value: unknown): value is Element[] {
	return Array.isArray(value);
}
