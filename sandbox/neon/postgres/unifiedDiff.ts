interface Line {
	readonly sign: ' ' | '-' | '+';
	readonly text: string;
}

/** Longest common subsequence, line by line: quadratic, for schemas of some thousand lines. */
function compareLines(before: readonly string[], after: readonly string[]): Line[] {
	const width = after.length + 1;
	const common = new Uint32Array((before.length + 1) * width);
	const at = (row: number, column: number): number => common[row * width + column] ?? 0;
	for (let row = before.length - 1; row >= 0; row -= 1) {
		for (let column = after.length - 1; column >= 0; column -= 1) {
			common[row * width + column] =
				before[row] === after[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
		}
	}
	const lines: Line[] = [];
	let row = 0;
	let column = 0;
	while (row < before.length || column < after.length) {
		const old = before[row];
		const fresh = after[column];
		if (old !== undefined && old === fresh) {
			lines.push({ sign: ' ', text: old });
			row += 1;
			column += 1;
		} else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
			lines.push({ sign: '-', text: old });
			row += 1;
		} else {
			lines.push({ sign: '+', text: fresh ?? '' });
			column += 1;
		}
	}
	return lines;
}

const CONTEXT_LINES = 3;

/** A unified diff of two texts; empty when they are the same. */
export function unifiedDiff(before: string, after: string, names: { before: string; after: string }): string {
	if (before === after) return '';
	const lines = compareLines(before.split('\n'), after.split('\n'));
	const shown = lines.map((_line, index) =>
		lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ sign }) => sign !== ' '),
	);
	const output = [`--- ${names.before}`, `+++ ${names.after}`];
	let old = 1;
	let fresh = 1;
	for (let start = 0; start < lines.length;) {
		let end = start;
		while (end < lines.length && shown[end] === shown[start]) end += 1;
		const hunk = lines.slice(start, end);
		const oldCount = hunk.filter(({ sign }) => sign !== '+').length;
		const freshCount = hunk.filter(({ sign }) => sign !== '-').length;
		if (shown[start]) {
			output.push(`@@ -${old},${oldCount} +${fresh},${freshCount} @@`);
			output.push(...hunk.map(({ sign, text }) => `${sign}${text}`));
		}
		old += oldCount;
		fresh += freshCount;
		start = end;
	}
	return `${output.join('\n')}\n`;
}
