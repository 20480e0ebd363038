import type { CommandContext, CommandTable } from './command';
import { formatFloat, parseFloatNumber, parseInteger, sliceBounds } from './numbers';
import type { Reply } from './reply';
import { RedisError, syntaxError } from './reply';

type Scored = readonly [member: string, score: number];

const compareBytes = (left: string, right: string): number =>
	Buffer.compare(Buffer.from(left), Buffer.from(right));

/** By score, then by the member's bytes. */
const ordered = ({ keys, arg }: CommandContext): Scored[] =>
	[...(keys.typed(arg(0), 'zset')?.scores ?? [])].sort(
		(left, right) => left[1] - right[1] || compareBytes(left[0], right[0]),
	);

const present = (scored: readonly Scored[], withScores: boolean): Reply =>
	scored.flatMap(([member, score]) => (withScores ? [member, formatFloat(score)] : [member]));

interface ScoreRange {
	includes(score: number): boolean;
}

function parseScoreRange(minimum: string, maximum: string): ScoreRange {
	const notAFloat = (): RedisError => new RedisError('ERR min or max is not a float');
	const bound = (text: string) => ({
		open: text.startsWith('('),
		value: parseFloatNumber(text.replace(/^\(/, ''), notAFloat),
	});
	const low = bound(minimum);
	const high = bound(maximum);
	return {
		includes: (score) =>
			(low.open ? score > low.value : score >= low.value) &&
			(high.open ? score < high.value : score <= high.value),
	};
}

interface RangeOptions {
	byScore: boolean;
	reverse: boolean;
	withScores: boolean;
	limit: readonly [offset: number, count: number] | undefined;
}

function parseRangeOptions({ args, arg }: CommandContext, fixed: Partial<RangeOptions>): RangeOptions {
	const options: RangeOptions = {
		byScore: false,
		reverse: false,
		withScores: false,
		limit: undefined,
		...fixed,
	};
	const generic = fixed.byScore === undefined;
	for (let index = 3; index < args.length; index++) {
		const option = arg(index).toUpperCase();
		if (option === 'WITHSCORES') options.withScores = true;
		else if (option === 'BYSCORE' && generic) options.byScore = true;
		else if (option === 'REV' && generic) options.reverse = true;
		else if (option === 'LIMIT' && index + 2 < args.length) {
			options.limit = [parseInteger(arg(index + 1)), parseInteger(arg(index + 2))];
			index += 2;
		} else throw syntaxError();
	}
	if (options.limit && !options.byScore) {
		throw new RedisError(
			'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
		);
	}
	return options;
}

function range(context: CommandContext, fixed: Partial<RangeOptions>): Reply {
	const { arg } = context;
	const { byScore, reverse, withScores, limit } = parseRangeOptions(context, fixed);
	const all = ordered(context);
	if (!byScore) {
		const direction = reverse ? all.reverse() : all;
		return present(direction.slice(...sliceBounds(arg(1), arg(2), all.length)), withScores);
	}
	const scores = reverse ? parseScoreRange(arg(2), arg(1)) : parseScoreRange(arg(1), arg(2));
	let found = all.filter(([, score]) => scores.includes(score));
	if (reverse) found.reverse();
	if (limit) {
		const [offset, count] = limit;
		found = offset < 0 ? [] : found.slice(offset, count < 0 ? undefined : offset + count);
	}
	return present(found, withScores);
}

function add({ keys, args, arg }: CommandContext): Reply {
	const flags = new Set<string>();
	let index = 1;
	while (index < args.length && /^(NX|XX|GT|LT|CH|INCR)$/i.test(arg(index))) {
		flags.add(arg(index++).toUpperCase());
	}
	const pairs = args.slice(index);
	if (pairs.length === 0 || pairs.length % 2 !== 0) throw syntaxError();
	if (flags.has('NX') && flags.has('XX')) {
		throw new RedisError('ERR XX and NX options at the same time are not compatible');
	}
	if ((flags.has('GT') && flags.has('LT')) || (flags.has('NX') && (flags.has('GT') || flags.has('LT')))) {
		throw new RedisError('ERR GT, LT, and/or NX options at the same time are not compatible');
	}
	if (flags.has('INCR') && pairs.length > 2) {
		throw new RedisError('ERR INCR option supports a single increment-element pair');
	}
	const changes = Array.from({ length: pairs.length / 2 }, (_, at) => ({
		score: parseFloatNumber(pairs[at * 2] ?? ''),
		member: pairs[at * 2 + 1] ?? '',
	}));
	const scores = keys.scores(arg(0));
	let added = 0;
	let changed = 0;
	let lastScore: number | null = null;
	for (const { score, member } of changes) {
		const current = scores.get(member);
		const next = flags.has('INCR') ? (current ?? 0) + score : score;
		const blocked =
			current === undefined
				? flags.has('XX')
				: flags.has('NX') ||
					(flags.has('GT') && next <= current) ||
					(flags.has('LT') && next >= current);
		if (blocked) {
			lastScore = null;
			continue;
		}
		scores.set(member, next);
		lastScore = next;
		if (current === undefined) added += 1;
		else if (current !== next) changed += 1;
	}
	keys.dropIfEmpty(arg(0));
	if (flags.has('INCR')) return lastScore === null ? null : formatFloat(lastScore);
	return flags.has('CH') ? added + changed : added;
}

function removeMembers({ keys, arg }: CommandContext, members: readonly string[]): number {
	const scores = keys.typed(arg(0), 'zset')?.scores;
	const removed = members.filter((member) => scores?.delete(member)).length;
	keys.dropIfEmpty(arg(0));
	return removed;
}

function pop(context: CommandContext, fromEnd: boolean): Reply {
	const count = context.args.length > 1 ? parseInteger(context.arg(1)) : 1;
	const all = ordered(context);
	const taken = (fromEnd ? all.reverse() : all).slice(0, Math.max(0, count));
	removeMembers(context, taken.map(([member]) => member));
	return present(taken, true);
}

const score = (context: CommandContext, member: string): Reply => {
	const found = context.keys.typed(context.arg(0), 'zset')?.scores.get(member);
	return found === undefined ? null : formatFloat(found);
};

function rank(context: CommandContext, reverse: boolean): Reply {
	const all = ordered(context);
	const at = (reverse ? all.reverse() : all).findIndex(([member]) => member === context.arg(1));
	return at < 0 ? null : at;
}

export const sortedSetCommands: CommandTable = {
	ZADD: { arity: -4, run: add },
	ZINCRBY: {
		arity: 4,
		run: ({ keys, arg }) => {
			const amount = parseFloatNumber(arg(1));
			const scores = keys.scores(arg(0));
			const sum = (scores.get(arg(2)) ?? 0) + amount;
			scores.set(arg(2), sum);
			return formatFloat(sum);
		},
	},
	ZSCORE: { arity: 3, run: (context) => score(context, context.arg(1)) },
	ZMSCORE: {
		arity: -3,
		run: (context) => context.args.slice(1).map((member) => score(context, member)),
	},
	ZCARD: { arity: 2, run: (context) => ordered(context).length },
	ZCOUNT: {
		arity: 4,
		run: (context) => {
			const scores = parseScoreRange(context.arg(1), context.arg(2));
			return ordered(context).filter(([, value]) => scores.includes(value)).length;
		},
	},
	ZRANK: { arity: 3, run: (context) => rank(context, false) },
	ZREVRANK: { arity: 3, run: (context) => rank(context, true) },
	ZRANGE: { arity: -4, run: (context) => range(context, {}) },
	ZREVRANGE: { arity: -4, run: (context) => range(context, { byScore: false, reverse: true }) },
	ZRANGEBYSCORE: {
		arity: -4,
		run: (context) => range(context, { byScore: true, reverse: false }),
	},
	ZREVRANGEBYSCORE: {
		arity: -4,
		run: (context) => range(context, { byScore: true, reverse: true }),
	},
	ZREM: { arity: -3, run: (context) => removeMembers(context, context.args.slice(1)) },
	ZREMRANGEBYSCORE: {
		arity: 4,
		run: (context) => {
			const scores = parseScoreRange(context.arg(1), context.arg(2));
			const found = ordered(context).filter(([, value]) => scores.includes(value));
			return removeMembers(context, found.map(([member]) => member));
		},
	},
	ZREMRANGEBYRANK: {
		arity: 4,
		run: (context) => {
			const all = ordered(context);
			const found = all.slice(...sliceBounds(context.arg(1), context.arg(2), all.length));
			return removeMembers(context, found.map(([member]) => member));
		},
	},
	ZPOPMIN: { arity: -2, run: (context) => pop(context, false) },
	ZPOPMAX: { arity: -2, run: (context) => pop(context, true) },
};
