import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SlipwayUpstashRedisApi } from '../../credentials/SlipwayUpstashRedisApi.credentials';
import { Upstash } from '../../nodes/Upstash/Upstash.node.js';
import { createSandbox } from '../../sandbox';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { hasRedisServer, startRedisServer } from '../../test/sandbox/upstash/redisServer';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { Contention, type ContentionReport } from './contentionRounds';
import { percentile } from './statistics';

const rounds = 10_000;
const referenceRounds = 500;
const contenders = 4;
/** One holder in so many dies without a release, and asked for this TTL only. */
const orphanEvery = 500;
const ttlSeconds = 1;
/** Of all others: longer than this process could ever be held up for. */
const longTtlSeconds = 300;
const waiters = 10;
/** How long flyctl's lease keeps a dead deploy's machine (superfly/flyctl, `--lease-timeout`). */
const referenceRecoveryMs = 13_000;

type Operate = (resource: string, operation: string, parameters: INodeParameters) => Promise<IDataObject>;

/**
 * Many contenders for one lock, through the Upstash node in n8n-core's real context, over HTTP, on one
 * Redis: how often two held it at once, and how soon a dead holder's lock is had by another. Beside it
 * the lock of the usual template (get, if empty set, delete), on the same Redis.
 */
export const contentionBenchmark: Benchmark = {
	word: 'contention',
	async run() {
		const redis = hasRedisServer ? await startRedisServer() : undefined;
		const sandbox = await createSandbox({ port: 0, ...(redis && { redisUrl: redis.url }) });
		try {
			const operate = await operateOn(`${sandbox.origin}/upstash`);
			const ours = await withLock(operate);
			const reference = await withGetAndSet(operate);
			const recoveriesMs = await waitForOrphans(operate);
			return results(ours, reference, recoveriesMs, redis ? 'redis-server' : 'embedded Redis');
		} finally {
			await sandbox.close();
			await redis?.stop();
		}
	},
};

async function operateOn(baseUrl: string): Promise<Operate> {
	// Not with this file: n8n-core takes its time, and other benchmarks have no use for it.
	const { runNodeForJson } = await import('../../test/n8n/nodeHarness');
	const credentials = [{ type: new SlipwayUpstashRedisApi(), data: { token: sandboxUpstashToken, baseUrl } }];
	return async (resource, operation, parameters) => {
		const [json = {}] = await runNodeForJson({
			node: new Upstash(),
			parameters: { resource, operation, ...parameters },
			credentials,
		});
		return json;
	};
}

async function withLock(operate: Operate): Promise<ContentionReport> {
	const lock = { lockName: 'bench' };
	return await new Contention({ rounds, contenders, orphanEvery, ttlMs: ttlSeconds * 1000 }).run({
		async acquire(owner, isToDie) {
			const { acquired, token } = await operate('lock', 'acquire', {
				...lock,
				ttlSeconds: isToDie ? ttlSeconds : longTtlSeconds,
				owner,
				waitSeconds: 0,
				ifNotAcquired: 'return',
			});
			return acquired === true ? Number(token) : null;
		},
		async release(owner) {
			await operate('lock', 'release', { ...lock, owner, ifNotHeld: 'error' });
		},
	});
}

async function withGetAndSet(operate: Operate): Promise<ContentionReport> {
	let token = 0;
	const key = 'bench-reference';
	return await new Contention({ rounds: referenceRounds, contenders, orphanEvery: 0, ttlMs: 0 }).run({
		async acquire(owner) {
			const { exists } = await operate('key', 'get', { key });
			if (exists === true) return null;
			await operate('key', 'set', { key, value: owner, options: {} });
			token += 1;
			return token;
		},
		async release() {
			await operate('key', 'delete', { key });
		},
	});
}

/** From a holder's last sign of life to the moment a waiting Acquire has its lock. */
async function waitForOrphans(operate: Operate): Promise<number[]> {
	return await Promise.all(
		Array.from({ length: waiters }, async (_, index) => {
			const lock = { lockName: `bench-orphan-${index}`, ttlSeconds, ifNotAcquired: 'fail' };
			const startedAtMs = Date.now();
			await operate('lock', 'acquire', { ...lock, owner: 'dead', waitSeconds: 0 });
			await operate('lock', 'acquire', { ...lock, owner: 'heir', waitSeconds: 60 });
			return Date.now() - startedAtMs;
		}),
	);
}

function results(
	ours: ContentionReport,
	reference: ContentionReport,
	recoveriesMs: readonly number[],
	backend: string,
): BenchmarkResult[] {
	const lateMs = ours.orphanRecoveriesMs.map((recoveryMs) => recoveryMs - ttlSeconds * 1000);
	const slowestMs = Math.max(...ours.orphanRecoveriesMs);
	return [
		{
			name: `One lock, ${contenders} contenders, ${ours.rounds} rounds`,
			ours: `${ours.doubleHolders} double holders, ${ours.tokenFaults} tokens out of order (${ours.attempts} attempts, ${(ours.elapsedMs / 1000).toFixed(0)} s)`,
			reference: `${reference.doubleHolders} double holders in ${reference.rounds} rounds (get, if empty set, delete)`,
			ratio: ours.doubleHolders / Math.max(1, reference.doubleHolders),
			goal: '0 double holders in 10,000 rounds',
			reached: ours.doubleHolders === 0 && ours.tokenFaults === 0 && ours.rounds >= rounds,
			notes: [`on ${backend}; ${ours.orphanRecoveriesMs.length} holders died on the way`],
		},
		{
			name: `A dead holder's lock with a TTL of ${ttlSeconds} s`,
			ours: `had by another after ${slowestMs.toFixed(0)} ms at most, ${percentile(lateMs, 0.5).toFixed(0)} ms past its TTL in the median; never before its TTL: ${ours.earlyOrphans === 0}`,
			reference: `${referenceRecoveryMs} ms (flyctl's lease)`,
			ratio: slowestMs / referenceRecoveryMs,
			goal: 'free as soon as its TTL ends, and not before',
			// None seen proves nothing.
			reached: lateMs.length > 0 && ours.earlyOrphans === 0 && Math.max(...lateMs) < 1_000,
			notes: [
				`${waiters} waiting Acquires, which ask at growing intervals, had it after ${Math.min(...recoveriesMs)} to ${Math.max(...recoveriesMs)} ms`,
			],
		},
	];
}
