import { isWrittenNumber, writeJson } from '../../deployment/values/json';
import { OperationFailure } from '../../shared/operation/errors';
import type { RedisCommand } from '../api/redis/redisClient';

/**
 * A command from a line as in redis-cli (`SET greeting "good morning"`) or from a list of words.
 * Inside double quotes a backslash keeps the next character, and `\n`, `\r`, `\t` mean what they usually do;
 * inside single quotes everything stays. `where` names the command in errors, which never repeat its words.
 *
 * @throws OperationFailure when there is no command, or it cannot be read.
 */
export function commandFrom(input: unknown, where: string): RedisCommand {
	const words = typeof input === 'string' ? splitLine(input, where) : listWords(input, where);
	const [verb = '', ...values] = words;
	if (/^[A-Za-z][\w.|-]*$/.test(verb)) return [verb, ...values];
	throw new OperationFailure(
		verb === '' ? `${where} is empty` : `${where} does not begin with the name of a Redis command`,
		'Begin with the command\'s name, such as GET',
	);
}

function listWords(input: unknown, where: string): string[] {
	if (!Array.isArray(input)) {
		throw new OperationFailure(
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
		throw new OperationFailure(
			`Word ${index + 1} of ${where} is empty`,
			'Correct its expression; for an empty text give ""',
		);
	});
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function splitLine(line: string, where: string): string[] {
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
		} else if (character === '"' || character === '\'') {
			quote = character;
			word ??= '';
		} else if (/\s/.test(character)) {
			if (word !== undefined) words.push(word);
			word = undefined;
		} else {
			word = `${word ?? ''}${character}`;
		}
	}
	if (quote !== '') {
		throw new OperationFailure(
			`${where} has a ${quote} that is never closed`,
			'Close the quotation, or give the command as a list of words',
		);
	}
	if (word !== undefined) words.push(word);
	return words;
}
