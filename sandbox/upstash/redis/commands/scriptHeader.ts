import { allCommands, keyCountPositions } from './commandTable';
import { capacityError } from '../limits';
import { unavailableError, unavailableNames } from './unavailableCommands';

/** Upstash's own flag: https://upstash.com/docs/redis/features/key-locking */
export const keyLockingFlag = 'allow-key-locking';

const redisFlags = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys'];

export interface ScriptHeader {
	readonly flags: ReadonlySet<string>;
	/** The script without its first line's text, so that the others keep their numbers. */
	readonly body: string;
}

/** Redis' words for a header that it does not take. */
export class ScriptHeaderError extends Error {}

/** Throws `ScriptHeaderError`. */
export function parseScriptHeader(source: string): ScriptHeader {
	if (!source.startsWith('#!')) return { flags: new Set(), body: source };
	const end = source.indexOf('\n');
	if (end < 0) throw new ScriptHeaderError('ERR Invalid script shebang');
	const [engine = '', ...options] = source
		.slice(2, end)
		.split(' ')
		.filter((word) => word !== '');
	if (engine !== 'lua') throw new ScriptHeaderError(`ERR Unexpected engine in script shebang: #!${engine}`);
	const flags = new Set<string>();
	for (const option of options) {
		if (!option.startsWith('flags=')) throw new ScriptHeaderError(`ERR Unknown lua shebang option: ${option}`);
		for (const flag of option.slice('flags='.length).split(',')) {
			if (flag === '') continue;
			if (flag !== keyLockingFlag && !redisFlags.includes(flag)) {
				throw new ScriptHeaderError(`ERR Unexpected flag in script shebang: ${flag}`);
			}
			flags.add(flag);
		}
	}
	return { flags, body: source.slice(end) };
}

export const dynamicKeyError = (key: string): string =>
	`ERR Dynamic keys are not allowed in Lua scripts when '${keyLockingFlag}' flag is set. Key was: ${key}`;

/**
 * The script as a Redis server accepts it: without Upstash's flag, and with Upstash's rules in front of
 * `redis.call` where they say more than Redis does. Unchanged when they do not.
 */
export function forServer(source: string, { isFull }: { readonly isFull: boolean }): string {
	const leaves = leavingNames.test(source);
	if (!source.includes(keyLockingFlag) && !isFull && !leaves) return source;
	const { flags, body } = parseScriptHeader(source);
	const rules = [
		...(flags.has(keyLockingFlag) ? [keyLockingRule()] : []),
		...(isFull ? [capacityRule()] : []),
		...(leaves ? [leavingRule] : []),
	];
	if (rules.length === 0) return source;
	const kept = [...flags].filter((flag) => flag !== keyLockingFlag);
	const guard = `local redis=(function(redis) local rules={} ${rules.join('')}\
local function run(real,raises) return function(...) local c={...} \
for _,rule in ipairs(rules) do local err,other=rule(c) c=other or c \
if err then if raises then error({err=err}) end return {err=err} end end return real(unpack(c)) end end \
return setmetatable({call=run(redis.call,true),pcall=run(redis.pcall,false)},{__index=redis}) end)(redis) `;
	if (!source.startsWith('#!')) return `${guard}${body}`;
	const header = kept.length > 0 ? `#!lua flags=${kept.join(',')}` : '#!lua';
	return `${header}\n${guard}${body.slice(1)}`;
}

/** What would leave the sandbox's database, on a server that others use too. */
const leavingNames = new RegExp(`\\b(flushall|${[...unavailableNames].join('|')})\\b`, 'i');

const leavingRule = `local left={${[...unavailableNames].map((name) => `['${name}']=1`).join(',')}} \
table.insert(rules,function(c) local name=string.upper(tostring(c[1])) \
if name=='FLUSHALL' then return nil,{'FLUSHDB'} end \
if left[name] then return "${(unavailableError(['SELECT']) ?? '').replace("'SELECT'", `'"..tostring(c[1]).."'`)}" end end) `;

/** Flushes take the whole database, and so no lock of single keys. */
export const wholeDatabaseError = (name: string): string =>
	`ERR '${name}' is not allowed in Lua scripts when '${keyLockingFlag}' flag is set`;

function capacityRule(): string {
	const growing = [...allCommands].flatMap(([name, { grows }]) => (grows ? [`['${name}']=1`] : []));
	return `local growing={${growing.join(',')}} table.insert(rules,function(c) \
if growing[string.lower(tostring(c[1]))] then return '${capacityError}' end end) `;
}

/** `keysOf` and `dynamicKeyError`, in Lua. */
function keyLockingRule(): string {
	const positions = [...allCommands].flatMap(([name, { keys }]) =>
		keys ? [`['${name}']={${keys.first},${keys.last},${keys.step}}`] : [],
	);
	const counts = Object.entries(keyCountPositions).map(([name, at]) => `['${name}']=${at}`);
	return `local at={${positions.join(',')}} local counted={${counts.join(',')}} local allowed={} \
for _,key in ipairs(KEYS) do allowed[key]=true end \
local function check(key) if not allowed[tostring(key)] then return "${dynamicKeyError('')}"..tostring(key) end end \
table.insert(rules,function(c) local name=string.lower(tostring(c[1])) local p=at[name] \
if name=='flushdb' or name=='flushall' then return "${wholeDatabaseError('"..name.."')}" end \
if p then local last=p[2]+1 if p[2]<0 then last=#c+p[2]+1 end \
for i=p[1]+1,last,p[3] do local err=check(c[i]) if err then return err end end end \
local n=counted[name] if n then for i=1,tonumber(c[n+1]) or 0 do local err=check(c[n+1+i]) \
if err then return err end end end end) `;
}
