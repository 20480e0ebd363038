import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/*
 * `slipway:claim:<key>` is one hash per key: state (running, done, failed), attempt, claim (the token of
 * the run that has it), owner, since, leaseUntil, finished, outcome, reason, ttl. A claim over two
 * keys writes the same into both.
 *
 * Invariants, each held by one script in one piece:
 *   1. Of all who begin, exactly one is granted until it fails or its lease runs out.
 *   2. What is done is never granted again while its record lives, by whichever of its keys.
 *   3. Only the token of the latest attempt, on all its keys, completes or fails it.
 *   4. Asking again with the same owner (begin) or token (complete, fail) answers the same.
 *
 * A dead run's lease is judged by the database's clock when somebody asks. One without a lease is over:
 * in a database that has no room for a failure's reason, the lease is deleted, so that another may begin.
 */

export function claimKey(key: string): string {
	return `slipway:claim:${key}`;
}

/**
 * Keys: one or two claims. Values: owner, a new claim token, lease in ms, TTL in ms.
 * Answers granted 1 or 0; `blockedBy` is the position of the key that stood in the way.
 */
export const beginScript: Script = {
	name: 'The claim script "begin"',
	safeToRepeat: true,
	source: `${luaPrelude}
local owner, claim, lease, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local now = nowMs()
local function isMine(key)
  return field(key, 'state') == 'running' and field(key, 'owner') == owner
    and field(key, 'claim') == field(KEYS[1], 'claim')
end
local mine, attempt, blockedBy = true, 0, 0
local previous = {'', '', '', ''}
for position, key in ipairs(KEYS) do
  local state = field(key, 'state')
  if not isMine(key) then mine = false end
  local leaseUntil = tonumber(field(key, 'leaseUntil')) or 0
  local isBlocking = state == 'done' or (state == 'running' and leaseUntil > now)
  -- Done outweighs running: it is the answer that stays.
  if isBlocking and (blockedBy == 0 or state == 'done') then blockedBy = position end
  local attempts = tonumber(field(key, 'attempt')) or 0
  if attempts > attempt then
    attempt = attempts
    previous = {state, field(key, 'owner'), field(key, 'since'), field(key, 'reason')}
  end
end
if blockedBy > 0 and not mine then
  local key = KEYS[blockedBy]
  return {'granted', '0', 'blockedBy', whole(blockedBy), 'state', field(key, 'state'),
    'owner', field(key, 'owner'), 'since', field(key, 'since'), 'attempt', field(key, 'attempt'),
    'leaseUntil', field(key, 'leaseUntil'), 'finished', field(key, 'finished'),
    'outcome', field(key, 'outcome')}
end
local leaseUntil = whole(now + lease)
for position, key in ipairs(KEYS) do
  if not mine then
    redis.call('DEL', key)
    redis.call('HSET', key, 'state', 'running', 'attempt', whole(attempt + 1), 'claim', claim,
      'owner', owner, 'since', whole(now))
  end
  redis.call('HSET', key, 'leaseUntil', leaseUntil, 'ttl', ttl)
  redis.call('PEXPIRE', key, ttl)
end
local first = KEYS[1]
if mine then previous = {'', '', '', ''} end
return {'granted', '1', 'repeated', mine and '1' or '0', 'attempt', field(first, 'attempt'),
  'claim', field(first, 'claim'), 'owner', owner, 'since', field(first, 'since'),
  'leaseUntil', leaseUntil, 'previousState', previous[1], 'previousOwner', previous[2],
  'previousSince', previous[3], 'previousReason', previous[4]}
`,
};

/**
 * Keys: the claim's. Values: claim token, the state to end in (done or failed), outcome, reason.
 * Results: finished, repeated (it had ended so before), ended (it had ended otherwise), lost (a
 * later attempt has it), gone (it has no record any more).
 */
export const finishScript: Script = {
	name: 'The claim script "finish"',
	safeToRepeat: true,
	source: `${luaPrelude}
local claim, target = ARGV[1], ARGV[2]
local now = nowMs()
local result, blocking, ended = 'finished', KEYS[1], 0
local rank = {finished = 0, ended = 1, gone = 2, lost = 3}
local function note(kind, key)
  if rank[kind] > rank[result] then result, blocking = kind, key end
end
for position, key in ipairs(KEYS) do
  local state = field(key, 'state')
  if state == '' then note('gone', key)
  elseif field(key, 'claim') ~= claim then note('lost', key)
  elseif state == target then ended = ended + 1
  elseif state ~= 'running' then note('ended', key) end
end
if result == 'finished' and ended == #KEYS then result = 'repeated' end
if result == 'finished' then
  for position, key in ipairs(KEYS) do
    redis.call('PEXPIRE', key, field(key, 'ttl'))
    local ending = {'HSET', key, 'state', target, 'outcome', ARGV[3], 'reason', ARGV[4],
      'finished', whole(now)}
    if target == 'done' then redis.call(unpack(ending))
    elseif not remember(unpack(ending)) then redis.call('HDEL', key, 'leaseUntil') end
  end
end
return {'result', result, 'key', blocking, 'state', field(blocking, 'state'),
  'owner', field(blocking, 'owner'), 'since', field(blocking, 'since'),
  'attempt', field(blocking, 'attempt'), 'outcome', field(blocking, 'outcome'),
  'reason', field(blocking, 'reason'), 'finished', field(blocking, 'finished'),
  'leaseUntil', field(blocking, 'leaseUntil')}
`,
};

/** Keys: one claim. Changes nothing. */
export const inspectClaimScript: Script = {
	name: 'The claim script "inspect"',
	safeToRepeat: true,
	source: `${luaPrelude}
local key = KEYS[1]
local left = redis.call('PTTL', key)
local now = nowMs()
return {'now', whole(now), 'state', field(key, 'state'), 'attempt', field(key, 'attempt'),
  'owner', field(key, 'owner'), 'since', field(key, 'since'),
  'leaseUntil', field(key, 'leaseUntil'), 'finished', field(key, 'finished'),
  'outcome', field(key, 'outcome'), 'reason', field(key, 'reason'),
  'expires', left > 0 and whole(now + left) or ''}
`,
};
