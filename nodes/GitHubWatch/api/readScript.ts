import { turnFields, turnKey } from '../../Upstash/api/redis/scripts/turnScripts';

/**
 * Reads all that a poll needs in one command, since Upstash counts commands, and a poll is made each minute. Keys: any
 * number of hashes, then the set of turns' names. Answers the database's time, the hashes as flat lists, and the turns
 * as lists of a name and its fields' values. Changes nothing.
 */
export const readScript = `
local answer = {redis.call('TIME')}
for place = 1, #KEYS - 1 do
  table.insert(answer, redis.call('HGETALL', KEYS[place]))
end
local turns = {}
for _, name in ipairs(redis.call('SMEMBERS', KEYS[#KEYS])) do
  local values = redis.call('HMGET', '${turnKey('')}' .. name, ${turnFields.map((field) => `'${field}'`).join(', ')})
  table.insert(turns, {name, values})
end
table.insert(answer, turns)
return answer
`;
