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

-- As a function of C's: an error in it names the line that called it, also from a tail call.
local function native(name, call) return host.native(name, call) end
local function each(functions)
	local values = {}
	for name, call in next, functions do values[name] = native(name, call) end
	return values
end
local function bad(position, name, wanted, count, value)
	local got = count < position and 'no value' or type(value)
	error('bad argument #' .. position .. " to '" .. name .. "' (" .. wanted .. ' expected, got ' .. got .. ')', 0)
end
local function expectTable(name, ...)
	if type((...)) ~= 'table' then bad(1, name, 'table', select('#', ...), (...)) end
	return (...)
end

-- Tables
local tables = {}
function tables.insert(...)
	local t = expectTable('insert', ...)
	local last = #t + 1
	local count = select('#', ...)
	if count == 2 then t[last] = select(2, ...)
	elseif count == 3 then
		local _, at, value = ...
		local number = tonumber0(at)
		if not number then bad(2, 'insert', 'number', count, at) end
		number = number - number % 1
		if number > last then last = number end
		for index = last, number + 1, -1 do t[index] = t[index - 1] end
		t[number] = value
	else error("wrong number of arguments to 'insert'", 0) end
end
function tables.remove(...)
	local t = expectTable('remove', ...)
	local last = #t
	local at = select(2, ...) or last
	if at < 1 or at > last then return end
	local value = t[at]
	for index = at, last - 1 do t[index] = t[index + 1] end
	t[last] = nil
	return value
end
function tables.getn(...) return #expectTable('getn', ...) end
function tables.setn() error("'setn' is obsolete", 0) end
function tables.maxn(...)
	local most = 0
	for key in next, expectTable('maxn', ...) do if type(key) == 'number' and key > most then most = key end end
	return most
end
function tables.foreach(...)
	local t, call = expectTable('foreach', ...), (select(2, ...))
	for key, value in next, t do
		local found = call(key, value)
		if found ~= nil then return found end
	end
end
function tables.foreachi(...)
	local t, call = expectTable('foreachi', ...), (select(2, ...))
	for index = 1, #t do
		local found = call(index, t[index])
		if found ~= nil then return found end
	end
end
local table51 = each(tables)
table51.concat, table51.sort = table0.concat, table0.sort

-- Strings
local string51 = picked(string0, 'byte char find gmatch len lower match reverse sub upper')
string51.format = host.format
string51.gfind = string0.gmatch
string51.dump = native('dump', function() host.refuse('string.dump') end)
string51.rep = native('rep', function(...)
	if select('#', ...) < 3 then return string0.rep(...) end
	return string0.rep((...), (select(2, ...)))
end)
string51.gsub = native('gsub', function(text, pattern, replacement, ...)
	if type(replacement) == 'string' then
		-- Before a character that is not a digit, a percent sign is dropped; at the end it is a zero byte.
		replacement = string0.gsub(replacement, '%%(.?)', function(after)
			if after == '' then return '\0' end
			if string0.find(after, '[%d%%]') then return end
			return after
		end)
	end
	return string0.gsub(text, pattern, replacement, ...)
end)

-- Numbers
local math51 = picked(math0, 'abs acos asin ceil cos deg exp floor fmod huge max min modf pi rad sin sqrt tan')
for name, call in pairs0(host.math) do math51[name] = call end
math51.mod = math0.fmod
math51.randomseed = native('randomseed', host.seed)
math51.random = native('random', function(...)
	local count = select('#', ...)
	local low, high = ...
	if count == 0 then return host.random() end
	if count > 2 then error('wrong number of arguments', 0) end
	if count == 1 then low, high = 1, low end
	low, high = tonumber0(low), tonumber0(high)
	if not low or not high then bad(1, 'random', 'number', count, (...)) end
	low, high = low - low % 1, high - high % 1
	if low > high then error('bad argument #' .. count .. " to 'random' (interval is empty)", 0) end
	return math0.floor(host.random() * (high - low + 1)) + low
end)
for _, name in next, { 'max', 'min' } do
	local call = math0[name]
	math51[name] = native(name, function(...)
		if select('#', ...) == 0 then bad(1, name, 'number', 0) end
		return call(...)
	end)
end

-- Basic functions
local function opened(t)
	local values = closed[t]
	if values then return values end
	return t
end
for name, value in pairs0(picked(_G, 'assert rawequal select type')) do real[name] = value end
real._VERSION = 'Lua 5.1'
real.error = host.error
local basic = {}
function basic.ipairs(...)
	local t = opened(expectTable('ipairs', ...))
	return function(list, index)
		local value = rawget0(opened(list), index + 1)
		if value ~= nil then return index + 1, value end
	end, t, 0
end
-- Lists in their order first, as in Lua 5.1; the order of names is left open there, and another one here.
local function walk(t)
	local size, index, inList = #t, 0, true
	local function rest(key)
		local value
		repeat key, value = next(t, key)
		until type(key) ~= 'number' or key < 1 or key > size or key % 1 ~= 0
		return key, value
	end
	return function(_, key)
		while inList and index < size do
			index = index + 1
			local value = rawget0(t, index)
			if value ~= nil then return index, value end
		end
		if inList then
			inList = false
			return rest(nil)
		end
		return rest(key)
	end
