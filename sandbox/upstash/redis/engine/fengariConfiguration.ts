// fengari reads this once, when it is loaded. It makes tostring(5.0) "5", as in the Lua 5.1 of Redis, not "5.0".
process.env.FENGARICONF = JSON.stringify({ LUA_COMPAT_FLOATSTRING: true });

export {};
