import type { CommandContext, CommandTable } from './command';

const read = ({ keys }: CommandContext, key: string): ReadonlySet<string> =>
	keys.typed(key, 'set')?.members ?? new Set<string>();

function combine(
	context: CommandContext,
	keepsMember: (member: string, others: ReadonlyArray<ReadonlySet<string>>) => boolean,
): string[] {
	const [first = new Set<string>(), ...others] = context.args.map((key) => read(context, key));
	return [...first].filter((member) => keepsMember(member, others));
}

export const setCommands: CommandTable = {
	SADD: {
		arity: -3,
		run: ({ keys, args, arg }) => {
			const members = keys.members(arg(0));
			const before = members.size;
			for (const member of args.slice(1)) members.add(member);
			return members.size - before;
		},
	},
	SREM: {
		arity: -3,
		run: ({ keys, args, arg }) => {
			const members = keys.typed(arg(0), 'set')?.members;
			const removed = args.slice(1).filter((member) => members?.delete(member)).length;
			keys.dropIfEmpty(arg(0));
			return removed;
		},
	},
	SMEMBERS: { arity: 2, run: (context) => [...read(context, context.arg(0))] },
	SISMEMBER: {
		arity: 3,
		run: (context) => (read(context, context.arg(0)).has(context.arg(1)) ? 1 : 0),
	},
	SMISMEMBER: {
		arity: -3,
		run: (context) => {
			const members = read(context, context.arg(0));
			return context.args.slice(1).map((member) => (members.has(member) ? 1 : 0));
		},
	},
	SCARD: { arity: 2, run: (context) => read(context, context.arg(0)).size },
	SPOP: {
		arity: 2,
		run: ({ keys, arg }) => {
			const members = keys.typed(arg(0), 'set')?.members;
			const [first] = members ?? [];
			if (first === undefined) return null;
			members?.delete(first);
			keys.dropIfEmpty(arg(0));
			return first;
		},
	},
	SINTER: {
		arity: -2,
		run: (context) =>
			combine(context, (member, others) => others.every((other) => other.has(member))),
	},
	SDIFF: {
		arity: -2,
		run: (context) =>
			combine(context, (member, others) => !others.some((other) => other.has(member))),
	},
	SUNION: {
		arity: -2,
		run: (context) => [...new Set(context.args.flatMap((key) => [...read(context, key)]))],
	},
};
