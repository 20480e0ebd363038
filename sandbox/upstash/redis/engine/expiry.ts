import type { Keyspace } from './keyspace';
import { isInteger64, parseBigInteger } from './numbers';
import { RedisError } from './reply';

const units: Readonly<Record<string, { readonly factor: bigint; readonly absolute: boolean }>> = {
	EX: { factor: 1000n, absolute: false },
	PX: { factor: 1n, absolute: false },
	EXAT: { factor: 1000n, absolute: true },
	PXAT: { factor: 1n, absolute: true },
};

export const isExpiryUnit = (word: string): boolean => Object.hasOwn(units, word);

const invalid = (command: string): RedisError => new RedisError(`ERR invalid expire time in '${command}' command`);

/** When it is, in milliseconds since the epoch. Throws for anything but a time, and beyond 64 bits. */
export function expiryMs(
	keys: Keyspace,
	amountText: string,
	{ factor, absolute }: { readonly factor: bigint; readonly absolute: boolean },
	command: string,
): number {
	const amount = parseBigInteger(amountText) * factor;
	const atMs = absolute ? amount : amount + BigInt(keys.nowMs());
	if (!isInteger64(amount) || !isInteger64(atMs)) throw invalid(command);
	return Number(atMs);
}

/** For SET and its kind, which take no time that is over by definition. */
export function expiryAt(keys: Keyspace, unit: string, amountText: string, command: string): number {
	const { factor = 1n, absolute = false } = units[unit] ?? {};
	if (parseBigInteger(amountText) <= 0n) throw invalid(command);
	return expiryMs(keys, amountText, { factor, absolute }, command);
}
