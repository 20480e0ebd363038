/** Shorter ones would blank the words of an error: of these only the quoted form is looked for. */
const shortestPlainWord = 3;

/** Longer ones are looked for in pieces, of which an error can only show the first. */
const longestWholeWord = 1_000;
const pieceLength = 200;
const mostPieces = 80;

/** What an error must not repeat of a command: its words, as they are or, the shortest, in quotes. */
export function secretsOfWords(words: readonly string[]): string[] {
	return words.flatMap((word) => {
		if (word.length < shortestPlainWord) return [JSON.stringify(word), `'${word}'`];
		if (word.length <= longestWholeWord) return [word];
		const count = Math.min(mostPieces, Math.ceil(word.length / pieceLength));
		return Array.from({ length: count }, (_, at) => word.slice(at * pieceLength, (at + 1) * pieceLength));
	});
}

/**
 * Redis' words up to the command that some of them end with: "..., with args beginning with: 'my'
 * 'secret'", and what @upstash/redis and proxies add.
 */
export function cutEcho(words: string): string {
	return (words.split(/,? with args beginning with|,? command was:/i)[0] ?? '').trim();
}
