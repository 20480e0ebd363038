import type { SandboxRequest } from '../../kernel/platform';
import { apiError } from './errors';
import type { JsonObject } from '../model';

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object without these properties. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** The request's JSON object, `{}` when there is no body; raises GitHub's own 400 otherwise. */
export function readBody(request: SandboxRequest): JsonObject {
	if (request.body.length === 0) return {};
	let value: unknown;
	try {
		value = JSON.parse(request.body.toString('utf8'));
	} catch {
		throw apiError(400, 'Problems parsing JSON');
	}
	if (value === null) return {};
	if (!isJsonObject(value)) throw apiError(400, 'Body should be a JSON object');
	return value;
}

function invalidType(name: string, value: unknown, wanted: string): Error {
	return apiError(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${wanted}.`);
}

/** A text property; `null` and absent are `undefined`. */
export function readString(body: JsonObject, name: string): string | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw invalidType(name, value, 'a string');
	return value;
}

export function readRequiredString(body: JsonObject, name: string): string {
	const value = readString(body, name);
	if (value === undefined) {
		throw apiError(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
	}
	return value;
}

export function readBoolean(body: JsonObject, name: string): boolean | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'boolean') throw invalidType(name, value, 'a boolean');
	return value;
}

export function readInteger(body: JsonObject, name: string): number | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value)) {
		throw invalidType(name, value, 'an integer');
	}
	return value;
}

export function readStringList(body: JsonObject, name: string): string[] | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (!Array.isArray(value)) throw invalidType(name, value, 'an array');
	return value.map((item: unknown) => {
		if (typeof item !== 'string') throw invalidType(name, item, 'a string');
		return item;
	});
}

export function readObject(body: JsonObject, name: string): JsonObject | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (!isJsonObject(value)) throw invalidType(name, value, 'an object');
	return value;
}

/** One of `allowed`, or GitHub's 422 that lists them. */
export function readRequiredWord(body: JsonObject, name: string, allowed: readonly string[]): string {
	const value = readRequiredString(body, name);
	if (!allowed.includes(value)) {
		throw apiError(
			422,
			`Invalid request.\n\nFor 'properties/${name}', ${value} is not a member of [${allowed
				.map((word) => `"${word}"`)
				.join(', ')}].`,
		);
	}
	return value;
}
