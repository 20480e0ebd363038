const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * Patterns as people write them: separated by commas or lines. What stands in braces, brackets or
 * parentheses, or behind a backslash, separates nothing; braces may go over several lines.
 */
export function parseGlobs(text: string): string[] {
	const patterns: string[] = [];
	const ends = pairsIn(text);
	let pattern = '';
	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		const end = ends.get(index);
		if (end !== undefined) {
			const group = text.slice(index, end + 1);
			pattern += character === '{' ? withoutSpaceAround(group) : group;
			index = end;
		} else if (character === '\\') {
			pattern += text.slice(index, index + 2);
			index++;
		} else if (character === ',' || character === '\n') {
			patterns.push(pattern);
			pattern = '';
		} else {
			pattern += character;
		}
	}
	return [...patterns, pattern].map(trimmed).filter((each) => each !== '');
}

/** Where each bracket that is closed again ends, by where it opens. One that stays open separates nothing. */
function pairsIn(text: string): ReadonlyMap<number, number> {
	const ends = new Map<number, number>();
	let open: Array<{ readonly index: number; readonly closer: string }> = [];
	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		const closer = closers[character];
		if (character === '\\') {
			index++;
		} else if (closer !== undefined) {
			open.push({ index, closer });
		} else if (character === '\n') {
			open = open.filter((bracket) => bracket.closer === '}');
		} else {
			const position = open.findLastIndex((bracket) => bracket.closer === character);
			const opening = open[position];
			if (opening === undefined) continue;
			const content = text.slice(opening.index, index);
			// Two names with a lone brace each, on two lines, are not one list.
			if (content.includes(',') || !content.includes('\n')) ends.set(opening.index, index);
			open = open.slice(0, position);
		}
	}
	return ends;
}

/** `{ api, web }` as `{api,web}`: nobody means a name that begins with a space. */
function withoutSpaceAround(braces: string): string {
	return braces.includes(',') ? braces.replace(/\s*([{},])\s*/g, '$1') : braces;
}

/** Without the space around, save one behind a backslash. */
function trimmed(pattern: string): string {
	return pattern.trimStart().replace(/(\\\s)?\s*$/, '$1');
}

/** As `parseGlobs`, for branches or tags, whose whole names people write too: `refs/heads/main` is `main`. */
export function parseReferenceGlobs(text: string, kind: 'heads' | 'tags'): string[] {
	const prefix = `refs/${kind}/`;
	return parseGlobs(text).map((pattern) => {
		const mark = pattern.startsWith('!') ? '!' : '';
		const name = pattern.slice(mark.length).trimStart();
		return name.startsWith(prefix) ? mark + name.slice(prefix.length) : pattern;
	});
}
