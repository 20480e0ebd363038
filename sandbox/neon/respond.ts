import { randomUUID } from 'node:crypto';

import type { SandboxRequest } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';

/** Neon's error answer; most have an empty code. */
export function neonError(status: number, message: string, code = ''): SandboxHttpError {
	return new SandboxHttpError(status, { request_id: randomUUID(), code, message });
}

export const notFound = (what: string): SandboxHttpError => neonError(404, `${what} not found`);

export const badRequest = (message: string): SandboxHttpError => neonError(400, message);

export const unprocessable = (message: string, code = ''): SandboxHttpError =>
	neonError(422, message, code);

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

export function numberAt(
	source: JsonObject,
	key: string,
	minimum: number,
	maximum: number,
): number | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' && value >= minimum && value <= maximum) return value;
	throw badRequest(`${key} must be a number from ${minimum} to ${maximum}`);
}

/** Milliseconds since the epoch. Raises 400 when it is no date. */
export function parseTime(text: string, name: string): number {
	const timeMs = Date.parse(text);
	if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(timeMs)) return timeMs;
	throw badRequest(`${name} must be a timestamp in RFC 3339 format, like 2024-02-26T12:00:00Z`);
}

export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();

/** Leaves out what is not set, as Neon does. */
export function compact(source: JsonObject): Record<string, unknown> {
	return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}
