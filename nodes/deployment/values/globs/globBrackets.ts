/** A character of a pattern; behind a backslash it stands for itself. */
export interface GlobCharacter {
	readonly text: string;
	readonly escaped: boolean;
}

/** What stands between two brackets, where that can be a set of characters. */
export interface GlobBracket {
	/** Position of the closing bracket. */
	readonly end: number;
	readonly accepts: (character: string) => boolean;
	/**
	 * Written as GitHub writes sets: a range of letters or digits, a `!`, or directly beside a letter
	 * or digit (`[0-9]`, `[!a]`, `[jt]s`). Names of routes (`[slug]`) stand between separators.
	 */
	readonly isSurelySet: boolean;
}

interface SetItem {
	readonly from: string;
	readonly to: string;
}

const wordCharacter = /[\p{L}\p{N}]/u;

/** The set that begins with the bracket at `start`; null where the brackets can only be part of a name. */
export function bracketAt(characters: readonly GlobCharacter[], start: number): GlobBracket | null {
	const length = characters.slice(start + 1).findIndex(({ text, escaped }) => text === ']' && !escaped);
	if (length < 1) return null;
	const end = start + 1 + length;
	const content = characters.slice(start + 1, end).map(({ text }) => text);
	if (content.includes('[') || content.includes('/') || content.join('').startsWith('...')) return null;
	const isNegated = (content[0] === '!' || content[0] === '^') && content.length > 1;
	const items = itemsOf(isNegated ? content.slice(1) : content);
	const isIn = (character: string) => items.some(({ from, to }) => character >= from && character <= to);
	const beside = [characters[start - 1]?.text ?? '', characters[end + 1]?.text ?? ''];
	return {
		end,
		accepts: (character) => character !== '/' && isIn(character) !== isNegated,
		isSurelySet: isNegated || hasPlainRange(items) || beside.some((text) => wordCharacter.test(text)),
	};
}

function itemsOf(content: readonly string[]): SetItem[] {
	const items: SetItem[] = [];
	for (let index = 0; index < content.length; index++) {
		const from = content[index] ?? '';
		const to = content[index + 2];
		if (content[index + 1] === '-' && to !== undefined && isRange(from, to)) {
			items.push({ from, to });
			index += 2;
		} else {
			items.push({ from, to: from });
		}
	}
	return items;
}

/** Both ends of one kind, in order: what is no such range, as in `[my-page]`, is three characters. */
function isRange(from: string, to: string): boolean {
	return from < to && [/^[a-z]{2}$/, /^[A-Z]{2}$/, /^[0-9]{2}$/].some((kind) => kind.test(from + to));
}

/** A range, and no letters of their own beside it: `[blog-post]` is a word. */
function hasPlainRange(items: readonly SetItem[]): boolean {
	return items.some(({ from, to }) => from !== to) && !items.some(({ from, to }) => from === to && /\p{L}/u.test(from));
}
