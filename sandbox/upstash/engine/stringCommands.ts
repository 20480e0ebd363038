import type { CommandContext, CommandTable } from './command';
import type { Keyspace } from './keyspace';
import { formatFloat, parseFloatNumber, parseInteger, sliceBounds } from './numbers';
import type { Reply } from './reply';
import { RedisError, notAnInteger, ok, syntaxError, wrongArguments } from './reply';

const expiryUnits: Readonly<Record<string, { readonly factor: number; readonly absolute: boolean }>> = {
	EX: { factor: 1000, absolute: false },
	PX: { factor: 1, absolute: false },
	EXAT: { factor: 1000, absolute: true },
	PXAT: { factor: 1, absolute: true },
};

function expiryAt(keys: Keyspace, unit: string, amountText: string, command: string): number {
	const { factor = 1, absolute = false } = expiryUnits[unit] ?? {};
	const amount = parseInteger(amountText);
	if (amount <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
	return absolute ? amount * factor : keys.nowMs() + amount * factor;
}

function set({ keys, args, arg }: CommandContext): Reply {
	const key = arg(0);
	let only: 'NX' | 'XX' | undefined;
	let returnsOld = false;
	let keepsExpiry = false;
	let expiresAtMs: number | undefined;
	for (let index = 2; index < args.length; index++) {
		const option = arg(index).toUpperCase();
		if ((option === 'NX' || option === 'XX') && only === undefined) only = option;
		else if (option === 'GET') returnsOld = true;
		else if (option === 'KEEPTTL' && expiresAtMs === undefined) keepsExpiry = true;
		else if (option in expiryUnits && !keepsExpiry && expiresAtMs === undefined && index + 1 < args.length) {
			expiresAtMs = expiryAt(keys, option, arg(++index), 'set');
		} else throw syntaxError();
	}
	const old = returnsOld ? (keys.text(key) ?? null) : null;
	if ((only === 'NX' && keys.has(key)) || (only === 'XX' && !keys.has(key))) return old;
	keys.setText(key, arg(1), keepsExpiry ? keys.expiresAtMs(key) : expiresAtMs);
	return returnsOld ? old : ok;
}

function getWithExpiry({ keys, args, arg }: CommandContext): Reply {
	const key = arg(0);
	const text = keys.text(key);
	const option = args.length > 1 ? arg(1).toUpperCase() : undefined;
	if (option === 'PERSIST' && args.length === 2) keys.setExpiry(key, undefined);
	else if (option !== undefined && option in expiryUnits && args.length === 3) {
		keys.setExpiry(key, expiryAt(keys, option, arg(2), 'getex'));
	} else if (option !== undefined) throw syntaxError();
	return text ?? null;
}

function add({ keys, arg }: CommandContext, amount: number): Reply {
	const key = arg(0);
	const sum = parseInteger(keys.text(key) ?? '0') + amount;
	if (!Number.isSafeInteger(sum)) throw notAnInteger();
	keys.setText(key, String(sum), keys.expiresAtMs(key));
	return sum;
}

function setPairs({ keys, args, arg }: CommandContext, command: string, onlyNew: boolean): boolean {
	if (args.length % 2 !== 0) throw wrongArguments(command);
	const pairs = Array.from({ length: args.length / 2 }, (_, index) => [arg(index * 2), arg(index * 2 + 1)] as const);
	if (onlyNew && pairs.some(([key]) => keys.has(key))) return false;
	for (const [key, text] of pairs) keys.setText(key, text);
	return true;
}

const setExpiring = (unit: 'EX' | 'PX', command: string) => ({
	arity: 4,
	run: ({ keys, arg }: CommandContext): Reply => {
		keys.setText(arg(0), arg(2), expiryAt(keys, unit, arg(1), command));
		return ok;
	},
});

const range = {
	arity: 4,
	run: ({ keys, arg }: CommandContext): Reply => {
		const text = keys.text(arg(0)) ?? '';
		return text.slice(...sliceBounds(arg(1), arg(2), text.length));
	},
};

export const stringCommands: CommandTable = {
	SET: { arity: -3, run: set },
	GET: { arity: 2, run: ({ keys, arg }) => keys.text(arg(0)) ?? null },
	GETEX: { arity: -2, run: getWithExpiry },
	GETDEL: {
		arity: 2,
		run: ({ keys, arg }) => {
			const text = keys.text(arg(0));
			keys.delete(arg(0));
			return text ?? null;
		},
	},
	GETSET: {
		arity: 3,
		run: ({ keys, arg }) => {
			const old = keys.text(arg(0));
			keys.setText(arg(0), arg(1));
			return old ?? null;
		},
	},
	SETNX: {
		arity: 3,
		run: ({ keys, arg }) => {
			if (keys.has(arg(0))) return 0;
			keys.setText(arg(0), arg(1));
			return 1;
		},
	},
	SETEX: setExpiring('EX', 'setex'),
	PSETEX: setExpiring('PX', 'psetex'),
	INCR: { arity: 2, run: (context) => add(context, 1) },
	DECR: { arity: 2, run: (context) => add(context, -1) },
	INCRBY: { arity: 3, run: (context) => add(context, parseInteger(context.arg(1))) },
	DECRBY: { arity: 3, run: (context) => add(context, -parseInteger(context.arg(1))) },
	INCRBYFLOAT: {
		arity: 3,
		run: ({ keys, arg }) => {
			const sum = parseFloatNumber(keys.text(arg(0)) ?? '0') + parseFloatNumber(arg(1));
			if (!Number.isFinite(sum)) throw new RedisError('ERR increment would produce NaN or Infinity');
			// Redis adds in long double, so that 0.1 + 0.2 is 0.3; so does rounding to 15 digits.
			const text = formatFloat(Number(sum.toPrecision(15)));
			keys.setText(arg(0), text, keys.expiresAtMs(arg(0)));
			return text;
		},
	},
	APPEND: {
		arity: 3,
		run: ({ keys, arg }) => {
			const text = (keys.text(arg(0)) ?? '') + arg(1);
			keys.setText(arg(0), text, keys.expiresAtMs(arg(0)));
			return Buffer.byteLength(text);
		},
	},
	STRLEN: { arity: 2, run: ({ keys, arg }) => Buffer.byteLength(keys.text(arg(0)) ?? '') },
	GETRANGE: range,
	SUBSTR: range,
	MSET: {
		arity: -3,
		run: (context) => {
			setPairs(context, 'mset', false);
			return ok;
		},
	},
	MSETNX: { arity: -3, run: (context) => (setPairs(context, 'msetnx', true) ? 1 : 0) },
	MGET: {
		arity: -2,
		run: ({ keys, args }) =>
			args.map((key) => {
				const value = keys.value(key);
				return value?.kind === 'string' ? value.text : null;
			}),
	},
};
