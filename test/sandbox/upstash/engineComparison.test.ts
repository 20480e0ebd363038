import { Command, Redis } from 'ioredis';

import {
	acquireScript,
	inspectLockScript,
	lockKeys,
	releaseKey,
	releaseScript,
	renewScript,
} from '../../../nodes/Upstash/api/redis/scripts/lockScripts';
import { beginScript, finishScript, inspectClaimScript } from '../../../nodes/Upstash/api/redis/scripts/claimScripts';
import { incrementScript } from '../../../nodes/Upstash/api/redis/scripts/counterScript';
import { rateLimitScript } from '../../../nodes/Upstash/api/redis/scripts/rateLimitScript';
import { allCommands } from '../../../sandbox/upstash/redis/commands/commandTable';
import { EmbeddedRedis } from '../../../sandbox/upstash/redis/engine/embeddedRedis';
import { RedisError, Status } from '../../../sandbox/upstash/redis/engine/reply';
import type { Reply } from '../../../sandbox/upstash/redis/engine/reply';
import { commandCases, seed } from './engineCorpus';
import scripts from './luaScripts.json';
import { hasRedisServer, type RedisServer, startRedisServer } from './redisServer';

/** What the engine says of what it leaves out. */
const ownName = /the sandbox's embedded Redis does not simulate/;

/** A reply to compare: integers are distinguished from strings, and errors from both. */
type Shown = string | null | readonly Shown[];

function shownByServer(reply: unknown): Shown {
	if (Buffer.isBuffer(reply)) return reply.toString('latin1');
	if (Array.isArray(reply)) return reply.map(shownByServer);
	if (reply instanceof Error) return `error: ${reply.message}`;
	return reply === null ? null : `integer: ${String(reply)}`;
}

function shownByEngine(reply: Reply): Shown {
	if (reply instanceof Status) return reply.text;
	if (reply instanceof RedisError) return `error: ${reply.message}`;
	if (reply === null || typeof reply === 'string') return reply;
	if (typeof reply === 'object') return reply.map(shownByEngine);
	return `integer: ${reply}`;
}

const unordered = /^(smembers|sinter|sdiff|sunion|keys|scan|sscan)$/i;

/** Sets have no order: theirs does not count. */
function comparable(command: readonly string[], shown: Shown): string {
	const sorted = (list: Shown): Shown =>
		typeof list === 'object' && list !== null ? [...list.map(sorted)].sort() : list;
	return JSON.stringify(unordered.test(command[0] ?? '') ? sorted(shown) : shown);
}

