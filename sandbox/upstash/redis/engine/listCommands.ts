import type { Command, CommandContext, CommandTable } from './command';
import { parseCount, parseInteger, sliceBounds } from './numbers';
import type { Reply } from './reply';
import { RedisError, ok, syntaxError, wrongArguments } from './reply';

type End = 'left' | 'right';

const read = ({ keys, arg }: CommandContext): string[] => keys.typed(arg(0), 'list')?.items ?? [];

function push(context: CommandContext, end: End, onlyExisting: boolean): Reply {
	const { keys, args, arg } = context;
	if (onlyExisting && read(context).length === 0) return 0;
	const items = keys.items(arg(0));
	for (const item of args.slice(1)) {
		if (end === 'left') items.unshift(item);
		else items.push(item);
	}
	return items.length;
}

function pop(context: CommandContext, end: End, name: string): Reply {
	const { keys, args, arg } = context;
	if (args.length > 2) throw wrongArguments(name);
	const count = args.length > 1 ? parseCount(arg(1)) : undefined;
	const items = keys.typed(arg(0), 'list')?.items;
	if (!items) return null;
	const taken =
		end === 'left' ? items.splice(0, count ?? 1) : items.splice(Math.max(0, items.length - (count ?? 1))).reverse();
	keys.dropIfEmpty(arg(0));
	return count === undefined ? (taken[0] ?? null) : taken;
}

function parseEnd(text: string): End {
	const end = text.toLowerCase();
	if (end !== 'left' && end !== 'right') throw syntaxError();
	return end;
}

function move({ keys, arg }: CommandContext, from: End, to: End): Reply {
	const source = keys.typed(arg(0), 'list')?.items;
	if (!source) return null;
	keys.typed(arg(1), 'list');
	const item = from === 'left' ? source.shift() : source.pop();
	if (item === undefined) return null;
	// The target first: moving inside one list must not drop it while it is empty for a moment.
	const target = keys.items(arg(1));
	if (to === 'left') target.unshift(item);
	else target.push(item);
	keys.dropIfEmpty(arg(0));
	return item;
}

function remove({ keys, arg }: CommandContext): Reply {
	const count = parseInteger(arg(1));
	const items = keys.typed(arg(0), 'list')?.items;
	if (!items) return 0;
	const before = items.length;
	let left = count === 0 ? Infinity : Math.abs(count);
	const ordered = count < 0 ? [...items].reverse() : [...items];
	const kept = ordered.filter((item) => item !== arg(2) || left-- <= 0);
	items.splice(0, before, ...(count < 0 ? kept.reverse() : kept));
	keys.dropIfEmpty(arg(0));
	return before - kept.length;
}

const setItem: Command = ({ keys, arg }) => {
	const items = keys.typed(arg(0), 'list')?.items;
	if (!items) throw new RedisError('ERR no such key');
	const index = parseInteger(arg(1));
	const at = index < 0 ? items.length + index : index;
	if (at < 0 || at >= items.length) throw new RedisError('ERR index out of range');
	items[at] = arg(2);
	return ok;
};

const insert: Command = ({ keys, arg }) => {
	const where = arg(1).toLowerCase();
	if (where !== 'before' && where !== 'after') throw syntaxError();
	const items = keys.typed(arg(0), 'list')?.items;
	if (!items) return 0;
	const at = items.indexOf(arg(2));
	if (at < 0) return -1;
	items.splice(where === 'before' ? at : at + 1, 0, arg(3));
	return items.length;
};

export const listCommands: CommandTable = {
	LPUSH: (context) => push(context, 'left', false),
	RPUSH: (context) => push(context, 'right', false),
	LPUSHX: (context) => push(context, 'left', true),
	RPUSHX: (context) => push(context, 'right', true),
	LPOP: (context) => pop(context, 'left', 'lpop'),
	RPOP: (context) => pop(context, 'right', 'rpop'),
	LLEN: (context) => read(context).length,
	LRANGE: (context) => {
		parseInteger(context.arg(1));
		parseInteger(context.arg(2));
		const items = read(context);
		return items.slice(...sliceBounds(context.arg(1), context.arg(2), items.length));
	},
	LINDEX: (context) => {
		const items = read(context);
		return items.length === 0 ? null : (items.at(parseInteger(context.arg(1))) ?? null);
	},
	LSET: setItem,
	LINSERT: insert,
	LTRIM: (context) => {
		parseInteger(context.arg(1));
		parseInteger(context.arg(2));
		const items = read(context);
		const kept = items.slice(...sliceBounds(context.arg(1), context.arg(2), items.length));
		items.splice(0, items.length, ...kept);
		context.keys.dropIfEmpty(context.arg(0));
		return ok;
	},
	LREM: remove,
	LMOVE: (context) => move(context, parseEnd(context.arg(2)), parseEnd(context.arg(3))),
	RPOPLPUSH: (context) => move(context, 'right', 'left'),
};
