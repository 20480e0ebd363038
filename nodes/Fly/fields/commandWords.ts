import { split } from 'shlex';

import { messageOf, OperationFailure } from '../../shared/operation/errors';

/**
 * A command line as its words, as flyctl splits it: quotes and backslashes as in a shell, and nothing
 * else of one (no variables, no pipes).
 *
 * @throws OperationFailure for a quote that is not closed, or a backslash with nothing after it.
 */
export function commandWords(line: string): string[] {
	const words = splitWords(line);
	if (words !== 'openQuote' && words !== 'openEscape') return words;
	throw new OperationFailure(
		`The release command cannot be read: ${words === 'openEscape' ? 'it ends with a backslash' : 'a quote in it is not closed'}`,
		'Nothing was changed. Close every quote; write \\" for one that belongs to a word, or run a script of the image instead',
	);
}

/** The library throws for these two, and for nothing else. */
function splitWords(line: string): string[] | 'openQuote' | 'openEscape' {
	try {
		return split(line);
	} catch (error) {
		return messageOf(error).includes('escape') ? 'openEscape' : 'openQuote';
	}
}
