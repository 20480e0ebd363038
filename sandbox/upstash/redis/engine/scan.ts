import { matchesGlob } from './glob';
import { parseInteger } from './numbers';
import { RedisError, syntaxError } from './reply';

/** Where a walk goes on. Like C's strtoul, which reads a minus sign as a very large number. */
export function parseCursor(text: string): number {
	if (!/^-?\d{1,20}$/.test(text)) throw new RedisError('ERR invalid cursor');
	return Number(BigInt.asUintN(64, BigInt(text)));
}

/** The options of SCAN and its kind. */
export function scanPage(
	options: readonly string[],
	ofKeys: boolean,
): { matches(name: string): boolean; readonly type: string | undefined; readonly count: number } {
	let pattern: string | undefined;
	let type: string | undefined;
	let count = 10;
	for (let index = 0; index < options.length; index += 2) {
		const option = (options[index] ?? '').toUpperCase();
		const value = options[index + 1];
		if (value === undefined) throw syntaxError();
		if (option === 'MATCH') pattern = value;
		else if (option === 'TYPE' && ofKeys) type = value.toLowerCase();
		else if (option !== 'COUNT') throw syntaxError();
		else {
			count = parseInteger(value);
			if (count < 1) throw syntaxError();
		}
	}
	return { matches: (name) => pattern === undefined || matchesGlob(pattern, name), type, count };
}
