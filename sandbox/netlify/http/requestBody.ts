import type { SandboxRequest } from '../../kernel/platform';
import { notFound, unprocessable } from './errors';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; 422 naming `what` when it is something else. */
export function requireObject(value: unknown, what: string): JsonObject {
	if (isJsonObject(value)) return value;
	throw unprocessable(`${what} must be an object`);
}

export function readText(source: JsonObject, key: string): string | undefined {
	const value = source[key];
	return typeof value === 'string' ? value : undefined;
}

export function readFlag(source: JsonObject, key: string): boolean | undefined {
	const value = source[key];
	return typeof value === 'boolean' ? value : undefined;
}

export function readTextList(source: JsonObject, key: string): string[] | undefined {
	const value = source[key];
	if (!Array.isArray(value)) return undefined;
	return value.filter((entry): entry is string => typeof entry === 'string');
}

/** A path parameter of the matched route. Raises 404 when it is not there. */
export function pathParameter(request: SandboxRequest, name: string): string {
	const value = request.params[name];
	if (value === undefined || value === '') throw notFound();
	return value;
}

/** The JSON body; an empty one is an object without keys. Raises 400 or 422. */
export function jsonBody(request: SandboxRequest): JsonObject {
	return request.body.byteLength === 0 ? {} : requireObject(request.json(), 'The body');
}

export function isZip(request: SandboxRequest): boolean {
	return /^application\/zip\b/i.test(request.headers['content-type'] ?? '');
}

/** Whether a zip is the body, or the `zip` field of a form. */
export function carriesZip(request: SandboxRequest): boolean {
	return isZip(request) || request.body.includes('name="zip"');
}
