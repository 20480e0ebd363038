import { RedisError, notAnInteger } from './reply';

/** Integers beyond 2^53 are refused: JavaScript cannot hold them exactly, and a wrong count is worse than none. */
export function parseInteger(text: string, error: () => RedisError = notAnInteger): number {
	if (!/^-?(0|[1-9]\d*)$/.test(text)) throw error();
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw error();
	return value;
}

const notAFloat = (): RedisError => new RedisError('ERR value is not a valid float');

export function parseFloatNumber(text: string, error: () => RedisError = notAFloat): number {
	const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
	if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw error();
	return Number(text);
}

export function formatFloat(value: number): string {
	if (value === Infinity) return 'inf';
	if (value === -Infinity) return '-inf';
	return String(value);
}

/** The bounds of `start` and `stop`, either of which may count from the end; empty when `from` is not below `to`. */
export function sliceBounds(startText: string, stopText: string, length: number): [number, number] {
	const start = parseInteger(startText);
	const stop = parseInteger(stopText);
	const from = Math.max(0, start < 0 ? length + start : start);
	const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
	return [from, Math.max(from, to)];
}
