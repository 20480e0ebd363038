import { luaPrelude } from './luaPrelude';
import type { Script } from '../runScript';

/*
 * A turn is a repository and branch at which one run looks at a time. `slipway:turn:<name>` is a hash that never
 * expires, since it remembers between runs:
 *
 *   owner, execution, since, beat, leaseUntil, item   whose turn it is; without `owner` it is free, and `execution`
 *                                                     is the last that had it
 *   asked, looked, lookedAt   how often a look was asked for, and up to which of these somebody has looked
 *   wish, wished              when a person asked, until a look takes it; and of the one that this turn's looks took
 *   notes, head, lookAgainAt  what the last run left for the next
 *   claimed, restarts         which dead execution was taken up already, and how often this owner was taken up
 *
 * `slipway:turns` names all turns; `slipway:run:<execution>` says for a day which turn an execution took.
 * `slipway:once:<id>` is kept for a while for each request: one that comes a second time, or late, changes nothing.
 *
 * Invariants, each held by one script in one piece:
 *   1. At most one execution has a turn. Who loses it to another cannot look, leave or renew any more.
 *   2. A turn is left only when somebody has looked since the last ask; else the one who has it looks again.
 *   3. A wish is taken by one look; of a run that dies, by the next run's.
 *   4. One caller takes up a dead execution.
 *   5. What frees a turn deletes first, so that it needs no room.
 */

/** For how long a request is known when it comes again. */
export const onceMemoryMs = 15 * 60_000;

/** For how long an execution's turn is found by the execution's id. */
export const runMemoryMs = 24 * 60 * 60_000;

export const turnNamesKey = 'slipway:turns';

/** Hash of `owner/name` -> what GitHub Watch looks at there. */
export const watchKey = 'slipway:watch';

/** Hash of what GitHub Watch remembers between its polls. */
export const seenKey = 'slipway:seen';

/** Its fields of the page that the Watch sees nothing, and of what it found at a repository. */
export const blindField = 'ask:blind';
export const seenFieldOf = (repository: string): string => `repository:${repository}`;

export function turnKey(name: string): string {
	return `slipway:turn:${name}`;
}

export function runKey(execution: string): string {
	return `slipway:run:${execution}`;
}

export function onceKey(requestId: string): string {
	return `slipway:once:${requestId}`;
}

/** The hash's fields, as a script answers them. */
export const turnFields = [
	'owner',
	'execution',
	'since',
	'beat',
	'leaseUntil',
	'item',
	'asked',
	'looked',
	'lookedAt',
	'wished',
	'notes',
	'head',
	'lookAgainAt',
	'restarts',
] as const;

const turnPrelude = `${luaPrelude}
local turn = KEYS[1]
local now = nowMs()
local function report(outcome, extra)
  local answer = {'outcome', outcome, 'now', whole(now)}
  for _, name in ipairs({${turnFields.map((name) => `'${name}'`).join(', ')}}) do
    table.insert(answer, name)
    table.insert(answer, field(turn, name))
  end
  for _, word in ipairs(extra or {}) do table.insert(answer, word) end
  return answer
end
local function isOf(owner, execution)
  return owner ~= '' and field(turn, 'owner') == owner and field(turn, 'execution') == execution
end
local function beat(lease)
  return 'beat', whole(now), 'leaseUntil', whole(now + lease)
end
`;

/**
 * Keys: turn, once, run, turn names. Values: name, owner, execution, previous execution, wish (1 or empty), item,
 * lease, silence, once memory, run memory (all in ms). Outcomes: taken, alreadyTaken, notTaken. `how`: free, lapsed,
 * handedOver, silent; `previousOwner` is whose turn had lapsed.
 */
export const askScript: Script = {
	name: 'The turn script "ask"',
	safeToRepeat: true,
	source: `${turnPrelude}
local name, owner, execution, previous, isWish, item = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5] == '1', ARGV[6]
local lease, silence = tonumber(ARGV[7]), tonumber(ARGV[8])
if isOf(owner, execution) then return report('alreadyTaken') end
if redis.call('EXISTS', KEYS[2]) == 1 then return report('notTaken') end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[9])
redis.call('HINCRBY', turn, 'asked', 1)
if isWish then redis.call('HSET', turn, 'wish', whole(now)) end
local holder = field(turn, 'owner')
local how = nil
if holder == '' then how = 'free'
elseif (tonumber(field(turn, 'leaseUntil')) or 0) < now then how = 'lapsed'
elseif holder == owner and previous ~= '' and field(turn, 'execution') == previous then how = 'handedOver'
elseif holder == owner and now - (tonumber(field(turn, 'beat')) or 0) >= silence then how = 'silent'
end
if not how then return report('notTaken') end
if how == 'free' then redis.call('HDEL', turn, 'wished')
elseif field(turn, 'wished') ~= '' then redis.call('HSETNX', turn, 'wish', field(turn, 'wished')) end
local isCounted = field(turn, 'claimed') == field(turn, 'execution')
if holder ~= owner then redis.call('HDEL', turn, 'restarts')
elseif how ~= 'handedOver' and not isCounted then redis.call('HINCRBY', turn, 'restarts', 1) end
redis.call('HDEL', turn, 'claimed', 'wished')
redis.call('HSET', turn, 'owner', owner, 'execution', execution, 'since', whole(now), 'item', item, beat(lease))
redis.call('SADD', KEYS[4], name)
redis.call('SET', KEYS[3], name, 'PX', ARGV[10])
local previousOwner = holder ~= owner and holder or ''
return report('taken', {'how', how, 'previousOwner', previousOwner})
`,
};

