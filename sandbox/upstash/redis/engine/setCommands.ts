import type { Command, CommandContext, CommandTable } from './command';
import { parseCount, parseInteger } from './numbers';
import { syntaxError } from './reply';
import { parseCursor, scanPage } from './scan';

type Members = ReadonlySet<string>;

const read = ({ keys }: CommandContext, key: string): Members => keys.typed(key, 'set')?.members ?? new Set<string>();

const intersection = ([first = new Set(), ...others]: readonly Members[]): string[] =>
	[...first].filter((member) => others.every((other) => other.has(member)));
const difference = ([first = new Set(), ...others]: readonly Members[]): string[] =>
	[...first].filter((member) => !others.some((other) => other.has(member)));
const union = (sets: readonly Members[]): string[] => [...new Set(sets.flatMap((members) => [...members]))];

type Combination = (sets: readonly Members[]) => string[];

const combined =
	(combine: Combination): Command =>
	(context) =>
		combine(context.args.map((key) => read(context, key)));

const stored =
	(combine: Combination): Command =>
	(context) => {
		const [target = '', ...sources] = context.args;
		const members = combine(sources.map((key) => read(context, key)));
		context.keys.delete(target);
		if (members.length > 0) context.keys.set(target, { kind: 'set', members: new Set(members) });
		return members.length;
	};

const pop: Command = ({ keys, args, arg }) => {
	if (args.length > 2) throw syntaxError();
	const count = args.length > 1 ? parseCount(arg(1)) : undefined;
	const members = keys.typed(arg(0), 'set')?.members;
	const taken = [...(members ?? [])].slice(0, count ?? 1);
	for (const member of taken) members?.delete(member);
	keys.dropIfEmpty(arg(0));
	return count === undefined ? (taken[0] ?? null) : taken;
};

const random: Command = (context) => {
	const { args, arg } = context;
	if (args.length > 2) throw syntaxError();
	const count = args.length > 1 ? parseInteger(arg(1)) : undefined;
	const members = [...read(context, arg(0))];
	if (count === undefined) return members[0] ?? null;
	if (count >= 0) return members.slice(0, count);
	// A negative count may give one member several times.
	return members.length === 0 ? [] : Array.from({ length: -count }, (_, at) => members[at % members.length] ?? '');
};

const move: Command = ({ keys, arg }) => {
	const source = keys.typed(arg(0), 'set')?.members;
	if (!source) return 0;
	const target = keys.typed(arg(1), 'set');
	if (arg(0) === arg(1)) return source.has(arg(2)) ? 1 : 0;
	if (!source.delete(arg(2))) return 0;
	(target?.members ?? keys.members(arg(1))).add(arg(2));
	keys.dropIfEmpty(arg(0));
	return 1;
};

export const setCommands: CommandTable = {
	SADD: ({ keys, args, arg }) => {
		const members = keys.members(arg(0));
		const before = members.size;
		for (const member of args.slice(1)) members.add(member);
		return members.size - before;
	},
	SREM: ({ keys, args, arg }) => {
		const members = keys.typed(arg(0), 'set')?.members;
		const removed = args.slice(1).filter((member) => members?.delete(member)).length;
		keys.dropIfEmpty(arg(0));
		return removed;
	},
	SMEMBERS: (context) => [...read(context, context.arg(0))],
	SISMEMBER: (context) => (read(context, context.arg(0)).has(context.arg(1)) ? 1 : 0),
	SMISMEMBER: (context) => {
		const members = read(context, context.arg(0));
		return context.args.slice(1).map((member) => (members.has(member) ? 1 : 0));
	},
	SCARD: (context) => read(context, context.arg(0)).size,
	SPOP: pop,
	SRANDMEMBER: random,
	SMOVE: move,
	SINTER: combined(intersection),
	SDIFF: combined(difference),
	SUNION: combined(union),
	SINTERSTORE: stored(intersection),
	SDIFFSTORE: stored(difference),
	SUNIONSTORE: stored(union),
	SSCAN: (context) => {
		parseCursor(context.arg(1));
		const members = [...read(context, context.arg(0))];
		if (members.length === 0) return ['0', []];
		const { matches } = scanPage(context.args.slice(2), false);
		return ['0', members.filter(matches)];
	},
};
