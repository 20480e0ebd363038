import { randomUUID } from 'node:crypto';

import type { Redis } from 'ioredis';

/** Tells other sandboxes that a database is taken. Never shown to clients. */
export const ownerKey = 'slipway-sandbox:owner';

const heartbeatMs = 10_000;
const staleAfterSeconds = 60;

/**
 * Takes the selected database if it is empty, or if a sandbox that no longer lives left it. One script, so that two
 * sandboxes that start together cannot both have it.
 */
const claimScript = `
local owner = redis.call('GET', KEYS[1])
local now = tonumber(redis.call('TIME')[1])
if owner then
	if now - tonumber(string.match(owner, '^%d+')) < tonumber(ARGV[2]) then return 0 end
	redis.call('FLUSHDB')
elseif redis.call('DBSIZE') > 0 then
	return 0
end
redis.call('SET', KEYS[1], now .. ' ' .. ARGV[1])
return 1`;

/** Renews the mark; 0 when another sandbox has taken the database. */
const renewScript = `
local owner = redis.call('GET', KEYS[1])
if owner and string.match(owner, ' (.*)$') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], redis.call('TIME')[1] .. ' ' .. ARGV[1])
return 1`;

const clearScript = `
local owner = redis.call('GET', KEYS[1])
if owner and string.match(owner, ' (.*)$') ~= ARGV[1] then return 0 end
if not owner and redis.call('DBSIZE') > 0 then return 0 end
redis.call('FLUSHDB')
if ARGV[2] == 'keep' then redis.call('SET', KEYS[1], redis.call('TIME')[1] .. ' ' .. ARGV[1]) end
return 1`;

export interface OwnedDatabase {
	readonly index: number;
	/** Set once another sandbox has taken the database, which only happens to one that slept for a minute. */
	lost(): boolean;
	/** Marks it again, for after a command that may have emptied it: a script may call FLUSHDB. */
	renew(): Promise<void>;
	/** Empties the database; it stays taken. */
	clear(): Promise<void>;
	/** Empties the database and gives it back. */
	release(): Promise<void>;
}

/**
 * Finds a whole database for this sandbox: the keys then have their own names, so that scripts, KEYS and SCAN behave
 * as they do at Upstash, and clearing it can hit nobody else. Only an EMPTY one is ever taken, never number 0, where
 * applications keep their data. Resolves `undefined` when none is free.
 */
export async function claimDatabase(redis: Redis, candidates: readonly number[]): Promise<OwnedDatabase | undefined> {
	const owner = randomUUID();
	for (const index of candidates) {
		try {
			await redis.select(index);
		} catch {
			// This server has fewer databases than sixteen.
			continue;
		}
		const claimed = await redis.eval(claimScript, 1, ownerKey, owner, staleAfterSeconds);
		if (Number(claimed) !== 1) continue;
		let lost = false;
		const renew = async (): Promise<void> => {
			try {
				lost = Number(await redis.eval(renewScript, 1, ownerKey, owner)) !== 1;
			} catch {
				// Commands themselves report a server that is away; the next beat tries again.
			}
		};
		const heartbeat = setInterval(() => void renew(), heartbeatMs);
		heartbeat.unref();
		return {
			index,
			lost: () => lost,
			renew,
			clear: async () => {
				if (Number(await redis.eval(clearScript, 1, ownerKey, owner, 'keep')) !== 1) lost = true;
			},
			release: async () => {
				clearInterval(heartbeat);
				await redis.eval(clearScript, 1, ownerKey, owner, 'release');
			},
		};
	}
	return undefined;
}