const looks: ReadonlyArray<readonly string[]> = [
	...['str', 'num', 'big', 'flt', 'empty', 'expiring', 'utf'].map((key) => ['GET', key]),
	['HGETALL', 'hash'],
	['LRANGE', 'list', '0', '-1'],
	['SMEMBERS', 'set'],
	['SMEMBERS', 'other'],
	['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
	['ZRANGE', 'lex', '0', '-1', 'WITHSCORES'],
	['TYPE', 'new'],
	['TYPE', 'missing'],
	['KEYS', '*'],
	['TTL', 'str'],
	['TTL', 'hash'],
	['TTL', 'expiring'],
];

/** Scripts whose answers may differ, and why. */
const mayDiffer: ReadonlyArray<readonly [script: RegExp, why: string]> = [
	[/math\.random\(/, 'random numbers'],
	[/tostring\(redis\)/, 'an address'],
	[/cjson\.encode\(\{a=1\/3/, 'the order of names, which Lua leaves open'],
	[/ignore_error|redis\.pcall\('INCR'\) local r=\{\} for/, 'a field that Redis itself calls internal'],
	[/tonumber\('nan'\)/, 'the sign of what is not a number'],
	// The same refusals in other words.
	[/^break$|pcall\(string\.rep\)|next\(\{\},1\)|^return xpcall\(\)$/, 'words of an error'],
];

(hasRedisServer ? describe : describe.skip)('the embedded Redis and redis-server', () => {
	let server: RedisServer;
	let redis: Redis;

	beforeAll(async () => {
		server = await startRedisServer();
		redis = new Redis(server.url, { stringNumbers: true });
	});
	afterAll(async () => {
		redis.disconnect();
		await server.stop();
	});

	const engine = new EmbeddedRedis();
	const onServer = async (command: readonly string[]): Promise<Shown> => {
		const [name = '', ...args] = command;
		// Capitals: see serverBackend.ts.
		const sent = allCommands.has(name.toLowerCase()) ? name.toUpperCase() : name;
		try {
			return shownByServer(await redis.sendCommand(new Command(sent, args, { replyEncoding: null })));
		} catch (error) {
			return shownByServer(error);
		}
	};
	const onEngine = (command: readonly string[]): Shown => {
		try {
			return shownByEngine(engine.execute(command.map((word) => Buffer.from(word).toString('latin1'))));
		} catch (error) {
			if (error instanceof RedisError) return shownByEngine(error);
			throw error;
		}
	};
	const startAnew = async (): Promise<void> => {
		const pipeline = redis.pipeline();
		pipeline.flushdb();
		for (const [name = '', ...args] of seed) pipeline.call(name, ...args);
		await pipeline.exec();
		for (const command of [['FLUSHDB'], ...seed]) onEngine(command);
	};

	test('answer alike to thousands of commands, and hold the same afterwards', async () => {
		const differences: unknown[] = [];
		// A walk's first page is the server's own choice.
		const cases = commandCases(20).filter(
			([name = '', cursor, ...options]) =>
				!/^scan$/i.test(name) || cursor === 'x' || (cursor === '0' && options.length > 0),
		);
		expect(cases.length).toBeGreaterThan(3_000);
		for (const command of cases) {
			await startAnew();
			for (const each of [command, ...looks]) {
				const [theirs, ours] = [comparable(each, await onServer(each)), comparable(each, onEngine(each))];
				if (theirs === ours) continue;
				differences.push({ command, each, theirs, ours });
				break;
			}
		}
		expect(differences).toEqual([]);
	}, 300_000);

	test('answer alike to hundreds of scripts, or the engine says that it does not know', async () => {
		const differences: unknown[] = [];
		const known = scripts.filter((script) => !mayDiffer.some(([pattern]) => pattern.test(script)));
		expect(known.length).toBeGreaterThan(650);
		let refused = 0;
		for (const script of known) {
			const command = ['EVAL', script, '1', 'str', 'v1', '7'];
			await startAnew();
			const [theirs, ours] = [comparable(command, await onServer(command)), comparable(command, onEngine(command))];
			if (ownName.test(ours)) refused += 1;
			else if (theirs !== ours) differences.push({ script, theirs, ours });
		}
		expect(differences).toEqual([]);
		expect(refused).toBeLessThan(40);
	}, 120_000);

	test("every command that the engine leaves out is refused in the sandbox's name, or as Redis counts its words", async () => {
		const outside =
			/^(debug|shutdown|monitor|(p|s)?subscribe|sync|psync|replicaof|slaveof|quit|reset|exec|multi|client|failover|flush.*|bl.*|br.*|bz.*|wait|script|eval.*|hello|auth|select)$/;
		for (const name of allCommands.keys()) {
			for (const args of [[], ['a'], ['a', 'b'], ['a', 'b', 'c', 'd', 'e']]) {
				const ours = JSON.stringify(onEngine([name, ...args]));
				if (ownName.test(ours) || outside.test(name) || !/wrong number/.test(ours)) continue;
				expect([name, args, ours]).toEqual([name, args, JSON.stringify(await onServer([name, ...args]))]);
			}
		}
		expect(onEngine(['XADD', 's', '*', 'f', 'v'])).toMatch(ownName);
		expect(onEngine(['JSON.SET', 'k', '$', '1'])).toMatch(ownName);
	});

	test('answer alike to what the nodes send', async () => {
		await startAnew();
		const lock = (owner: string) => [...lockKeys('l'), releaseKey('l', owner)];
		const claims = ['slipway:claim:a', 'slipway:claim:b'];
		const sent: ReadonlyArray<readonly [{ readonly source: string }, readonly string[], readonly string[]]> = [
			[inspectLockScript, lockKeys('l'), []],
			[acquireScript, lock('a'), ['a', '60000', 'grün']],
			[acquireScript, lock('b'), ['b', '60000', '']],
			[acquireScript, lock('a'), ['a', '90000', '']],
			[renewScript, lock('a'), ['a', '600000']],
			[renewScript, lock('b'), ['b', '600000']],
			[inspectLockScript, lockKeys('l'), []],
			[releaseScript, lock('b'), ['b', '900000']],
			[releaseScript, lock('a'), ['a', '900000']],
			[releaseScript, lock('a'), ['a', '900000']],
			[acquireScript, lock('b'), ['b', '60000', '']],
			[beginScript, claims, ['a', 'token-1', '60000', '600000']],
			[beginScript, claims, ['b', 'token-2', '60000', '600000']],
			[finishScript, claims, ['token-1', 'failed', '', 'why']],
			[finishScript, claims, ['token-1', 'failed', '', 'why']],
			[beginScript, claims, ['b', 'token-3', '60000', '600000']],
			[finishScript, claims, ['token-1', 'done', '{}', '']],
			[finishScript, claims, ['token-3', 'done', '{}', '']],
			[beginScript, claims, ['c', 'token-4', '60000', '600000']],
			[inspectClaimScript, ['slipway:claim:a'], []],
			[incrementScript, ['counter'], ['9007199254740993', '1000']],
			[incrementScript, ['counter'], ['-1', '0']],
			[incrementScript, ['str'], ['1', '0']],
			...Array.from(
				{ length: 4 },
				(_, index) => [rateLimitScript, ['slipway:rate:r'], [`call-${index}`, '3', '10000', '1']] as const,
			),
		];
		// The two clocks are not one: times and what is left of them do not count.
		const timeless = (shown: string): string =>
			shown.replace(/\d{13}|"\d{3,6}"/g, 'T').replace(/script: [0-9a-f]{40}/, 'script');
		for (const [{ source }, names, values] of sent) {
			const command = ['EVAL', source, String(names.length), ...names, ...values];
			expect(timeless(comparable(command, onEngine(command)))).toBe(
				timeless(comparable(command, await onServer(command))),
			);
		}
	});
});