/**
 * Keys: turn, once, kept rows, the Watch's memory. Values: owner, execution, lease, once memory, two fields of that
 * memory. Outcomes: looked, lost. `took` is 1 when a wish was taken; each `kept` is a row that the ledger did not take;
 * `blind` and `seen` are the two fields.
 */
export const lookScript: Script = {
	name: 'The turn script "look"',
	safeToRepeat: true,
	source: `${turnPrelude}
if not isOf(ARGV[1], ARGV[2]) then return report('lost') end
local before = redis.call('GET', KEYS[2])
local function looked(hadWish)
  local more = {'took', hadWish and '1' or '0', 'blind', '', 'seen', ''}
  for index, value in ipairs(redis.call('HMGET', KEYS[4], ARGV[5], ARGV[6])) do
    if value then more[index * 2 + 2] = value end
  end
  for index, row in ipairs(redis.call('HVALS', KEYS[3])) do
    table.insert(more, 'kept' .. index)
    table.insert(more, row)
  end
  return report('looked', more)
end
if before then return looked(before == 'wish') end
local hasWish = field(turn, 'wish') ~= ''
redis.call('SET', KEYS[2], hasWish and 'wish' or 'no wish', 'PX', ARGV[4])
redis.call('HSET', turn, 'looked', field(turn, 'asked'), 'lookedAt', whole(now), beat(tonumber(ARGV[3])))
if hasWish then
  redis.call('HSET', turn, 'wished', field(turn, 'wish'))
  redis.call('HDEL', turn, 'wish')
end
return looked(hasWish)
`,
};

/**
 * Keys: turn, once, watch. Values: owner, execution, notes, head, when to look again, the repository that is watched
 * (empty: nothing is noted), how (empty: not any more), lease, once memory. Outcomes: left, alreadyLeft, again, lost.
 */
export const leaveScript: Script = {
	name: 'The turn script "leave"',
	safeToRepeat: true,
	source: `${turnPrelude}
if not isOf(ARGV[1], ARGV[2]) then
  local hasLeft = field(turn, 'left') == ARGV[2] or (field(turn, 'owner') == '' and field(turn, 'execution') == ARGV[2])
  return report(hasLeft and 'alreadyLeft' or 'lost')
end
if redis.call('EXISTS', KEYS[2]) == 1 then return report('again') end
local isAgain = field(turn, 'asked') ~= field(turn, 'looked')
if not isAgain then
  redis.call('HDEL', turn, 'owner', 'since', 'beat', 'leaseUntil', 'item', 'wished', 'claimed', 'restarts')
end
remember('HSET', turn, 'notes', ARGV[3], 'head', ARGV[4], 'lookAgainAt', ARGV[5])
if ARGV[6] ~= '' then
  if ARGV[7] == '' then redis.call('HDEL', KEYS[3], ARGV[6]) else remember('HSET', KEYS[3], ARGV[6], ARGV[7]) end
end
if isAgain then
  remember('SET', KEYS[2], '1', 'PX', ARGV[9])
  remember('HSET', turn, beat(tonumber(ARGV[8])))
  return report('again')
end
remember('HSET', turn, 'left', ARGV[2])
return report('left')
`,
};

/**
 * Keys: turn, once. Values: execution, silence, once memory. Outcomes: dead (claimed by this caller), claimedBefore,
 * alive (its beat is younger than the silence), over (the turn is another's, or was left).
 */
export const takeOverScript: Script = {
	name: 'The turn script "take over"',
	safeToRepeat: true,
	source: `${turnPrelude}
local execution = ARGV[1]
if field(turn, 'owner') == '' or field(turn, 'execution') ~= execution then return report('over') end
if redis.call('EXISTS', KEYS[2]) == 1 then return report('dead') end
if field(turn, 'claimed') == execution then return report('claimedBefore') end
if now - (tonumber(field(turn, 'beat')) or 0) < tonumber(ARGV[2]) then return report('alive') end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
redis.call('HSET', turn, 'claimed', execution)
redis.call('HINCRBY', turn, 'restarts', 1)
return report('dead')
`,
};

/** Keys: turn names, turns. Values: looked before (ms since the epoch), the turns' names. `forgotten`: how many were. */
export const forgetScript: Script = {
	name: 'The turn script "forget"',
	safeToRepeat: true,
	source: `${luaPrelude}
local forgotten = 0
for place = 2, #KEYS do
  local turn = KEYS[place]
  local isIdle = field(turn, 'owner') == '' and field(turn, 'wish') == '' and field(turn, 'lookAgainAt') == ''
  if isIdle and (tonumber(field(turn, 'lookedAt')) or 0) < tonumber(ARGV[1]) then
    redis.call('DEL', turn)
    redis.call('SREM', KEYS[1], ARGV[place])
    forgotten = forgotten + 1
  end
end
return {'outcome', 'done', 'forgotten', whole(forgotten)}
`,
};
