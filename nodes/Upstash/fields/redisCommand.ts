import type { INodeProperties } from 'n8n-workflow';

import { isWrittenNumber, writeJson } from '../../deployment/values/json';
import { type Field, field } from '../../shared/fields/fields';
import { jsonAsWrittenParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { RedisCommand } from '../api/types';
import { wordsOfLine } from '../state/commandLine';

const commands: INodeProperties = {
	displayName: 'Commands',
	name: 'commands',
	type: 'json',
	default: '[\n  ["SET", "greeting", "hello"],\n  ["GET", "greeting"]\n]',
	description: 'A JSON list of commands, each a list of words or a line as in redis-cli',
};

/** Several commands; one that cannot be read is refused, and so is an empty list. */
export const commandsField: Field<RedisCommand[]> = field(commands, (context) => {
	const value = jsonAsWrittenParameter(context, 'commands', 'Commands');
	if (!Array.isArray(value) || value.length === 0) {
		throw new ConfigurationError(
			'Commands is not a list of commands',
			'Give a list such as [["SET", "key", "value"], ["GET", "key"]]',
		);
	}
	return value.map((entry: unknown, index) => commandFrom(entry, `Command ${index + 1}`));
});

/**
 * A command from a line as in redis-cli (`SET greeting "good morning"`) or from a list of words. `where`
 * names the command in errors, which never repeat its words.
 *
 * @throws ConfigurationError when the command is missing or cannot be read.
 */
export function commandFrom(input: unknown, where: string): RedisCommand {
	const words = typeof input === 'string' ? lineWords(input, where) : listWords(input, where);
	const [verb = '', ...values] = words;
	if (/^[A-Za-z][\w.|-]*$/.test(verb)) return [verb, ...values];
	throw new ConfigurationError(
		verb === '' ? `${where} is empty` : `${where} does not begin with the name of a Redis command`,
		"Begin with the command's name, such as GET",
	);
}

function lineWords(line: string, where: string): string[] {
	const read = wordsOfLine(line);
	if (read.unclosed === null) return read.words;
	throw new ConfigurationError(
		`${where} has a ${read.unclosed} that is never closed`,
		'Close the quotation, or give the command as a list of words',
	);
}

function listWords(input: unknown, where: string): string[] {
	if (!Array.isArray(input)) {
		throw new ConfigurationError(
			`${where} is neither a line nor a list of words`,
			'Give a list such as ["SET", "key", "value"]',
		);
	}
	return input.map((word: unknown, index) => {
		if (typeof word === 'string') return word;
		if (typeof word === 'number' || typeof word === 'boolean') return String(word);
		if (isWrittenNumber(word)) return word.value;
		// An object becomes JSON; nothing at all is more likely a mistake than a wish.
		if (typeof word === 'object' && word !== null) return writeJson(word);
		throw new ConfigurationError(
			`Word ${index + 1} of ${where} is empty`,
			'Correct its expression; for an empty string give ""',
		);
	});
}
