/** Months as `2026-11`, in UTC, as the platforms bill them. */

const monthPattern = /^(\d{4})-(0[1-9]|1[0-2])$/;

export function isMonth(text: string): boolean {
	return monthPattern.test(text);
}

export function monthAt(timeMs: number): string {
	return new Date(timeMs).toISOString().slice(0, 7);
}

/** `count` months later, or earlier where it is negative. */
export function monthAfter(month: string, count: number): string {
	const [, year = '1970', number = '01'] = monthPattern.exec(month) ?? [];
	return new Date(Date.UTC(Number(year), Number(number) - 1 + count, 1)).toISOString().slice(0, 7);
}

/** When it begins; the next one begins where it ends. */
export function monthStartMs(month: string): number {
	return Date.parse(`${month}-01T00:00:00Z`);
}

/** How much of the month has passed by then, from 0 to 1. */
export function shareOfMonth(month: string, timeMs: number): number {
	const startMs = monthStartMs(month);
	const share = (timeMs - startMs) / (monthStartMs(monthAfter(month, 1)) - startMs);
	return Math.min(1, Math.max(0, share));
}
