import { split } from 'shlex';

import { field, textField, type Field } from '../../shared/fields/fields';
import { ConfigurationError, messageOf } from '../../shared/operation/errors';

const command = textField('Release Command', 'releaseCommand', {
	placeholder: 'node migrate.js',
	description: 'Run once with the new image on a machine of its own. If it fails, nothing is changed.',
});

/** Read as the command's words; none to run none. */
export const commandField: Field<string[]> = field(command, (context) => commandWords(command.read(context)));

/**
 * A command line as its words, as flyctl splits it: quotes and backslashes as in a shell, and nothing
 * else of one (no variables, no pipes).
 *
 * @throws ConfigurationError for a quote that is not closed, or a backslash with nothing after it.
 */
export function commandWords(line: string): string[] {
	const words = splitWords(line);
	if (typeof words !== 'string') return words;
	throw new ConfigurationError(
		`The release command cannot be read: ${words}`,
		'Nothing was changed. Close every quote; write \\" for one that belongs to a word, or run a script of the image instead',
	);
}

/** The words, or why there are none: the library throws for these two reasons, and for nothing else. */
function splitWords(line: string): string[] | string {
	try {
		return split(line);
	} catch (error) {
		return messageOf(error).includes('escape') ? 'it ends with a backslash' : 'a quote in it is not closed';
	}
}
