import type { Command, CommandContext, CommandTable } from './command';
import { expiryAt, isExpiryUnit } from './expiry';
import { addLongDoubles, integerReply, isInfinite, isInteger64, parseBigInteger, parseInteger } from './numbers';
import type { Reply } from './reply';
import { RedisError, ok, syntaxError, wrongArguments } from './reply';

const maximumBytes = 512 * 1024 * 1024;

function set({ keys, args, arg }: CommandContext): Reply {
	const key = arg(0);
	const options = new Set<string>();
	let expiry: { readonly unit: string; readonly amount: string } | undefined;
	for (let index = 2; index < args.length; index++) {
		const option = arg(index).toUpperCase();
		if (option === 'NX' || option === 'XX') {
			if (options.has(option === 'NX' ? 'XX' : 'NX')) throw syntaxError();
			options.add(option);
		} else if (option === 'GET') options.add(option);
		else if (option === 'KEEPTTL' && !expiry) options.add(option);
		else if (
			isExpiryUnit(option) &&
			!options.has('KEEPTTL') &&
			index + 1 < args.length &&
			(!expiry || expiry.unit === option)
		) {
			expiry = { unit: option, amount: arg(++index) };
		} else throw syntaxError();
	}
	const expiresAtMs = expiry && expiryAt(keys, expiry.unit, expiry.amount, 'set');
	const old = options.has('GET') ? (keys.text(key) ?? null) : null;
	if ((options.has('NX') && keys.has(key)) || (options.has('XX') && !keys.has(key))) return old;
	keys.setText(key, arg(1), options.has('KEEPTTL') ? keys.expiresAtMs(key) : expiresAtMs);
	return options.has('GET') ? old : ok;
}

function getWithExpiry({ keys, args, arg }: CommandContext): Reply {
	const key = arg(0);
	let persists = false;
	let expiry: { readonly unit: string; readonly amount: string } | undefined;
	for (let index = 1; index < args.length; index++) {
		const option = arg(index).toUpperCase();
		if (option === 'PERSIST' && !expiry) persists = true;
		else if (isExpiryUnit(option) && !persists && index + 1 < args.length && (!expiry || expiry.unit === option)) {
			expiry = { unit: option, amount: arg(++index) };
		} else throw syntaxError();
	}
	const text = keys.text(key);
	if (text === undefined) return null;
	if (persists) keys.setExpiry(key, undefined);
	if (expiry) keys.expire(key, expiryAt(keys, expiry.unit, expiry.amount, 'getex'));
	return text;
}

function add({ keys, arg }: CommandContext, amount: bigint): Reply {
	const key = arg(0);
	const sum = parseBigInteger(keys.text(key) ?? '0') + amount;
	if (!isInteger64(sum)) throw new RedisError('ERR increment or decrement would overflow');
	keys.setText(key, String(sum), keys.expiresAtMs(key));
	return integerReply(sum);
}

function decreaseBy(context: CommandContext): Reply {
	const amount = -parseBigInteger(context.arg(1));
	if (!isInteger64(amount)) throw new RedisError('ERR decrement would overflow');
	return add(context, amount);
}

function addFloat({ keys, arg }: CommandContext): Reply {
	const key = arg(0);
	const text = keys.text(key) ?? '0';
	if (!isInfinite(text)) addLongDoubles(text, '0');
	if ([text, arg(1)].some(isInfinite)) throw new RedisError('ERR increment would produce NaN or Infinity');
	const sum = addLongDoubles(text, arg(1));
	keys.setText(key, sum, keys.expiresAtMs(key));
	return sum;
}

function setPairs({ keys, args, arg }: CommandContext, command: string, onlyNew: boolean): boolean {
	if (args.length % 2 !== 0) throw wrongArguments(command);
	const pairs = Array.from({ length: args.length / 2 }, (_, index) => [arg(index * 2), arg(index * 2 + 1)] as const);
	if (onlyNew && pairs.some(([key]) => keys.has(key))) return false;
	for (const [key, text] of pairs) keys.setText(key, text);
	return true;
}

const setExpiring =
	(unit: 'EX' | 'PX', command: string): Command =>
	({ keys, arg }) => {
		keys.setText(arg(0), arg(2), expiryAt(keys, unit, arg(1), command));
		return ok;
	};

const range: Command = ({ keys, arg }) => {
	const start = parseInteger(arg(1));
	const end = parseInteger(arg(2));
	const text = keys.text(arg(0)) ?? '';
	if (start < 0 && end < 0 && start > end) return '';
	const from = Math.max(0, start < 0 ? text.length + start : start);
	const to = Math.max(0, end < 0 ? text.length + end : end);
	return text.slice(from, to + 1);
};

const setRange: Command = ({ keys, arg }) => {
	const offset = parseInteger(arg(1));
	if (offset < 0) throw new RedisError('ERR offset is out of range');
	const text = keys.text(arg(0)) ?? '';
	const part = arg(2);
	if (part === '') return text.length;
	if (offset + part.length > maximumBytes) {
		throw new RedisError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
	}
	const changed = text.padEnd(offset, '\0').slice(0, offset) + part + text.slice(offset + part.length);
	keys.setText(arg(0), changed, keys.expiresAtMs(arg(0)));
	return changed.length;
};

export const stringCommands: CommandTable = {
	SET: set,
	GET: ({ keys, arg }) => keys.text(arg(0)) ?? null,
	GETEX: getWithExpiry,
	GETDEL: ({ keys, arg }) => {
		const text = keys.text(arg(0));
		keys.delete(arg(0));
		return text ?? null;
	},
	GETSET: ({ keys, arg }) => {
		const old = keys.text(arg(0));
		keys.setText(arg(0), arg(1));
		return old ?? null;
	},
	SETNX: ({ keys, arg }) => {
		if (keys.has(arg(0))) return 0;
		keys.setText(arg(0), arg(1));
		return 1;
	},
	SETEX: setExpiring('EX', 'setex'),
	PSETEX: setExpiring('PX', 'psetex'),
	INCR: (context) => add(context, 1n),
	DECR: (context) => add(context, -1n),
	INCRBY: (context) => add(context, parseBigInteger(context.arg(1))),
	DECRBY: decreaseBy,
	INCRBYFLOAT: addFloat,
	APPEND: ({ keys, arg }) => {
		const text = (keys.text(arg(0)) ?? '') + arg(1);
		keys.setText(arg(0), text, keys.expiresAtMs(arg(0)));
		return text.length;
	},
	STRLEN: ({ keys, arg }) => (keys.text(arg(0)) ?? '').length,
	GETRANGE: range,
	SUBSTR: range,
	SETRANGE: setRange,
	MSET: (context) => {
		setPairs(context, 'mset', false);
		return ok;
	},
	MSETNX: (context) => (setPairs(context, 'msetnx', true) ? 1 : 0),
	MGET: ({ keys, args }) =>
		args.map((key) => {
			const value = keys.value(key);
			return value?.kind === 'string' ? value.text : null;
		}),
};
