import type { Command, CommandContext, CommandTable } from './command';
import { globToRegExp } from './glob';
import { parseInteger } from './numbers';
import type { Reply } from './reply';
import { RedisError, Status, ok, syntaxError } from './reply';

function setExpiry({ keys, args, arg }: CommandContext, atMs: number): Reply {
	const key = arg(0);
	if (!keys.has(key)) return 0;
	const options = new Set(args.slice(2).map((option) => option.toUpperCase()));
	for (const option of options) {
		if (!['NX', 'XX', 'GT', 'LT'].includes(option)) {
			throw new RedisError(`ERR Unsupported option ${option}`);
		}
	}
	if (options.has('NX') && options.size > 1) {
		throw new RedisError('ERR NX and XX, GT or LT options at the same time are not compatible');
	}
	if (options.has('GT') && options.has('LT')) {
		throw new RedisError('ERR GT and LT options at the same time are not compatible');
	}
	const current = keys.expiresAtMs(key);
	if (options.has('NX') && current !== undefined) return 0;
	if (options.has('XX') && current === undefined) return 0;
	// A key that never expires counts as one that expires last.
	if (options.has('GT') && atMs <= (current ?? Infinity)) return 0;
	if (options.has('LT') && atMs >= (current ?? Infinity)) return 0;
	if (atMs <= keys.nowMs()) keys.delete(key);
	else keys.setExpiry(key, atMs);
	return 1;
}

const expire = (factor: number, absolute: boolean): Command => ({
	arity: -3,
	run: (context) => {
		const amount = parseInteger(context.arg(1)) * factor;
		return setExpiry(context, absolute ? amount : context.keys.nowMs() + amount);
	},
});

const timeLeft = (read: (atMs: number, nowMs: number) => number): Command => ({
	arity: 2,
	run: ({ keys, arg }) => {
		if (!keys.has(arg(0))) return -2;
		const atMs = keys.expiresAtMs(arg(0));
		return atMs === undefined ? -1 : read(atMs, keys.nowMs());
	},
});

const remove: Command = {
	arity: -2,
	run: ({ keys, args }) => args.filter((key) => keys.delete(key)).length,
};

const count: Command = {
	arity: -2,
	run: ({ keys, args }) => args.filter((key) => keys.has(key)).length,
};

const clear: Command = {
	arity: -1,
	run: ({ keys }) => {
		keys.clear();
		return ok;
	},
};

function rename({ keys, arg }: CommandContext, onlyNew: boolean): boolean {
	const value = keys.value(arg(0));
	if (!value) throw new RedisError('ERR no such key');
	if (onlyNew && keys.has(arg(1))) return false;
	const expiresAtMs = keys.expiresAtMs(arg(0));
	keys.delete(arg(0));
	keys.set(arg(1), value, expiresAtMs);
	return true;
}

/** One page holds everything: the cursor that comes back is always 0. */
function scan({ keys, args, arg }: CommandContext): Reply {
	parseInteger(arg(0), () => new RedisError('ERR invalid cursor'));
	let found = keys.keys();
	for (let index = 1; index < args.length; index += 2) {
		if (index + 1 >= args.length) throw syntaxError();
		const option = arg(index).toUpperCase();
		const value = arg(index + 1);
		if (option === 'MATCH') {
			const pattern = globToRegExp(value);
			found = found.filter((key) => pattern.test(key));
		} else if (option === 'TYPE') {
			found = found.filter((key) => keys.value(key)?.kind === value.toLowerCase());
		} else if (option !== 'COUNT' || parseInteger(value) < 1) {
			throw syntaxError();
		}
	}
	return ['0', found];
}

export const keyCommands: CommandTable = {
	DEL: remove,
	UNLINK: remove,
	EXISTS: count,
	TOUCH: count,
	TYPE: { arity: 2, run: ({ keys, arg }) => new Status(keys.value(arg(0))?.kind ?? 'none') },
	EXPIRE: expire(1000, false),
	PEXPIRE: expire(1, false),
	EXPIREAT: expire(1000, true),
	PEXPIREAT: expire(1, true),
	TTL: timeLeft((atMs, nowMs) => Math.round((atMs - nowMs) / 1000)),
	PTTL: timeLeft((atMs, nowMs) => atMs - nowMs),
	EXPIRETIME: timeLeft((atMs) => Math.round(atMs / 1000)),
	PEXPIRETIME: timeLeft((atMs) => atMs),
	PERSIST: {
		arity: 2,
		run: ({ keys, arg }) => {
			if (keys.expiresAtMs(arg(0)) === undefined) return 0;
			keys.setExpiry(arg(0), undefined);
			return 1;
		},
	},
	RENAME: {
		arity: 3,
		run: (context) => {
			rename(context, false);
			return ok;
		},
	},
	RENAMENX: { arity: 3, run: (context) => (rename(context, true) ? 1 : 0) },
	KEYS: {
		arity: 2,
		run: ({ keys, arg }) => {
			const pattern = globToRegExp(arg(0));
			return keys.keys().filter((key) => pattern.test(key));
		},
	},
	SCAN: { arity: -2, run: scan },
	RANDOMKEY: { arity: 1, run: ({ keys }) => keys.keys()[0] ?? null },
	DBSIZE: { arity: 1, run: ({ keys }) => keys.keys().length },
	FLUSHDB: clear,
	FLUSHALL: clear,
	PING: { arity: -1, run: ({ args }) => args[0] ?? new Status('PONG') },
	ECHO: { arity: 2, run: ({ arg }) => arg(0) },
	TIME: {
		arity: 1,
		run: ({ keys }) => {
			const nowMs = keys.nowMs();
			return [String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)];
		},
	},
};
