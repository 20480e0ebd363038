/** How much of a text is searched, in characters: it bounds what a slow pattern can cost. */
export const maxSearchedLength = 16_384;

/** Whether the pattern occurs in the first `maxSearchedLength` characters of `text`. */
export function occursIn(expression: RegExp, text: string): boolean {
	return expression.test(text.slice(0, maxSearchedLength));
}
