import { OperationFailure } from '../shared/errors';

/** What to do about Redis' words, the most telling first. */
const advices: ReadonlyArray<readonly [pattern: RegExp, advice: string]> = [
	[
		/^NOPERM/,
		'The credential holds a read-only token, which cannot write, hold a lock or run a script; nothing was changed. Use the standard token, not the read-only one, from the database\'s page at Upstash',
	],
	[/^WRONGTYPE/, 'The key holds another kind of value. Use another key, or Command: Run with the command for its kind'],
	[/max (daily )?(requests?|commands?) limit/i, 'The database\'s plan has no requests left. Raise its plan or budget at Upstash'],
	[/^OOM|max (data|storage|database) size/i, 'The database is full. Delete keys, or raise its plan at Upstash'],
	[/not an integer|out of range/, 'Give a whole number, and a key that holds one'],
	[/^EXECABORT/, 'Nothing of the transaction was carried out. Correct the command that Redis refused'],
	[/unknown command|not (available|supported|allowed)/i, 'Upstash does not offer this command over REST. Its documentation lists those it does'],
	[/wrong number of arguments|syntax error/i, 'Correct the command\'s arguments'],
];

const anyAdvice = 'Redis refused it for the reason above. Correct the operation\'s fields';

/** The error for what Redis refused. `values` are the command's arguments: none of them is repeated. */
export function redisFailure(
	what: string,
	redisWords: string,
	values: readonly string[],
): OperationFailure {
	const words = withoutValues(redisWords, values) || 'it gave no readable answer';
	return new OperationFailure(`Redis refused ${what}: ${words}`, adviceFor(redisWords));
}

/** What to do about Redis' own words; holds nothing of them. */
export function adviceFor(words: string): string {
	return advices.find(([pattern]) => pattern.test(words))?.[1] ?? anyAdvice;
}

/**
 * Redis' words without what a person put in: it quotes the arguments of a command that it does not
 * know ("..., with args beginning with: 'my' 'secret'").
 */
export function withoutValues(redisWords: string, values: readonly string[]): string {
	let words = redisWords.split(/,? with args beginning with|,? command was:/)[0] ?? '';
	const longestFirst = values.filter((value) => value.length >= 3).sort((a, b) => b.length - a.length);
	for (const value of longestFirst) words = words.split(value).join('***');
	return words.replace(/\s+/g, ' ').trim().slice(0, 300);
}
