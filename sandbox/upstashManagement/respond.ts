import type { SandboxRequest, SandboxResponse } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';

const json = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** Upstash answers changes and errors with a JSON string alone. */
export const answerText = (text: string, status = 200): SandboxResponse => ({
	status,
	headers: json,
	body: JSON.stringify(text),
});

export const upstashError = (status: number, message: string): SandboxHttpError =>
	new SandboxHttpError(status, JSON.stringify(message), json);

export type JsonObject = Readonly<Record<string, unknown>>;

/** Raises 400 for a body that is no JSON object. */
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
