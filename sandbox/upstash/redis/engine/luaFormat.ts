import { formatGeneral, toFixedDigits } from './numbers';

/** Like C's cast of a double to a 64-bit integer on x86: what does not fit becomes the smallest one. */
export const toInteger64 = (value: number): bigint =>
	Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);

interface Conversion {
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	readonly letter: string;
}

/** What a script's `string.format` asks of its arguments; each throws Lua's own error. */
export interface FormatArguments {
	check(position: number): void;
	number(position: number): number;
	text(position: number): string;
}

function padded(text: string, { flags, width }: Conversion, isNumber: boolean): string {
	if (text.length >= width) return text;
	if (flags.includes('-')) return text.padEnd(width);
	if (!flags.includes('0') || !isNumber) return text.padStart(width);
	const sign = /^([+\- ]|0[xX])?/.exec(text)?.[0] ?? '';
	return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function withSign(digits: string, isNegative: boolean, flags: string): string {
	if (isNegative) return `-${digits}`;
	return flags.includes('+') ? `+${digits}` : flags.includes(' ') ? ` ${digits}` : digits;
}

function integerText(value: number, { flags, precision, letter }: Conversion): string {
	const integer = toInteger64(value);
	const minimum = (digits: string): string => digits.padStart(precision ?? 1, '0');
	if (letter === 'd' || letter === 'i') {
		return withSign(minimum((integer < 0n ? -integer : integer).toString()), integer < 0n, flags);
	}
	const unsigned = BigInt.asUintN(64, integer);
	const base = letter === 'o' ? 8 : letter === 'u' ? 10 : 16;
	const digits = minimum(unsigned.toString(base));
	const prefixed =
		flags.includes('#') && unsigned !== 0n
			? base === 16
				? `0x${digits}`
				: base === 8
					? `0${digits}`
					: digits
			: digits;
	return letter === 'X' ? prefixed.toUpperCase() : prefixed;
}

function exponentText(value: number, decimals: number): string {
	const [mantissa = '', exponent = '+0'] = value.toExponential(decimals).split('e');
	return `${mantissa}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function floatText(value: number, { flags, precision = 6, letter }: Conversion): string {
	const size = Math.abs(value);
	const isNegative = value < 0 || Object.is(value, -0) || Number.isNaN(value);
	const lower = letter.toLowerCase();
	const digits = Number.isNaN(value)
		? 'nan'
		: size === Infinity
			? 'inf'
			: lower === 'f'
				? toFixedDigits(size, precision)
				: lower === 'e'
					? exponentText(size, precision)
					: formatGeneral(size, Math.max(1, precision));
	const text = withSign(digits, isNegative, flags);
	return letter === lower ? text : text.toUpperCase();
}

const quoted = (text: string): string =>
	`"${text
		.replace(/["\\\n]/g, '\\$&')
		.replaceAll('\r', '\\r')
		.replaceAll('\0', '\\000')}"`;

/** `string.format` of Lua 5.1, over bytes. Throws `Error` with Lua's words for an invalid format. */
export function formatLua(format: string, values: FormatArguments): string {
	let position = 1;
	return format.replace(
		/%(?:%|([-+ #0]*)(\d*)(?:(\.)(\d*))?([\s\S]?))/g,
		(found, flags: string | undefined, width = '', dot?: string, precision = '', letter = '') => {
			if (flags === undefined) return '%';
			if (flags.length > 5) throw new Error('invalid format (repeated flags)');
			if (width.length > 2 || precision.length > 2) throw new Error('invalid format (width or precision too long)');
			const conversion = {
				flags,
				width: Number(width),
				precision: dot === undefined ? undefined : Number(precision),
				letter,
			};
			position += 1;
			values.check(position);
			if ('diuoxX'.includes(letter) && letter !== '')
				return padded(integerText(values.number(position), conversion), conversion, conversion.precision === undefined);
			if ('eEfgG'.includes(letter) && letter !== '')
				return padded(floatText(values.number(position), conversion), conversion, true);
			if (letter === 'c') return padded(String.fromCharCode(values.number(position) & 255), conversion, false);
			if (letter === 'q') return quoted(values.text(position));
			if (letter === 's') return padded(values.text(position).slice(0, conversion.precision), conversion, false);
			throw new Error(`invalid option '${found}' to 'format'`);
		},
	);
}
