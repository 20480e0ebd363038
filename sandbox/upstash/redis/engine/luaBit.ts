import { toInteger64 } from './luaFormat';

/** Wraps to 32 bits, as the BitOp library of Redis does. */
const toBit = (value: number): number => Number(BigInt.asIntN(32, toInteger64(Math.round(value))));

const rotate = (value: number, by: number): number => (value << (by & 31)) | (value >>> ((32 - by) & 31));

const swap = (value: number): number =>
	((value & 255) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);

const fold =
	(combine: (left: number, right: number) => number) =>
	(values: readonly number[]): number =>
		values.map(toBit).reduce(combine);

const shift =
	(move: (value: number, by: number) => number) =>
	([value = 0, by = 0]: readonly number[]): number =>
		move(toBit(value), toBit(by) & 31) | 0;

/** The functions of Redis' `bit` that give a number. */
export const bitFunctions: Readonly<Record<string, (values: readonly number[]) => number>> = {
	tobit: ([value = 0]) => toBit(value),
	bnot: ([value = 0]) => ~toBit(value),
	bswap: ([value = 0]) => swap(toBit(value)),
	band: fold((left, right) => left & right),
	bor: fold((left, right) => left | right),
	bxor: fold((left, right) => left ^ right),
	lshift: shift((value, by) => value << by),
	rshift: shift((value, by) => value >>> by),
	arshift: shift((value, by) => value >> by),
	rol: shift(rotate),
	ror: shift((value, by) => rotate(value, 32 - by)),
};

/** `bit.tohex`: 8 digits, or as many as asked for; capitals for a negative number of them. */
export function toHex(value: number, digits = 8): string {
	const count = Math.min(8, Math.abs(Math.trunc(digits)));
	const text = (toBit(value) >>> 0)
		.toString(16)
		.padStart(8, '0')
		.slice(8 - count);
	return digits < 0 ? text.toUpperCase() : text;
}
