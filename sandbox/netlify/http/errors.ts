import { SandboxHttpError } from '../../kernel/platform';

/** Netlify's error answer: `{"code":404,"message":"Not Found"}`. */
export function netlifyError(
	status: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): SandboxHttpError {
	return new SandboxHttpError(status, { code: status, message }, headers);
}

export const notFound = (): SandboxHttpError => netlifyError(404, 'Not Found');

export const unprocessable = (message: string): SandboxHttpError => netlifyError(422, message);

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

/** As Netlify writes what is not set: `null`, although its contract declares no property nullable. */
export function withNulls(source: JsonObject): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(source).map(([key, value]) => [key, value === undefined ? null : value]),
	);
}
