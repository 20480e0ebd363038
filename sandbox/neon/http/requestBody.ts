import type { SandboxRequest } from '../../kernel/platform';
import { badRequest } from './errors';
import { isJsonObject, type JsonObject } from './json';

/** The JSON body; an empty one is an object without keys. Raises 400. */
export function jsonBody(request: SandboxRequest): JsonObject {
	if (request.body.byteLength === 0) return {};
	const body = request.json();
	if (isJsonObject(body)) return body;
	throw badRequest('the request body must be a JSON object');
}

/** The object under a key; empty when it is not there. Raises 400 when it is something else. */
export function objectAt(source: JsonObject, key: string): JsonObject {
	const value = source[key];
	if (value === undefined || value === null) return {};
	if (isJsonObject(value)) return value;
	throw badRequest(`${key} must be an object`);
}

/** The object that a body must hold under a key. Raises 400. */
export function requiredObject(source: JsonObject, key: string): JsonObject {
	if (source[key] === undefined) throw badRequest(`request body has an error: property "${key}" is missing`);
	return objectAt(source, key);
}

export function textAt(source: JsonObject, key: string): string | undefined {
	const value = source[key];
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value === 'string') return value;
	throw badRequest(`${key} must be a string`);
}

export function requiredText(source: JsonObject, key: string): string {
	const value = textAt(source, key);
	if (value === undefined) throw badRequest(`request body has an error: property "${key}" is missing`);
	return value;
}

export function flagAt(source: JsonObject, key: string): boolean | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'boolean') return value;
	throw badRequest(`${key} must be a boolean`);
}

export function numberAt(source: JsonObject, key: string, minimum: number, maximum: number): number | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' && value >= minimum && value <= maximum) return value;
	throw badRequest(`${key} must be a number from ${minimum} to ${maximum}`);
}
