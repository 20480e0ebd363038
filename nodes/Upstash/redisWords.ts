/** Shorter ones would blank the words of an error: of these only the quoted form is looked for. */
const shortestPlainWord = 3;

/** What an error must not repeat of a command: its words, as they are or, the shortest, in quotes. */
export function secretsOfWords(words: readonly string[]): string[] {
	return words.flatMap((word) =>
		word.length >= shortestPlainWord ? [word] : [JSON.stringify(word), `'${word}'`],
	);
}

/**
 * Redis' words without the command that some of them end with: "..., with args beginning with: 'my'
 * 'secret'", and what @upstash/redis and proxies add.
 */
export function withoutEcho(words: string): string {
	return (words.split(/,? with args beginning with|,? command was:/i)[0] ?? '').trim();
}
