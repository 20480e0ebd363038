import { PlatformRequestError } from '../shared/errors';
import type { PlatformClient, PlatformRequest } from '../shared/platformClient';

/** What Neon wraps under a name: `{ "branch": ... }`. @throws PlatformRequestError when it is not there. */
export async function fieldIn<Value extends object>(
	client: PlatformClient,
	name: string,
	request: PlatformRequest,
): Promise<Value> {
	const value = await optionalFieldIn<Value>(client, name, request);
	if (value) return value;
	throw unreadable(client, request, 404, `there is no such ${name}`);
}

/** The same; null for 404. */
export async function optionalFieldIn<Value extends object>(
	client: PlatformClient,
	name: string,
	request: PlatformRequest,
): Promise<Value | null> {
	const { status, body } = await client.request({ ...request, acceptStatuses: [404] });
	if (status === 404) return null;
	const value: unknown =
		typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
	if (isObject<Value>(value)) return value;
	throw unreadable(client, request, status, `the answer has no ${name}`);
}

/** A list under a name, where Neon does not page it. */
export async function listUnder<Element>(
	client: PlatformClient,
	name: string,
	request: PlatformRequest,
): Promise<Element[]> {
	const body = await client.object<object>(request);
	const value = listIn(body, name);
	if (isList<Element>(value)) return value;
	throw unreadable(client, request, 200, `the answer has no ${name}`);
}

export function listIn(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

function unreadable(
	client: PlatformClient,
	{ method, path }: PlatformRequest,
	status: number,
	words: string,
): PlatformRequestError {
	return new PlatformRequestError(client.platform.name, `${method} ${path}`, status, words);
}

// The fields' types are the vendor's, held by the contract tests.
function isObject<Value extends object>(value: unknown): value is Value {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList<Element>(value: unknown): value is Element[] {
	return Array.isArray(value);
}
