import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/**
 * Adds to a counter, and lets it expire if this made it: INCRBY and PEXPIRE as two commands could
 * leave one that never does. Keys: the counter. Values: what to add, TTL in ms or 0.
 */
export const incrementScript: Script = {
	name: 'The counter script',
	safeToRepeat: false,
	source: `${luaPrelude}
local isNew = redis.call('EXISTS', KEYS[1]) == 0
redis.call('INCRBY', KEYS[1], ARGV[1])
if isNew and ARGV[2] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
-- Read back as text: a Lua number is exact only up to 2^53.
return {'value', redis.call('GET', KEYS[1]), 'isNew', isNew and '1' or '0',
  'ttl', whole(redis.call('PTTL', KEYS[1]))}
`,
};
