/**
 * Run once in each Lua, with the host's functions: makes the libraries those of the Lua 5.1 in Redis, closes them
 * against changes as Redis does, and gives back what runs a script. Errors name the script's line (level 2).
 */
export const luaPrelude = `
local host, debug = ...
local type, next, pairs0, select = type, next, pairs, select
local error, pcall0, xpcall0, load0 = error, pcall, xpcall, load
local tostring0, tonumber0, rawget0, rawset0 = tostring, tonumber, rawget, rawset
local setmetatable0, getmetatable0 = setmetatable, getmetatable
local string0, table0, math0, coroutine0 = string, table, math, coroutine
local unpack0, insert0, getinfo = table.unpack, table.insert, debug.getinfo

local real, closed = {}, {}
local env = setmetatable0({}, nil)

local function close(values, metatable)
	local face = metatable or {}
	local proxy = setmetatable0({}, face)
	face.__index = values
	face.__newindex = function() error('Attempt to modify a readonly table', 2) end
	closed[proxy] = values
	return proxy
end

local function picked(from, names)
	local values = {}
	for name in string0.gmatch(names, '%S+') do values[name] = from[name] end
	return values
end

local function relay(name, call)
	local function settle(ok, ...)
		if ok then return ... end
		local words = string0.gsub(tostring0((...)), '^[^:]*:%d+: ', '')
		error((string0.gsub(words, "to '[%w_.?]+'", "to '" .. name .. "'")), 3)
	end
	return function(...) return settle(pcall0(call, ...)) end
end

-- Tables
local table51 = picked(table0, 'concat sort')
local function size(t, name)
	if type(t) ~= 'table' then
		error("bad argument #1 to '" .. name .. "' (table expected, got " .. (t == nil and 'no value' or type(t)) .. ')', 3)
	end
	return #t
end
function table51.insert(t, ...)
	local last = size(t, 'insert') + 1
	local count = select('#', ...)
	if count == 1 then t[last] = ...
	elseif count == 2 then
		local at, value = ...
		at = tonumber0(at)
		if not at then error("bad argument #2 to 'insert' (number expected, got " .. type((...)) .. ')', 2) end
		at = at - at % 1
		if at > last then last = at end
		for index = last, at + 1, -1 do t[index] = t[index - 1] end
		t[at] = value
	else error("wrong number of arguments to 'insert'", 2) end
end
function table51.remove(t, at)
	local last = size(t, 'remove')
	at = at or last
	if at < 1 or at > last then return end
	local value = t[at]
	for index = at, last - 1 do t[index] = t[index + 1] end
	t[last] = nil
	return value
end
function table51.getn(t) return (size(t, 'getn')) end
function table51.setn() error("'setn' is obsolete", 2) end
function table51.maxn(t)
	size(t, 'maxn')
	local most = 0
	for key in next, t do if type(key) == 'number' and key > most then most = key end end
	return most
end
function table51.foreach(t, call)
	size(t, 'foreach')
	for key, value in next, t do
		local found = call(key, value)
		if found ~= nil then return found end
	end
end
function table51.foreachi(t, call)
	for index = 1, size(t, 'foreachi') do
		local found = call(index, t[index])
		if found ~= nil then return found end
	end
end

-- Strings
local string51 = picked(string0, 'byte char find gmatch len lower match reverse sub upper')
string51.format = host.format
string51.gfind = string0.gmatch
string51.dump = function() host.refuse('string.dump') end
local repeated = relay('rep', string0.rep)
function string51.rep(text, count) return repeated(text, count) end
local substituted = relay('gsub', string0.gsub)
function string51.gsub(text, pattern, replacement, ...)
	if type(replacement) == 'string' then
		-- Before a character that is no digit, a percent sign is dropped.
		replacement = string0.gsub(replacement, '%%(.)', function(after)
			if string0.find(after, '[%d%%]') then return end
			return after
		end)
	end
	return substituted(text, pattern, replacement, ...)
end

-- Numbers
local math51 = picked(math0, 'abs acos asin ceil cos deg exp floor fmod huge max min modf pi rad sin sqrt tan')
for name, call in pairs0(host.math) do math51[name] = call end
math51.mod = math0.fmod
function math51.randomseed() end
function math51.random(...)
	local count = select('#', ...)
	local low, high = ...
	if count == 0 then return host.random() end
	if count > 2 then error('wrong number of arguments', 2) end
	if count == 1 then low, high = 1, low end
	low, high = tonumber0(low), tonumber0(high)
	if not low or not high then error("bad argument #1 to 'random' (number expected, got " .. type((...)) .. ')', 2) end
	low, high = low - low % 1, high - high % 1
	if low > high then error('bad argument #' .. count .. " to 'random' (interval is empty)", 2) end
	return math0.floor(host.random() * (high - low + 1)) + low
end

-- Basic functions
local function opened(t)
	local values = closed[t]
	if values then return values end
	return t
end
local function writable(t)
	if closed[t] then error('Attempt to modify a readonly table', 0) end
	return t
end
for name, value in pairs0(picked(_G, 'assert error ipairs rawequal select type')) do real[name] = value end
real._VERSION = 'Lua 5.1'
function real.next(t, key) return next(opened(t), key) end
local pairs1 = relay('pairs', function(t) return next, opened(t), nil end)
function real.pairs(t)
	if type(t) ~= 'table' then return pairs1(next(t)) end
	return next, opened(t), nil
end
function real.rawget(t, key) return rawget0(opened(t), key) end
function real.rawset(t, key, value) return rawset0(writable(t), key, value) end
local newer = { '__len', '__pairs', '__ipairs', '__idiv', '__band', '__bor', '__bxor', '__shl', '__shr', '__bnot' }
local setmetatable1 = relay('setmetatable', setmetatable0)
function real.setmetatable(t, metatable)
	writable(t)
	if type(metatable) == 'table' then
		for _, name in next, newer do
			if rawget0(metatable, name) ~= nil then host.refuse('the metamethod ' .. name .. ', which Lua 5.1 does not know for tables') end
		end
	end
	return setmetatable1(t, metatable)
end
function real.getmetatable(value)
	if closed[value] then return close({}) end
	local metatable = getmetatable0(value)
	if type(value) == 'string' then return close(metatable) end
	return metatable
end
function real.tostring(...)
	if select('#', ...) == 0 then error("bad argument #1 to 'tostring' (value expected)", 2) end
	if (...) == host.null then return 'userdata: (nil)' end
	return tostring0((...))
end
function real.tonumber(...)
	local value, base = ...
	if select('#', ...) == 0 then error("bad argument #1 to 'tonumber' (value expected)", 2) end
	if base == nil or base == 10 then
		if type(value) ~= 'string' then return tonumber0(value) end
		return host.number(value)
	end
	if base < 2 or base > 36 then error("bad argument #2 to 'tonumber' (base out of range)", 2) end
	local text = tostring0(value)
	if base == 16 then text = string0.gsub(text, '^%s*0[xX]', '') end
	local found = tonumber0(text, base)
	return found
end
local function settle(ok, reason, ...)
	if not ok and type(reason) == 'table' and rawget0(reason, 'err') then return ok, rawget0(reason, 'err') end
	return ok, reason, ...
end
function real.pcall(...)
	if select('#', ...) == 0 then error("bad argument #1 to 'pcall' (value expected)", 2) end
	return settle(pcall0(...))
end
function real.xpcall(call, handler) return xpcall0(call, handler) end
function real.unpack(t, first, last)
	return unpack0(t, first or 1, last or #t)
end
function real.loadstring(text, name)
	host.check(text)
	return load0(text, name or text, 't', env)
end
function real.load(call, name)
	if type(call) ~= 'function' then
		error("bad argument #1 to 'load' (function expected, got " .. (call == nil and 'no value' or type(call)) .. ')', 2)
	end
	local pieces = {}
	for piece in call do
		if piece == '' then break end
		pieces[#pieces + 1] = piece
	end
	return real.loadstring(table0.concat(pieces), name or '=(load)')
end
function real.collectgarbage(option)
	if option == nil or option == 'collect' or option == 'step' then return 0 end
	host.refuse('collectgarbage')
end
function real.gcinfo() host.refuse('gcinfo') end
local coroutine51 = picked(coroutine0, 'create resume status wrap yield')
function coroutine51.running()
	local current, isMain = coroutine0.running()
	if isMain then return nil end
	return current
end

-- Libraries of Redis
local function left(name, functions)
	local values = {}
	for each in string0.gmatch(functions, '%S+') do
		values[each] = function() host.refuse(name .. '.' .. each) end
	end
	return close(values)
end
real.string, real.table, real.math = close(string51), close(table51), close(math51)
real.coroutine, real.redis, real.cjson, real.bit = close(coroutine51), close(host.redis), close(host.cjson), close(host.bit)
real.struct = left('struct', 'pack size unpack')
real.cmsgpack = left('cmsgpack', 'pack unpack unpack_limit unpack_one')
getmetatable0('').__index = string51

real._G = env
setmetatable0(real, { __index = function(_, name)
	if name == 'arg' then host.refuse("the implicit variable 'arg'") end
	error("Script attempted to access nonexistent global variable '" .. tostring0(name) .. "'", 2)
end })
closed[env] = real
setmetatable0(env, { __index = real, __newindex = function() error('Attempt to modify a readonly table', 2) end })

local function place()
	for level = 3, 12 do
		local info = getinfo(level, 'Sl')
		if not info then return end
		if info.what ~= 'C' and info.source ~= '@prelude' then return info end
	end
end
local function handle(reason)
	local found = type(reason) == 'table' and { err = rawget0(reason, 'err') } or { err = 'ERR ' .. tostring0(reason) }
	local at = place()
	if at then found.place = at.source .. ':' .. string0.format('%.0f', at.currentline) end
	return found
end

return function(source, keys, values)
	rawset0(real, 'KEYS', keys)
	rawset0(real, 'ARGV', values)
	local chunk, reason = load0(source, '@user_script', 't', env)
	if not chunk then return 'compile', reason end
	if not keys then return true end
	return xpcall0(chunk, handle)
end
`;
