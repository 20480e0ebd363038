import { lockPrelude } from './lockScripts';
import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/** For how long the holder of a lock can learn that it was asked to stop. */
export const stopMemoryMs = 10 * 60_000;

/**
 * Keys: lock, fence, release, stop. Values: owner, TTL in ms, note, holder, whether a person asks (1: another's holder
 * is asked to stop), the token whose holder is overruled (empty: none), after how long without a renewal a person's
 * lock may be asked for too, stop memory (both in ms).
 *
 * Outcomes: acquired, alreadyHeld (by this owner, by whichever of its runs), heldByOther, stopAsked, heldByPerson.
 */
export const holdScript: Script = {
	name: 'The lock script "hold"',
	safeToRepeat: true,
	source: `${lockPrelude}
local owner, ttl, holder, isPerson = ARGV[1], tonumber(ARGV[2]), ARGV[4], ARGV[5] == '1'
local function note()
  redis.call('HSET', lock, 'holder', holder, 'ttl', whole(ttl), 'person', isPerson and '1' or '')
end
local current = field(lock, 'owner')
if current == owner then
  extend(ttl)
  note()
  return report('alreadyHeld')
end
if current == '' then
  take(owner, ttl, ARGV[3])
  note()
  return report('acquired')
end
if not isPerson then return report('heldByOther') end
local silence = (tonumber(field(lock, 'ttl')) or 0) - redis.call('PTTL', lock)
if field(lock, 'person') == '1' and silence < tonumber(ARGV[7]) then return report('heldByPerson') end
local token = field(lock, 'token')
redis.call('SET', KEYS[4], token .. ':' .. owner, 'PX', ARGV[8])
if ARGV[6] ~= '' and ARGV[6] == token then
  take(owner, ttl, ARGV[3])
  note()
  return report('acquired')
end
return report('stopAsked')
`,
};

/**
 * One sign of life for a turn and all locks that one run holds. Keys: turn, then lock, fence and stop of each lock.
 * Values: turn's owner (empty: no turn), turn's execution, lease, whether to renew (1) or only to look, then owner,
 * holder, TTL and token of each lock. All times in ms.
 *
 * Answers `turn` (held, lost) and, by the lock's place, `lock0` (held, takenUp, heldByOther, free) and `stop0` (who
 * asks to stop; empty: nobody).
 */
export const beatScript: Script = {
	name: 'The lock script "beat"',
	safeToRepeat: true,
	source: `${luaPrelude}
local now = nowMs()
local isRenewal = ARGV[4] == '1'
local answer = {'now', whole(now)}
local function say(name, value)
  table.insert(answer, name)
  table.insert(answer, value)
end
for place = 0, (#KEYS - 1) / 3 - 1 do
  local lock, fence, stop = KEYS[2 + 3 * place], KEYS[3 + 3 * place], KEYS[4 + 3 * place]
  local owner, holder = ARGV[5 + 4 * place], ARGV[6 + 4 * place]
  local ttl, token = tonumber(ARGV[7 + 4 * place]), ARGV[8 + 4 * place]
  local number = string.format('%d', place)
  local current = field(lock, 'owner')
  if current == '' then say('lock' .. number, 'free')
  elseif current ~= owner then say('lock' .. number, 'heldByOther')
  elseif field(lock, 'holder') ~= holder then say('lock' .. number, 'takenUp')
  else
    if isRenewal and redis.call('PTTL', lock) < ttl then
      redis.call('PEXPIRE', lock, whole(ttl))
      remember('HSET', fence, 'until', whole(now + ttl))
    end
    say('lock' .. number, 'held')
  end
  local asked = redis.call('GET', stop) or ''
  local isMeant = string.sub(asked, 1, #token + 1) == token .. ':'
  say('stop' .. number, isMeant and string.sub(asked, #token + 2) or '')
end
if ARGV[1] ~= '' then
  local turn = KEYS[1]
  local isHeld = field(turn, 'owner') == ARGV[1] and field(turn, 'execution') == ARGV[2]
  if isHeld and isRenewal then
    -- Without room the turn lapses, and what was asked above is heeded all the same.
    remember('HSET', turn, 'beat', whole(now), 'leaseUntil', whole(now + tonumber(ARGV[3])))
  end
  say('turn', isHeld and 'held' or 'lost')
end
return answer
`,
};
