/** Which HTTP statuses are good: `200-299,304` as ranges, both ends included. */
export interface StatusRange {
	readonly from: number;
	readonly to: number;
}

/**
 * A list such as `200-299, 304` or `2xx`, as ranges.
 * @returns the ranges, or a sentence about the part that cannot be read.
 */
export function parseExpectedStatus(
	text: string,
): { readonly ok: true; readonly ranges: readonly StatusRange[] } | { readonly ok: false; readonly reason: string } {
	// Dashes as word processors and web pages write them.
	const parts = text
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.split(/[,\n]/)
		.map((part) => part.trim());
	const ranges: StatusRange[] = [];
	for (const part of parts) {
		const range = parseRange(part);
		if (range === null) {
			return {
				ok: false,
				reason: part === '' ? `"${text}" has an empty part` : `"${part}" is no HTTP status and no range of them`,
			};
		}
		if (range.from > range.to) {
			return { ok: false, reason: `the range "${part}" ends before it starts` };
		}
		ranges.push(range);
	}
	return { ok: true, ranges };
}

export function isExpectedStatus(ranges: readonly StatusRange[], status: number): boolean {
	return ranges.some(({ from, to }) => status >= from && status <= to);
}

function parseRange(part: string): StatusRange | null {
	const family = /^([1-5])xx$/i.exec(part)?.[1];
	if (family !== undefined) return { from: Number(family) * 100, to: Number(family) * 100 + 99 };
	const [, from, to = from] = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(part) ?? [];
	return from === undefined ? null : { from: Number(from), to: Number(to) };
}