end
function basic.pairs(...)
	local t = opened(expectTable('pairs', ...))
	return walk(t), t, nil
end
function basic.next(...)
	local t = opened(expectTable('next', ...))
	local key = select(2, ...)
	local size = #t
	if key == nil and size > 0 and rawget0(t, 1) ~= nil then return 1, rawget0(t, 1) end
	if type(key) == 'number' and key >= 1 and key < size and key % 1 == 0 then return key + 1, rawget0(t, key + 1) end
	if type(key) == 'number' and key == size then key = nil end
	local value
	repeat key, value = next(t, key)
	until type(key) ~= 'number' or key < 1 or key > size or key % 1 ~= 0
	return key, value
end
function basic.rawget(t, key) return rawget0(opened(t), key) end
local newer = { '__len', '__pairs', '__ipairs', '__idiv', '__band', '__bor', '__bxor', '__shl', '__shr', '__bnot' }
function basic.setmetatable(t, metatable)
	if closed[t] then host.closed() end
	if type(metatable) == 'table' then
		for _, name in next, newer do
			if rawget0(metatable, name) ~= nil then host.refuse('the metamethod ' .. name .. ', which Lua 5.1 does not know for tables') end
		end
	end
	return setmetatable0(t, metatable)
end
function basic.rawset(t, key, value)
	if closed[t] then host.closed() end
	return rawset0(t, key, value)
end
function basic.getmetatable(value)
	if closed[value] then return close({}) end
	if type(value) == 'string' then return close({ __index = real.string }) end
	return getmetatable0(value)
end
function basic.tostring(...)
	if select('#', ...) == 0 then error("bad argument #1 to 'tostring' (value expected)", 0) end
	if (...) == host.null then return 'userdata: (nil)' end
	return tostring0((...))
end
function basic.tonumber(...)
	local value, base = ...
	if select('#', ...) == 0 then error("bad argument #1 to 'tonumber' (value expected)", 0) end
	if base == nil or base == 10 then
		if type(value) ~= 'string' then return tonumber0(value) end
		return host.number(value)
	end
	if base < 2 or base > 36 then error("bad argument #2 to 'tonumber' (base out of range)", 0) end
	if type(value) ~= 'string' and type(value) ~= 'number' then bad(1, 'tonumber', 'string', select('#', ...), value) end
	return host.number(tostring0(value), base)
end
function basic.unpack(...)
	local t = expectTable('unpack', ...)
	local _, first, last = ...
	return unpack0(t, first or 1, last or #t)
end
function basic.loadstring(text, name)
	host.check(text)
	return load0(text, name or text, 't', env)
end
function basic.load(...)
	local call, name = ...
	if type(call) ~= 'function' then bad(1, 'load', 'function', select('#', ...), call) end
	local pieces = {}
	for piece in call do
		if piece == '' then break end
		pieces[#pieces + 1] = piece
	end
	return basic.loadstring(table0.concat(pieces), name or '=(load)')
end
function basic.collectgarbage(option)
	if option == nil or option == 'collect' or option == 'step' then return 0 end
	host.refuse('collectgarbage')
end
function basic.gcinfo() host.refuse('gcinfo') end
for name, call in next, each(basic) do real[name] = call end
local function settle(ok, reason, ...)
	if not ok and type(reason) == 'table' and rawget0(reason, 'err') then return ok, rawget0(reason, 'err') end
	return ok, reason, ...
end
-- Not C's: a coroutine may yield within.
function real.pcall(...)
	if select('#', ...) == 0 then return false, "bad argument #1 to '?' (value expected)" end
	return settle(pcall0(...))
end
function real.xpcall(...)
	if select('#', ...) < 2 then error("bad argument #2 to 'xpcall' (value expected)", 2) end
	return xpcall0((...), (select(2, ...)))
end
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
		if info.source ~= '=[JS]' and info.source ~= '=[C]' and info.source ~= '@prelude' then return info end
	end
end
local function handle(reason)
	local found = type(reason) == 'table' and { err = rawget0(reason, 'err') } or { err = 'ERR ' .. tostring0(reason) }
	local at = place()
	if at then found.place = at.source .. ':' .. string0.format('%.0f', at.currentline) end
	return found
end

-- As in Redis, a script is compiled once; not one that could leave another environment for the next run.
local chunks, chunkCount = {}, 0
local function compiled(source)
	if chunks[source] then return chunks[source] end
	local chunk, reason = load0(source, '@user_script', 't', env)
	if chunk and not string0.find(source, '_ENV', 1, true) then
		if chunkCount == 200 then chunks, chunkCount = {}, 0 end
		chunks[source], chunkCount = chunk, chunkCount + 1
	end
	return chunk, reason
end

return function(source, keys, values)
	rawset0(real, 'KEYS', keys)
	rawset0(real, 'ARGV', values)
	local chunk, reason = compiled(source)
	if not chunk then return 'compile', reason end
	if not keys then return true end
	return xpcall0(chunk, handle)
end
`;
