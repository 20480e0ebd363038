import type { Command, CommandContext, CommandTable } from './command';
import { formatFloat, parseCount, parseFloatNumber, parseInteger, sliceBounds } from './numbers';
import type { Reply } from './reply';
import { RedisError, syntaxError } from './reply';
import { parseCursor, scanPage } from './scan';
import { type Includes, lexRange, ordered, scoreRange, type Scored } from './sortedSetRanges';

const present = (scored: readonly Scored[], withScores: boolean): Reply =>
	scored.flatMap(([member, score]) => (withScores ? [member, formatFloat(score)] : [member]));

interface RangeOptions {
	by: 'rank' | 'score' | 'lex';
	reverse: boolean;
	withScores: boolean;
	limit: readonly [offset: number, count: number] | undefined;
}

function parseRangeOptions({ args, arg }: CommandContext, fixed: Partial<RangeOptions>): RangeOptions {
	const options: RangeOptions = { by: 'rank', reverse: false, withScores: false, limit: undefined, ...fixed };
	const isGeneric = fixed.by === undefined;
	for (let index = 3; index < args.length; index++) {
		const option = arg(index).toUpperCase();
		if (option === 'WITHSCORES') options.withScores = true;
		else if (option === 'BYSCORE' && isGeneric && options.by === 'rank') options.by = 'score';
		else if (option === 'BYLEX' && isGeneric && options.by === 'rank') options.by = 'lex';
		else if (option === 'REV' && isGeneric && !options.reverse) options.reverse = true;
		else if (option === 'LIMIT' && index + 2 < args.length) {
			options.limit = [parseInteger(arg(index + 1)), parseInteger(arg(index + 2))];
			index += 2;
		} else throw syntaxError();
	}
	if (options.limit && options.by === 'rank') {
		throw new RedisError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
	}
	if (options.withScores && options.by === 'lex') {
		throw new RedisError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
	}
	return options;
}

const range =
	(fixed: Partial<RangeOptions>): Command =>
	(context) => {
		const { arg } = context;
		const { by, reverse, withScores, limit } = parseRangeOptions(context, fixed);
		if (by === 'rank') {
			parseInteger(arg(1));
			parseInteger(arg(2));
			const all = ordered(context, arg(0));
			const direction = reverse ? all.reverse() : all;
			return present(direction.slice(...sliceBounds(arg(1), arg(2), all.length)), withScores);
		}
		const [low, high] = reverse ? [arg(2), arg(1)] : [arg(1), arg(2)];
		const includes = by === 'score' ? scoreRange(low, high) : lexRange(low, high);
		let found = ordered(context, arg(0)).filter(includes);
		if (reverse) found.reverse();
		if (limit) {
			const [offset, count] = limit;
			found = offset < 0 ? [] : found.slice(offset, count < 0 ? undefined : offset + count);
		}
		return present(found, withScores);
	};

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
				: flags.has('NX') || (flags.has('GT') && next <= current) || (flags.has('LT') && next >= current);
		if (blocked) {
			lastScore = null;
			continue;
		}
		if (Number.isNaN(next)) throw new RedisError('ERR resulting score is not a number (NaN)');
		scores.set(member, next);
		lastScore = next;
		if (current === undefined) added += 1;
		else if (current !== next) changed += 1;
	}
	keys.dropIfEmpty(arg(0));
	if (flags.has('INCR')) return lastScore === null ? null : formatFloat(lastScore);
	return flags.has('CH') ? added + changed : added;
}

function increment({ keys, arg }: CommandContext): Reply {
	const amount = parseFloatNumber(arg(1));
	const scores = keys.scores(arg(0));
	const sum = (scores.get(arg(2)) ?? 0) + amount;
	if (Number.isNaN(sum)) throw new RedisError('ERR resulting score is not a number (NaN)');
	scores.set(arg(2), sum);
	return formatFloat(sum);
}

function removeMembers({ keys, arg }: CommandContext, members: readonly string[]): number {
	const scores = keys.typed(arg(0), 'zset')?.scores;
	const removed = members.filter((member) => scores?.delete(member)).length;
	keys.dropIfEmpty(arg(0));
	return removed;
}

function pop(context: CommandContext, fromEnd: boolean): Reply {
	if (context.args.length > 2) throw syntaxError();
	const count = context.args.length > 1 ? parseCount(context.arg(1)) : 1;
	const all = ordered(context, context.arg(0));
	const taken = (fromEnd ? all.reverse() : all).slice(0, count);
	removeMembers(
		context,
		taken.map(([member]) => member),
	);
	return present(taken, true);
}

const score = ({ keys, arg }: CommandContext, member: string): Reply => {
	const found = keys.typed(arg(0), 'zset')?.scores.get(member);
	return found === undefined ? null : formatFloat(found);
};

function rank(context: CommandContext, reverse: boolean): Reply {
	const all = ordered(context, context.arg(0));
	const at = (reverse ? all.reverse() : all).findIndex(([member]) => member === context.arg(1));
	return at < 0 ? null : at;
}

type RangeOf = (minimum: string, maximum: string) => Includes;

const counted =
	(rangeOf: RangeOf): Command =>
	(context) => {
		const includes = rangeOf(context.arg(1), context.arg(2));
		return ordered(context, context.arg(0)).filter(includes).length;
	};

const removed =
	(rangeOf: RangeOf): Command =>
	(context) => {
		const includes = rangeOf(context.arg(1), context.arg(2));
		return removeMembers(
			context,
			ordered(context, context.arg(0))
				.filter(includes)
				.map(([member]) => member),
		);
	};

export const sortedSetCommands: CommandTable = {
	ZADD: add,
	ZINCRBY: increment,
	ZSCORE: (context) => score(context, context.arg(1)),
	ZMSCORE: (context) => context.args.slice(1).map((member) => score(context, member)),
	ZCARD: (context) => ordered(context, context.arg(0)).length,
	ZCOUNT: counted(scoreRange),
	ZLEXCOUNT: counted(lexRange),
	ZRANK: (context) => rank(context, false),
	ZREVRANK: (context) => rank(context, true),
	ZRANGE: range({}),
	ZREVRANGE: range({ by: 'rank', reverse: true }),
	ZRANGEBYSCORE: range({ by: 'score', reverse: false }),
	ZREVRANGEBYSCORE: range({ by: 'score', reverse: true }),
	ZRANGEBYLEX: range({ by: 'lex', reverse: false }),
	ZREVRANGEBYLEX: range({ by: 'lex', reverse: true }),
	ZREM: (context) => removeMembers(context, context.args.slice(1)),
	ZREMRANGEBYSCORE: removed(scoreRange),
	ZREMRANGEBYLEX: removed(lexRange),
	ZREMRANGEBYRANK: (context) => {
		parseInteger(context.arg(1));
		parseInteger(context.arg(2));
		const all = ordered(context, context.arg(0));
		const found = all.slice(...sliceBounds(context.arg(1), context.arg(2), all.length));
		return removeMembers(
			context,
			found.map(([member]) => member),
		);
	},
	ZPOPMIN: (context) => pop(context, false),
	ZPOPMAX: (context) => pop(context, true),
	ZSCAN: (context) => {
		parseCursor(context.arg(1));
		const all = ordered(context, context.arg(0));
		if (all.length === 0) return ['0', []];
		const { matches } = scanPage(context.args.slice(2), false);
		return [
			'0',
			present(
				all.filter(([member]) => matches(member)),
				true,
			),
		];
	},
};
