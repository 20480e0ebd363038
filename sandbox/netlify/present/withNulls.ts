import type { JsonObject } from '../http/requestBody';

/** As Netlify writes what is not set: `null`, although its contract declares no property nullable. */
export function withNulls(source: JsonObject): Record<string, unknown> {
	return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, value === undefined ? null : value]));
}

export const isoTime = (atMs: number): string => new Date(atMs).toISOString();
