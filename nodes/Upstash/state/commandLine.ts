/** A line's words, and the quote that is never closed; null when all are. */
export interface LineReading {
	readonly words: string[];
	readonly unclosed: string | null;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The words of a line as in redis-cli. Inside double quotes a backslash keeps the next character, and
 * `\n`, `\r`, `\t` mean what they usually do; inside single quotes everything stays.
 */
export function wordsOfLine(line: string): LineReading {
	const words: string[] = [];
	let word: string | undefined;
	let quote = '';
	for (let index = 0; index < line.length; index++) {
		const character = line.charAt(index);
		if (quote !== '') {
			if (character === quote) {
				quote = '';
			} else if (quote === '"' && character === '\\' && index + 1 < line.length) {
				const next = line.charAt(++index);
				word = `${word ?? ''}${escapes[next] ?? next}`;
			} else {
				word = `${word ?? ''}${character}`;
			}
		} else if (character === '"' || character === "'") {
			quote = character;
			word ??= '';
		} else if (/\s/.test(character)) {
			if (word !== undefined) words.push(word);
			word = undefined;
		} else {
			word = `${word ?? ''}${character}`;
		}
	}
	if (word !== undefined) words.push(word);
	return { words, unclosed: quote === '' ? null : quote };
}
