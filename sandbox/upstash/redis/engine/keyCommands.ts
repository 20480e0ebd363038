import type { Command, CommandContext, CommandTable } from './command';
import { expiryMs } from './expiry';
import { matchesGlob } from './glob';
import type { Reply } from './reply';
import { RedisError, Status, ok, syntaxError, wrongArguments } from './reply';
import { parseCursor, scanPage } from './scan';

function expire(factor: bigint, absolute: boolean, name: string): Command {
	return ({ keys, args, arg }) => {
		const options = new Set(args.slice(2).map((option) => option.toUpperCase()));
		for (const option of args.slice(2)) {
			if (!['NX', 'XX', 'GT', 'LT'].includes(option.toUpperCase())) {
				throw new RedisError(`ERR Unsupported option ${option}`);
			}
		}
		if (options.has('NX') && options.size > 1) {
			throw new RedisError('ERR NX and XX, GT or LT options at the same time are not compatible');
		}
		if (options.has('GT') && options.has('LT')) {
			throw new RedisError('ERR GT and LT options at the same time are not compatible');
		}
		const atMs = expiryMs(keys, arg(1), { factor, absolute }, name);
		const key = arg(0);
		if (!keys.has(key)) return 0;
		const current = keys.expiresAtMs(key);
		if (options.has('NX') && current !== undefined) return 0;
		if (options.has('XX') && current === undefined) return 0;
		// A key that never expires counts as one that expires last.
		if (options.has('GT') && atMs <= (current ?? Infinity)) return 0;
		if (options.has('LT') && atMs >= (current ?? Infinity)) return 0;
		keys.expire(key, atMs);
		return 1;
	};
}

const timeLeft =
	(read: (atMs: number, nowMs: number) => number): Command =>
	({ keys, arg }) => {
		if (!keys.has(arg(0))) return -2;
		const atMs = keys.expiresAtMs(arg(0));
		return atMs === undefined ? -1 : read(atMs, keys.nowMs());
	};

const remove: Command = ({ keys, args }) => args.filter((key) => keys.delete(key)).length;

const count: Command = ({ keys, args }) => args.filter((key) => keys.has(key)).length;

const clear: Command = ({ keys, args }) => {
	if (args.length > 1 || (args[0] !== undefined && !/^(a?sync)$/i.test(args[0]))) throw syntaxError();
	keys.clear();
	return ok;
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

/** A page as Redis gives it: COUNT keys are looked at, and those that match are on it. */
function scan({ keys, args, arg }: CommandContext): Reply {
	const cursor = parseCursor(arg(0));
	const { matches, type, count: most } = scanPage(args.slice(1), true);
	const { page, next } = keys.pageAfter(cursor, most);
	return [String(next), page.filter((key) => matches(key) && (type === undefined || keys.value(key)?.kind === type))];
}

export const keyCommands: CommandTable = {
	DEL: remove,
	UNLINK: remove,
	EXISTS: count,
	TOUCH: count,
	TYPE: ({ keys, arg }) => new Status(keys.value(arg(0))?.kind ?? 'none'),
	EXPIRE: expire(1000n, false, 'expire'),
	PEXPIRE: expire(1n, false, 'pexpire'),
	EXPIREAT: expire(1000n, true, 'expireat'),
	PEXPIREAT: expire(1n, true, 'pexpireat'),
	TTL: timeLeft((atMs, nowMs) => Math.floor((atMs - nowMs + 500) / 1000)),
	PTTL: timeLeft((atMs, nowMs) => atMs - nowMs),
	EXPIRETIME: timeLeft((atMs) => Math.floor((atMs + 500) / 1000)),
	PEXPIRETIME: timeLeft((atMs) => atMs),
	PERSIST: ({ keys, arg }) => {
		if (keys.expiresAtMs(arg(0)) === undefined) return 0;
		keys.setExpiry(arg(0), undefined);
		return 1;
	},
	RENAME: (context) => {
		rename(context, false);
		return ok;
	},
	RENAMENX: (context) => (rename(context, true) ? 1 : 0),
	KEYS: ({ keys, arg }) => keys.keys().filter((key) => matchesGlob(arg(0), key)),
	SCAN: scan,
	RANDOMKEY: ({ keys }) => keys.keys()[0] ?? null,
	DBSIZE: ({ keys }) => keys.keys().length,
	FLUSHDB: clear,
	FLUSHALL: clear,
	PING: ({ args }) => {
		if (args.length > 1) throw wrongArguments('ping');
		return args[0] ?? new Status('PONG');
	},
	ECHO: ({ arg }) => arg(0),
	TIME: ({ keys }) => {
		const nowMs = keys.nowMs();
		return [String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)];
	},
};
