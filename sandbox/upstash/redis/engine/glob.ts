/** A Redis glob (`h?llo`, `h*`, `h[a-e]llo`, `h[^e]`, `\*`) over the whole key, as Redis' `stringmatchlen` reads it. */
export function matchesGlob(pattern: string, text: string): boolean {
	let at = 0;
	for (let position = 0; position < pattern.length; position++) {
		const character = pattern.charAt(position);
		if (character === '*') {
			const rest = pattern.slice(position).replace(/^\*+/, '');
			if (rest === '') return true;
			for (let start = at; start <= text.length; start++) {
				if (matchesGlob(rest, text.slice(start))) return true;
			}
			return false;
		}
		if (at >= text.length) return false;
		if (character === '[') {
			const { includes, end } = characterClass(pattern, position, text.charAt(at));
			if (!includes) return false;
			position = end;
		} else if (character !== '?') {
			const isEscape = character === '\\' && position + 1 < pattern.length;
			if (isEscape) position += 1;
			if (pattern.charAt(position) !== text.charAt(at)) return false;
		}
		at += 1;
	}
	return at === text.length;
}

/** Whether the class that opens at `start` includes the character, and where it ends; an open one ends with the pattern. */
function characterClass(
	pattern: string,
	start: number,
	character: string,
): { readonly includes: boolean; readonly end: number } {
	let at = start + 1;
	const isNegated = pattern.charAt(at) === '^';
	if (isNegated) at += 1;
	let includes = false;
	for (; at < pattern.length && pattern.charAt(at) !== ']'; at++) {
		if (pattern.charAt(at) === '\\' && at + 1 < pattern.length) {
			at += 1;
			includes ||= pattern.charAt(at) === character;
		} else if (at + 2 < pattern.length && pattern.charAt(at + 1) === '-') {
			const [low = '', high = ''] = [pattern.charAt(at), pattern.charAt(at + 2)].sort();
			includes ||= character >= low && character <= high;
			at += 2;
		} else {
			includes ||= pattern.charAt(at) === character;
		}
	}
	return { includes: includes !== isNegated, end: Math.min(at, pattern.length - 1) };
}
