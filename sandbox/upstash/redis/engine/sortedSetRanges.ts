import type { CommandContext } from './command';
import { parseFloatNumber } from './numbers';
import { RedisError } from './reply';

export type Scored = readonly [member: string, score: number];

/** By score, then by the member's bytes. */
export const ordered = ({ keys }: CommandContext, key: string): Scored[] =>
	[...(keys.typed(key, 'zset')?.scores ?? [])].sort(
		(left, right) => left[1] - right[1] || (left[0] < right[0] ? -1 : 1),
	);

export type Includes = (scored: Scored) => boolean;

export function scoreRange(minimum: string, maximum: string): Includes {
	const notAFloat = (): RedisError => new RedisError('ERR min or max is not a float');
	const bound = (text: string) => ({
		open: text.startsWith('('),
		// As C's strtod: nothing is 0, and blanks before a number do not count.
		value: parseFloatNumber(text.replace(/^\(/, '').trimStart() || '0', notAFloat),
	});
	const low = bound(minimum);
	const high = bound(maximum);
	return ([, score]) =>
		(low.open ? score > low.value : score >= low.value) && (high.open ? score < high.value : score <= high.value);
}

/** `-`, `+`, `[a` and `(a`, over members of one score. */
export function lexRange(minimum: string, maximum: string): Includes {
	const sideOf = (text: string) => {
		if (text === '-' || text === '+') return { kind: text, value: '' };
		if (text.startsWith('[') || text.startsWith('(')) return { kind: text.charAt(0), value: text.slice(1) };
		throw new RedisError('ERR min or max not valid string range item');
	};
	const low = sideOf(minimum);
	const high = sideOf(maximum);
	const isAbove = (member: string): boolean =>
		low.kind === '-' || (low.kind === '[' && member >= low.value) || (low.kind === '(' && member > low.value);
	const isBelow = (member: string): boolean =>
		high.kind === '+' || (high.kind === '[' && member <= high.value) || (high.kind === '(' && member < high.value);
	return ([member]) => isAbove(member) && isBelow(member);
}
