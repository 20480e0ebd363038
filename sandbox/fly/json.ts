import type { SandboxRequest } from '../kernel/platform';
import { badRequest, notFound } from './errors';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`; an empty one when there is none. */
export function objectIn(source: JsonObject, key: string): JsonObject {
	const value = source[key];
	return isJsonObject(value) ? value : {};
}

/** The objects of the list under `key`. */
export function objectsIn(source: JsonObject, key: string): JsonObject[] {
	const value = source[key];
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** `undefined` where the key is missing or null; 400 when it is something else than a text. */
export function readText(source: JsonObject, key: string): string | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw typeMismatch(value, key, 'string');
	return value;
}

export function readFlag(source: JsonObject, key: string): boolean | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'boolean') throw typeMismatch(value, key, 'bool');
	return value;
}

export function readWholeNumber(source: JsonObject, key: string): number | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value)) throw typeMismatch(value, key, 'int');
	return value;
}

/** A map of texts; 400 when a value is something else. */
export function readTexts(source: JsonObject, key: string): Record<string, string> {
	const value = source[key];
	if (value === undefined || value === null) return {};
	if (!isJsonObject(value)) throw typeMismatch(value, key, 'map[string]string');
	const texts: Record<string, string> = {};
	for (const [name, text] of Object.entries(value)) {
		if (typeof text !== 'string') throw typeMismatch(text, `${key}.${name}`, 'string');
		texts[name] = text;
	}
	return texts;
}

/** The JSON body as an object; an empty body is one without keys. Raises 400. */
export function jsonBody(request: SandboxRequest): JsonObject {
	if (request.body.byteLength === 0) return {};
	const body = request.json();
	if (!isJsonObject(body)) throw typeMismatch(body, 'body', 'object');
	return body;
}

/** A path parameter of the matched route. Raises 404 when it is not there. */
export function pathParameter(request: SandboxRequest, name: string): string {
	const value = request.params[name];
	if (value === undefined || value === '') throw notFound('not found');
	return value;
}

function typeMismatch(value: unknown, key: string, wanted: string) {
	const kind = Array.isArray(value) ? 'array' : typeof value;
	return badRequest(`json: cannot unmarshal ${kind} into Go struct field ${key} of type ${wanted}`);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `1m30s`, `500ms` in milliseconds; `undefined` for anything else. */
export function durationMs(text: unknown): number | undefined {
	if (typeof text !== 'string' || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
	return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
		(sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0),
		0,
	);
}
