import type { CommandContext, CommandTable } from './command';
import { addLongDoubles, integerReply, isInfinite, isInteger64, parseBigInteger } from './numbers';
import type { Reply } from './reply';
import { RedisError, ok, wrongArguments } from './reply';
import { parseCursor, scanPage } from './scan';

const read = ({ keys, arg }: CommandContext): ReadonlyMap<string, string> =>
	keys.typed(arg(0), 'hash')?.fields ?? new Map<string, string>();

/** Returns how many fields are new. */
function setFields(context: CommandContext, command: string): number {
	const { keys, args, arg } = context;
	if (args.length % 2 !== 1) throw wrongArguments(command);
	const fields = keys.fields(arg(0));
	const before = fields.size;
	for (let index = 1; index < args.length; index += 2) fields.set(arg(index), arg(index + 1));
	return fields.size - before;
}

function increment(context: CommandContext, add: (text: string) => string): string {
	const text = add(read(context).get(context.arg(1)) ?? '0');
	context.keys.fields(context.arg(0)).set(context.arg(1), text);
	return text;
}

function addInteger(context: CommandContext): Reply {
	const amount = parseBigInteger(context.arg(2));
	const notAnInteger = (): RedisError => new RedisError('ERR hash value is not an integer');
	const sum = increment(context, (text) => {
		const value = parseBigInteger(text, notAnInteger) + amount;
		if (!isInteger64(value)) throw new RedisError('ERR increment or decrement would overflow');
		return String(value);
	});
	return integerReply(BigInt(sum));
}

function addFloat(context: CommandContext): Reply {
	const amount = context.arg(2);
	if (isInfinite(amount)) throw new RedisError('ERR value is NaN or Infinity');
	const notAFloat = (): RedisError => new RedisError('ERR hash value is not a float');
	addLongDoubles('0', amount);
	return increment(context, (text) => addLongDoubles(text, amount, notAFloat));
}

function scan(context: CommandContext): Reply {
	const { args, arg } = context;
	parseCursor(arg(1));
	const fields = [...read(context)];
	if (fields.length === 0) return ['0', []];
	const { matches } = scanPage(args.slice(2), false);
	return ['0', fields.filter(([field]) => matches(field)).flat()];
}

export const hashCommands: CommandTable = {
	HSET: (context) => setFields(context, 'hset'),
	HMSET: (context) => {
		setFields(context, 'hmset');
		return ok;
	},
	HSETNX: (context) => {
		if (read(context).has(context.arg(1))) return 0;
		context.keys.fields(context.arg(0)).set(context.arg(1), context.arg(2));
		return 1;
	},
	HGET: (context) => read(context).get(context.arg(1)) ?? null,
	HMGET: (context) => {
		const fields = read(context);
		return context.args.slice(1).map((field) => fields.get(field) ?? null);
	},
	HGETALL: (context) => [...read(context)].flat(),
	HKEYS: (context) => [...read(context).keys()],
	HVALS: (context) => [...read(context).values()],
	HLEN: (context) => read(context).size,
	HEXISTS: (context) => (read(context).has(context.arg(1)) ? 1 : 0),
	HSTRLEN: (context) => (read(context).get(context.arg(1)) ?? '').length,
	HDEL: ({ keys, args, arg }) => {
		const fields = keys.typed(arg(0), 'hash')?.fields;
		const removed = args.slice(1).filter((field) => fields?.delete(field)).length;
		keys.dropIfEmpty(arg(0));
		return removed;
	},
	HINCRBY: addInteger,
	HINCRBYFLOAT: addFloat,
	HSCAN: scan,
};
