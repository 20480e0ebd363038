import type { SandboxRequest } from '../../../kernel/platform';
import { upstashError } from '../present';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Raises 400 for anything but a JSON object. */
export function jsonBody(request: SandboxRequest): JsonObject {
	const body = request.body.byteLength === 0 ? {} : request.json();
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
		return Object.fromEntries(Object.entries(body));
	}
	throw upstashError(400, 'invalid request body');
}

export function requiredText(body: JsonObject, key: string): string {
	const value = body[key];
	if (typeof value === 'string' && value !== '') return value;
	throw upstashError(400, `${key} is required`);
}

export function flagAt(body: JsonObject, key: string): boolean | undefined {
	const value = body[key];
	if (value === undefined || typeof value === 'boolean') return value;
	throw upstashError(400, `${key} must be a boolean`);
}
