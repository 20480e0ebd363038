import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/** What every limit's key begins with: a sorted set of the calls that counted, by their time. */
export const rateLimitKeyPrefix = 'slipway:rate:';

/**
 * A sliding window: a call counts for exactly the window's length from when it was let through, by the
 * database's clock. A call that is rejected leaves nothing behind, so that asking again does not put
 * the end off. The call's id makes a second run, after a lost answer, the same as one.
 *
 * Keys: the limit. Values: call id, calls allowed, window in ms, cost. Outcomes: allowed, rejected.
 * Worked example: 3 calls in 10 s, calls at 0, 4 and 5 s; at 6 s a call is rejected with retryAfter 4,000
 * (the first leaves at 10 s) and resetAt 15 s (the last leaves).
 */
export const rateLimitScript: Script = {
	name: 'The rate limit script',
	safeToRepeat: true,
	source: `${luaPrelude}
local key, id = KEYS[1], ARGV[1]
local allowed, window, cost = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = nowMs()
redis.call('ZREMRANGEBYSCORE', key, '-inf', whole(now - window))
local used = redis.call('ZCARD', key)
local outcome, retryAfter = 'allowed', 0
if not redis.call('ZSCORE', key, id .. ':1') then
  if used + cost > allowed then
    outcome = 'rejected'
    local index = used + cost - allowed - 1
    local freeing = redis.call('ZRANGE', key, index, index, 'WITHSCORES')
    retryAfter = tonumber(freeing[2]) + window - now
  else
    for number = 1, cost do
      redis.call('ZADD', key, whole(now), id .. ':' .. number)
    end
    redis.call('PEXPIRE', key, whole(window))
    used = used + cost
  end
end
local newest = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
local resetAt = newest[2] and tonumber(newest[2]) + window or now
return {'outcome', outcome, 'used', whole(used), 'retryAfter', whole(retryAfter),
  'resetAt', whole(resetAt), 'now', whole(now)}
`,
};
