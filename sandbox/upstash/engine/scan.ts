import { matchesGlob } from './glob';
import { parseInteger } from './numbers';
import { RedisError, syntaxError } from './reply';

export function parseCursor(text: string): void {
	if (!/^\d{1,20}$/.test(text)) throw new RedisError('ERR invalid cursor');
}

/** The options of SCAN and its kind. One page holds everything, so COUNT is only checked. */
export function scanPage(
	options: readonly string[],
	ofKeys: boolean,
): { matches(name: string): boolean; readonly type: string | undefined } {
	let pattern: string | undefined;
	let type: string | undefined;
	for (let index = 0; index < options.length; index += 2) {
		const option = (options[index] ?? '').toUpperCase();
		const value = options[index + 1];
		if (value === undefined) throw syntaxError();
		if (option === 'MATCH') pattern = value;
		else if (option === 'TYPE' && ofKeys) type = value.toLowerCase();
		else if (option !== 'COUNT' || parseInteger(value) < 1) throw syntaxError();
	}
	return { matches: (name) => pattern === undefined || matchesGlob(pattern, name), type };
}
