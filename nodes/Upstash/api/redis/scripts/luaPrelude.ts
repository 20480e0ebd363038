/**
 * What every script here starts with.
 *
 * - `nowMs()` is the database's clock, the only one that all n8n workers share. The product is made
 *   with `1000.0`, since a Lua with 32-bit integers would overflow.
 * - `whole(n)` writes a number without an exponent: Lua writes 1.7e12 otherwise.
 * - `field` gives '' for what is not there: a nil would end the list that Redis returns.
 *
 * A full database refuses commands that may need room, and takes those that delete or shorten
 * (upstash.com/docs/redis/troubleshooting/db_capacity_quota_exceeded). Redis looks at the first write of
 * a script only; Upstash does not say. So a script that frees something does that first, and `remember`
 * writes what is good to have: whether that fits decides nothing.
 */
export const luaPrelude = `
local function whole(n) return string.format('%.0f', n) end
local function nowMs()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000.0 + math.floor(tonumber(time[2]) / 1000)
end
local function field(key, name) return redis.call('HGET', key, name) or '' end
local function remember(...)
  local answer = redis.pcall(...)
  return type(answer) ~= 'table' or not answer.err
end
`;
