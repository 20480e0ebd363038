/** Seconds since the epoch as ISO 8601. */
export function timeOf(seconds: number | null | undefined): string | null {
	return seconds === null || seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}
