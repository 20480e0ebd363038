import { RedisError, notAnInteger } from './reply';

const maximum = 2n ** 63n - 1n;
const minimum = -(2n ** 63n);

export const isInteger64 = (value: bigint): boolean => value >= minimum && value <= maximum;

/** A 64-bit integer as Redis reads one: no sign but a minus, no leading zero. */
export function parseBigInteger(text: string, error: () => RedisError = notAnInteger): bigint {
	if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) throw error();
	const value = BigInt(text);
	if (!isInteger64(value)) throw error();
	return value;
}

/** The same for counts and positions, where what lies beyond 2^53 is the same as at it. */
export const parseInteger = (text: string, error: () => RedisError = notAnInteger): number =>
	Number(parseBigInteger(text, error));

/** An integer reply: a number where that is exact. */
export const integerReply = (value: bigint): number | bigint =>
	Number.isSafeInteger(Number(value)) ? Number(value) : value;

const notAFloat = (): RedisError => new RedisError('ERR value is not a valid float');

export const isInfinite = (text: string): boolean => /^[+-]?inf(inity)?$/i.test(text);

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** As `strtod` reads a whole word; "nan" is refused. */
export function parseFloatNumber(text: string, error: () => RedisError = notAFloat): number {
	const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
	if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
	const hexadecimal = /^([+-]?)0x([\da-f]+)$/i.exec(text);
	if (hexadecimal) return Number(`0x${hexadecimal[2] ?? ''}`) * (hexadecimal[1] === '-' ? -1 : 1);
	if (!decimal.test(text) || !Number.isFinite(Number(text))) throw error();
	return Number(text);
}

/** A count that commands take away or give: anything else is out of range. */
export function parseCount(text: string): number {
	const outOfRange = (): RedisError => new RedisError('ERR value is out of range, must be positive');
	const count = parseInteger(text, outOfRange);
	if (count < 0) throw outOfRange();
	return count;
}

/** C's `%.<precision>g`. */
export function formatGeneral(value: number, precision: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	const [digits = '', exponentText = '0'] = value.toExponential(Math.max(0, precision - 1)).split('e');
	const exponent = Number(exponentText);
	if (exponent < -4 || exponent >= precision) {
		const mantissa = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
		return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
	}
	const fixed = toFixedDigits(value, precision - 1 - exponent);
	return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

/** C's `%.<decimals>f`, exact for every double: `Number#toFixed` gives up at 1e21. */
export function toFixedDigits(value: number, decimals: number): string {
	const { numerator, denominator } = fractionOf(Math.abs(value));
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	return `${sign}${fixedDigits(numerator, denominator, decimals)}`;
}

/** A score as Redis 7.0 writes it. */
export const formatFloat = (value: number): string => formatGeneral(value, 17);

interface Fraction {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

function fractionOf(value: number): Fraction {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, value);
	const bits = view.getBigUint64(0);
	const exponent = Number((bits >> 52n) & 0x7ffn);
	const mantissa = (bits & (2n ** 52n - 1n)) + (exponent === 0 ? 0n : 2n ** 52n);
	const power = (exponent === 0 ? 1 : exponent) - 1075;
	return power >= 0
		? { numerator: mantissa << BigInt(power), denominator: 1n }
		: { numerator: mantissa, denominator: 1n << BigInt(-power) };
}

/** A fraction that is not negative in decimals, the last one rounded half to even. */
function fixedDigits(numerator: bigint, denominator: bigint, decimals: number): string {
	const digits = divideRounded(numerator * 10n ** BigInt(decimals), denominator)
		.toString()
		.padStart(decimals + 1, '0');
	return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
	const quotient = dividend / divisor;
	const twice = (dividend % divisor) * 2n;
	const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
	return isUp ? quotient + 1n : quotient;
}

const bitLength = (value: bigint): number => value.toString(2).length;

/** Rounded to the 64 bits of x86's `long double`, in which Redis adds. */
function toLongDouble(numerator: bigint, denominator: bigint): Fraction {
	if (numerator === 0n) return { numerator, denominator: 1n };
	const shift = 64 - (bitLength(numerator) - bitLength(denominator));
	const scale = (by: number): bigint =>
		by >= 0
			? divideRounded(numerator << BigInt(by), denominator)
			: divideRounded(numerator, denominator << BigInt(-by));
	const tooLong = scale(shift) >= 2n ** 64n;
	const used = tooLong ? shift - 1 : shift;
	const mantissa = scale(used);
	return used >= 0
		? { numerator: mantissa, denominator: 1n << BigInt(used) }
		: { numerator: mantissa << BigInt(-used), denominator: 1n };
}

function longDoubleOf(text: string, error: () => RedisError): Fraction & { readonly negative: boolean } {
	const hexadecimal = /^[+-]?(0x[\da-f]+)$/i.exec(text)?.[1];
	if (hexadecimal !== undefined) return { ...toLongDouble(BigInt(hexadecimal), 1n), negative: text.startsWith('-') };
	if (!decimal.test(text)) throw error();
	const [mantissa = '', exponent = '0'] = text.toLowerCase().replace(/^[+-]/, '').split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	if (Math.abs(Number(exponent)) > 4_000) throw error();
	const power = Number(exponent) - fraction.length;
	const digits = BigInt(`0${whole}${fraction}`);
	const rounded =
		power >= 0 ? toLongDouble(digits * 10n ** BigInt(power), 1n) : toLongDouble(digits, 10n ** BigInt(-power));
	return { ...rounded, negative: text.startsWith('-') };
}

/** The sum as INCRBYFLOAT and HINCRBYFLOAT write it: 17 decimals, without trailing zeros. */
export function addLongDoubles(
	left: string,
	right: string,
	errorLeft: () => RedisError = notAFloat,
	errorRight: () => RedisError = notAFloat,
): string {
	const amount = longDoubleOf(right, errorRight);
	const current = longDoubleOf(left, errorLeft);
	const signed = (each: Fraction & { readonly negative: boolean }, other: Fraction): bigint =>
		each.numerator * other.denominator * (each.negative ? -1n : 1n);
	const exact = signed(current, amount) + signed(amount, current);
	const denominator = current.denominator * amount.denominator;
	const sum = toLongDouble(exact < 0n ? -exact : exact, denominator);
	const text = fixedDigits(sum.numerator, sum.denominator, 17).replace(/\.?0+$/, '');
	return exact < 0n && text !== '0' ? `-${text}` : text;
}

/** The bounds of `start` and `stop`, either of which may count from the end; empty when `from` is not below `to`. */
export function sliceBounds(startText: string, stopText: string, length: number): [number, number] {
	const start = parseInteger(startText);
	const stop = parseInteger(stopText);
	const from = Math.max(0, start < 0 ? length + start : start);
	const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
	return [from, Math.max(from, to)];
}
