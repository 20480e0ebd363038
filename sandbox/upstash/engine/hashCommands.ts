import type { CommandContext, CommandTable } from './command';
import { globToRegExp } from './glob';
import { formatFloat, parseFloatNumber, parseInteger } from './numbers';
import type { Reply } from './reply';
import { RedisError, ok, syntaxError, wrongArguments } from './reply';

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

function scan(context: CommandContext): Reply {
	const { args, arg } = context;
	let entries = [...read(context)];
	for (let index = 2; index < args.length; index += 2) {
		const option = arg(index).toUpperCase();
		if (index + 1 >= args.length || (option !== 'MATCH' && option !== 'COUNT')) throw syntaxError();
		if (option === 'MATCH') {
			const pattern = globToRegExp(arg(index + 1));
			entries = entries.filter(([field]) => pattern.test(field));
		}
	}
	return ['0', entries.flat()];
}

export const hashCommands: CommandTable = {
	HSET: { arity: -4, run: (context) => setFields(context, 'hset') },
	HMSET: {
		arity: -4,
		run: (context) => {
			setFields(context, 'hmset');
			return ok;
		},
	},
	HSETNX: {
		arity: 4,
		run: (context) => {
			if (read(context).has(context.arg(1))) return 0;
			context.keys.fields(context.arg(0)).set(context.arg(1), context.arg(2));
			return 1;
		},
	},
	HGET: { arity: 3, run: (context) => read(context).get(context.arg(1)) ?? null },
	HMGET: {
		arity: -3,
		run: (context) => {
			const fields = read(context);
			return context.args.slice(1).map((field) => fields.get(field) ?? null);
		},
	},
	HGETALL: { arity: 2, run: (context) => [...read(context)].flat() },
	HKEYS: { arity: 2, run: (context) => [...read(context).keys()] },
	HVALS: { arity: 2, run: (context) => [...read(context).values()] },
	HLEN: { arity: 2, run: (context) => read(context).size },
	HEXISTS: { arity: 3, run: (context) => (read(context).has(context.arg(1)) ? 1 : 0) },
	HSTRLEN: {
		arity: 3,
		run: (context) => Buffer.byteLength(read(context).get(context.arg(1)) ?? ''),
	},
	HDEL: {
		arity: -3,
		run: ({ keys, args, arg }) => {
			const fields = keys.typed(arg(0), 'hash')?.fields;
			const removed = args.slice(1).filter((field) => fields?.delete(field)).length;
			keys.dropIfEmpty(arg(0));
			return removed;
		},
	},
	HINCRBY: {
		arity: 4,
		run: (context) => {
			const amount = parseInteger(context.arg(2));
			return Number(
				increment(context, (text) =>
					String(
						parseInteger(text, () => new RedisError('ERR hash value is not an integer')) + amount,
					),
				),
			);
		},
	},
	HINCRBYFLOAT: {
		arity: 4,
		run: (context) => {
			const amount = parseFloatNumber(context.arg(2));
			return increment(context, (text) =>
				formatFloat(
					Number(
						(
							parseFloatNumber(text, () => new RedisError('ERR hash value is not a float')) + amount
						).toPrecision(15),
					),
				),
			);
		},
	},
	HSCAN: { arity: -3, run: scan },
};
