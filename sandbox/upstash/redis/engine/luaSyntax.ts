import { notSimulated } from './reply';

const token =
	/--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*|\[(=*)\[[\s\S]*?\]\2\]|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|[A-Za-z_]\w*|0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\.\.\.|\.\.|==|~=|<=|>=|<<|>>|\/\/|::|\S/g;

const openers = new Set(['do', 'then', 'else', 'repeat', ';', '']);
const closers = new Set(['end', 'else', 'elseif', 'until', '']);

const keywords = new Set([
	'and',
	'break',
	'do',
	'else',
	'elseif',
	'end',
	'false',
	'for',
	'function',
	'if',
	'in',
	'local',
	'nil',
	'not',
	'or',
	'repeat',
	'return',
	'then',
	'true',
	'until',
	'while',
]);

/** Whether a call, or an index, can follow the token. */
const endsPrefix = (word: string): boolean =>
	/^[)\]}"']/.test(word) || /^\[=*\[/.test(word) || (/^[A-Za-z_]/.test(word) && !keywords.has(word));

/**
 * Refuses, in the sandbox's own name, what the embedded Lua accepts and the Lua 5.1 of Redis does not: a script would
 * pass here and fail for real.
 */
export function refuseNewerSyntax(source: string): void {
	let previous = '';
	let previousEnd = 0;
	let afterBreak = false;
	for (const match of source.matchAll(token)) {
		const word = match[0];
		if (word.startsWith('--')) continue;
		if (['//', '<<', '>>', '&', '|', '::', 'goto'].includes(word) || word === '~') {
			throw notSimulated(`'${word}' of newer versions of Lua; Redis runs Lua 5.1`);
		}
		if (/^["']/.test(word) && /(^|[^\\])(\\\\)*\\[xzu]/.test(word)) {
			throw notSimulated('the escapes \\x, \\z and \\u of newer versions of Lua; Redis runs Lua 5.1');
		}
		if (word === ';' && openers.has(previous)) {
			throw notSimulated('a semicolon without a statement, which Lua 5.1 refuses');
		}
		if (afterBreak && word !== ';' && !closers.has(word)) {
			throw notSimulated('a statement after break, which Lua 5.1 refuses');
		}
		if (word === '(' && endsPrefix(previous) && source.slice(previousEnd, match.index).includes('\n')) {
			throw notSimulated('a call whose parenthesis is on the next line, which Lua 5.1 refuses as ambiguous');
		}
		afterBreak = word === 'break' || (afterBreak && word === ';');
		previous = word;
		previousEnd = match.index + word.length;
	}
}

/** Hexadecimal numbers beyond 32 bits in decimal: the embedded Lua would cut them off. */
export const withWideNumbers = (source: string): string =>
	source.replace(token, (found) => (/^0x/i.test(found) ? String(Number(found)) : found));
