/** RFC 3339 in UTC; groups of zeros are dropped. */
export function timeText(atMs: number): string {
	return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

/** `{ name: text }`, or nothing where there is no time. */
export function timeField(name: string, atMs: number | null): Readonly<Record<string, string>> {
	return atMs === null ? {} : { [name]: timeText(atMs) };
}
