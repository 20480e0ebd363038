import { badRequest } from '../http/errors';

const BEGINNING_MS = Date.UTC(2020, 0, 1);

/** The sandbox's log sequence number is its time, written as PostgreSQL writes one: `2C/1A2B3C40`. */
export function lsnOf(timeMs: number): string {
	const position = BigInt(Math.max(0, Math.floor(timeMs - BEGINNING_MS)));
	const hex = (value: bigint): string => value.toString(16).toUpperCase();
	return `${hex(position >> 32n)}/${hex(position & 0xffffffffn)}`;
}

/** The time of a log sequence number, in milliseconds. Raises 400 when it is none. */
export function timeOfLsn(lsn: string, name: string): number {
	const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(lsn);
	if (!match) throw badRequest(`${name} must be a log sequence number, like 0/1DE2850`);
	const [, high = '0', low = '0'] = match;
	return Number((BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)) + BEGINNING_MS;
}
