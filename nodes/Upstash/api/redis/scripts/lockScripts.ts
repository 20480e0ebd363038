import { createHash } from 'crypto';

import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/*
 * Two hashes make a lock.
 *
 * `slipway:lock:<name>` is there exactly while the lock is held: owner, token, since, note. Its TTL is
 * the lock's, so that it frees itself when its holder dies.
 *
 * `slipway:fence:<name>` never expires: the last token given, and who had it last (owner, since,
 * until, released). It makes tokens grow over releases and expiries, and lets an owner learn
 * that its TTL ran out. A database with eviction turned on may lose it, and with it the order.
 *
 * `slipway:released:<name>:<digest of owner>` is kept for a while after a release, so that a release
 * whose answer was lost is known as done even when the next owner already has the lock. In a database
 * that has no room for it, a fence without `until` says the same: deleting a field always fits.
 *
 * *Run While Held* notes three more fields in a lock: `holder` (which of the owner's runs of it), `ttl`, and `person`
 * where a person's roll back has it. `slipway:stop:<name>` holds `<token>:<who>` while somebody asks the holder of that
 * token to stop; a later holder has another token, and is not meant.
 *
 * Invariants, each held by one script in one piece:
 *   1. At most one owner at any time; only an owner shortens the life of its own lock.
 *   2. Whoever gets the lock gets a token above every one before it.
 *   3. Asking again as the same owner gives the same token, and never a shorter TTL.
 *   4. A lock never exists without a TTL.
 *
 * The keys of one script share a slot only if the name holds a {hash tag}: a database at Upstash
 * does not ask for that.
 */

/** For how long a lost answer to a release can still be asked for again. */
export const releaseMemoryMs = 15 * 60_000;

/** What every held lock's key begins with. */
export const lockKeyPrefix = 'slipway:lock:';

export function lockKeys(name: string): [lock: string, fence: string] {
	return [`${lockKeyPrefix}${name}`, `slipway:fence:${name}`];
}

export function stopKey(name: string): string {
	return `slipway:stop:${name}`;
}

/** The digest has one length, so that no name and owner run into another name's. */
export function releaseKey(name: string, owner: string): string {
	const digest = createHash('sha256').update(owner).digest('hex').slice(0, 16);
	return `slipway:released:${name}:${digest}`;
}

/** Begins with KEYS lock and fence; `take` needs the release key as the third. */
export const lockPrelude = `${luaPrelude}
local lock, fence = KEYS[1], KEYS[2]
local now = nowMs()
local function untilMs()
  local left = redis.call('PTTL', lock)
  if left < 0 then return '' end
  return whole(now + left)
end
local function report(outcome)
  return {'outcome', outcome, 'now', whole(now), 'owner', field(lock, 'owner'),
    'token', field(lock, 'token'), 'since', field(lock, 'since'), 'until', untilMs(),
    'note', field(lock, 'note'), 'lastOwner', field(fence, 'owner'),
    'lastToken', field(fence, 'token'), 'lastSince', field(fence, 'since'),
    'lastUntil', field(fence, 'until'), 'lastReleased', field(fence, 'released')}
end
local function extend(ttl)
  if redis.call('PTTL', lock) >= ttl then return end
  redis.call('PEXPIRE', lock, whole(ttl))
  remember('HSET', fence, 'until', untilMs())
end
local function take(owner, ttl, note)
  local token = whole(redis.call('HINCRBY', fence, 'token', 1))
  redis.call('DEL', lock, KEYS[3])
  redis.call('HSET', lock, 'owner', owner, 'token', token, 'since', whole(now), 'note', note)
  redis.call('PEXPIRE', lock, whole(ttl))
  redis.call('HSET', fence, 'owner', owner, 'since', whole(now), 'released', '', 'until', whole(now + ttl))
end
`;

// Why an owner does not hold it, for Renew and Release.
const notHeldLua = `
local function whyNot(owner)
  if redis.call('EXISTS', KEYS[3]) == 1 then return 'alreadyReleased' end
  if field(lock, 'owner') ~= '' then return 'heldByOther' end
  if field(fence, 'owner') ~= owner then return 'notHeld' end
  if redis.call('HEXISTS', fence, 'until') == 0 then return 'alreadyReleased' end
  return 'expired'
end
`;

/** Keys: lock, fence, release. Values: owner, TTL in ms, note. Outcomes: acquired, alreadyHeld, heldByOther. */
export const acquireScript: Script = {
	name: 'The lock script "acquire"',
	safeToRepeat: true,
	source: `${lockPrelude}
local owner, ttl = ARGV[1], tonumber(ARGV[2])
local holder = field(lock, 'owner')
if holder == owner then
  extend(ttl)
  return report('alreadyHeld')
end
if holder ~= '' then return report('heldByOther') end
take(owner, ttl, ARGV[3])
return report('acquired')
`,
};

/** Keys: lock, fence, release. Values: owner, TTL in ms. Outcomes: renewed, heldByOther, expired, alreadyReleased, notHeld. */
export const renewScript: Script = {
	name: 'The lock script "renew"',
	safeToRepeat: true,
	source: `${lockPrelude}${notHeldLua}
if field(lock, 'owner') ~= ARGV[1] then return report(whyNot(ARGV[1])) end
extend(tonumber(ARGV[2]))
return report('renewed')
`,
};

/**
 * Keys: lock, fence, release. Values: owner, release memory in ms, holder (empty: whichever). Outcomes: released,
 * alreadyReleased, heldByOther, expired, notHeld; takenUp when another run of the same owner holds it by now.
 */
export const releaseScript: Script = {
	name: 'The lock script "release"',
	safeToRepeat: true,
	source: `${lockPrelude}${notHeldLua}
if field(lock, 'owner') ~= ARGV[1] then return report(whyNot(ARGV[1])) end
if ARGV[3] ~= '' and field(lock, 'holder') ~= ARGV[3] then return report('takenUp') end
local answer = report('released')
local token = field(lock, 'token')
redis.call('DEL', lock)
local isKept = remember('SET', KEYS[3], token, 'PX', ARGV[2])
if not remember('HSET', fence, 'released', whole(now)) or not isKept then
  redis.call('HDEL', fence, 'until')
end
return answer
`,
};

/** Keys: lock, fence. Outcomes: held, free. Changes nothing. */
export const inspectLockScript: Script = {
	name: 'The lock script "inspect"',
	safeToRepeat: true,
	source: `${lockPrelude}
if field(lock, 'owner') == '' then return report('free') end
return report('held')
`,
};
