import { badRequest } from './errors';

/** Milliseconds since the epoch. Raises 400 when it is no date. */
export function parseTime(text: string, name: string): number {
	const timeMs = Date.parse(text);
	if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(timeMs)) return timeMs;
	throw badRequest(`${name} must be a timestamp in RFC 3339 format, like 2024-02-26T12:00:00Z`);
}

export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
