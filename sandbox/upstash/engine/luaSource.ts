const token =
	/--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*|\[(=*)\[[\s\S]*?\]\2\]|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[A-Za-z_]\w*|0[xX][\da-fA-F.]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g;

/**
 * Makes every integer of a Lua script a float. Redis runs Lua 5.1, whose numbers are all doubles; fengari runs 5.3,
 * whose integers have 32 bits there and wrap around: `1795445117 * 1000` would come out wrong without a word.
 */
export function withFloatLiterals(source: string): string {
	return source.replace(token, (found: string) => (/^\d+$/.test(found) ? `${found}.0` : found));
}

/** Run before each script: what Lua 5.1 has and 5.3 does not, numbers kept as floats, and nothing to reach the machine with. */
export const luaPrelude = `
local tonumber0, floor0, ceil0, format0 = tonumber, math.floor, math.ceil, string.format
tonumber = function(...) local n = tonumber0(...) return n and n + 0.0 end
math.floor = function(x) return floor0(x) + 0.0 end
math.ceil = function(x) return ceil0(x) + 0.0 end
math.pow = function(x, y) return x ^ y end
string.format = function(text, ...)
	local kept = text:gsub('%%%%', '\\0'):gsub('%%([-+ #0]*[0-9]*)[di]', '%%%1.0f'):gsub('%z', '%%%%')
	return format0(kept, ...)
end
unpack = table.unpack
table.getn = function(t) return #t end
loadstring = load
dofile, loadfile, print, collectgarbage, require = nil, nil, nil, nil, nil
redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING = 0.0, 1.0, 2.0, 3.0
redis.log = function() end
redis.replicate_commands = function() return true end
redis.status_reply = function(text) return { ok = text } end
redis.error_reply = function(text) return { err = text } end
setmetatable(_G, {
	__newindex = function() error('Attempt to modify a readonly table', 2) end,
	__index = function(_, name)
		error('Script attempted to access nonexistent global variable ' .. "'" .. tostring(name) .. "'", 2)
	end,
})
`;
