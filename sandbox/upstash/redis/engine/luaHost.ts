import { lauxlib, lua, to_luastring } from 'fengari';
import type { LuaFunction, LuaState } from 'fengari';

import { pushDecoded } from './cjsonDecode';
import { pushEncoded, pushJsonNull } from './cjsonEncode';
import { bitFunctions, toHex } from './luaBit';
import { formatLua, toInteger64 } from './luaFormat';
import { refuseNewerSyntax } from './luaSyntax';
import { bytesOf, pushField, pushText, readText, textOf } from './luaValues';
import { parseFloatNumber } from './numbers';
import { notSimulated, RedisError } from './reply';

/** Runs a function of ours for Lua; what it throws becomes Lua's error, with the script's line unless it has a code of Redis. */
export function luaFunction(call: (state: LuaState) => number): LuaFunction {
	return (state) => {
		let failure: unknown;
		try {
			return call(state);
		} catch (error) {
			// Lua's own errors leave by throwing values that are not ours.
			if (!(error instanceof Error)) throw error;
			failure = error;
		}
		if (failure instanceof RedisError && /^[A-Z]+ /.test(failure.message)) {
			pushField(state, 'err', failure.message);
		} else {
			lauxlib.luaL_where(state, 1);
			const place = readText(state, -1);
			pushText(state, `${place}${failure instanceof Error ? failure.message : ''}`);
		}
		return lua.lua_error(state);
	};
}

/**
 * A function of the prelude as one of C's: Lua puts the caller's line before an error only there, since a tail call
 * leaves no caller of a Lua function.
 */
const native = (state: LuaState): number => {
	const name = readText(state, 1);
	const pushCall = lua.lua_toproxy(state, 2);
	lua.lua_pushcfunction(state, (inner) => {
		pushCall(inner);
		lua.lua_insert(inner, 1);
		if (lua.lua_pcall(inner, lua.lua_gettop(inner) - 1, lua.LUA_MULTRET, 0) === lua.LUA_OK)
			return lua.lua_gettop(inner);
		const words = lua.lua_type(inner, -1) === lua.LUA_TSTRING ? readText(inner, -1) : undefined;
		const own = words === undefined ? undefined : /^(?:prelude:\d+: )?((?!.*?:\d+: ).*)$/s.exec(words)?.[1];
		if (own !== undefined) {
			lauxlib.luaL_where(inner, 1);
			pushText(inner, `${readText(inner, -1)}${own.replace(/ to '[\w.?]+'/, ` to '${name}'`)}`);
		}
		return lua.lua_error(inner);
	});
	return 1;
};

/** `error` of Lua 5.1, which puts the line before a number, too. */
const raise = (state: LuaState): number => {
	const level = lua.lua_gettop(state) > 1 ? Math.trunc(lauxlib.luaL_checknumber(state, 2)) : 1;
	const type = lua.lua_type(state, 1);
	lua.lua_settop(state, 1);
	if ((type === lua.LUA_TSTRING || type === lua.LUA_TNUMBER) && level > 0) {
		lauxlib.luaL_where(state, level);
		pushText(state, `${readText(state, -1)}${readText(state, 1)}`);
	}
	return lua.lua_error(state);
};

export function pushFunctions(state: LuaState, functions: Readonly<Record<string, LuaFunction>>): void {
	lua.lua_createtable(state, 0, Object.keys(functions).length);
	for (const [name, callback] of Object.entries(functions)) {
		lua.lua_pushcfunction(state, callback);
		lua.lua_setfield(state, -2, to_luastring(name));
	}
}

const numberFunction = (call: (values: readonly number[]) => number): LuaFunction =>
	luaFunction((state) => {
		const count = Math.max(1, lua.lua_gettop(state));
		const values = Array.from({ length: count }, (_, index) => lauxlib.luaL_checknumber(state, index + 1));
		lua.lua_pushnumber(state, call(values));
		return 1;
	});

function fraction(value: number): [mantissa: number, exponent: number] {
	if (value === 0 || !Number.isFinite(value)) return [value, 0];
	const exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(value))) + 1);
	const mantissa = value * 2 ** -exponent;
	if (Math.abs(mantissa) >= 1) return [mantissa / 2, exponent + 1];
	return Math.abs(mantissa) < 0.5 ? [mantissa * 2, exponent - 1] : [mantissa, exponent];
}

/** What 5.3 has left out of `math`, or changed. */
const mathFunctions: Readonly<Record<string, LuaFunction>> = {
	...Object.fromEntries(
		Object.entries<(values: readonly number[]) => number>({
			atan: ([value = 0]) => Math.atan(value),
			atan2: ([y = 0, x = 0]) => Math.atan2(y, x),
			cosh: ([value = 0]) => Math.cosh(value),
			sinh: ([value = 0]) => Math.sinh(value),
			tanh: ([value = 0]) => Math.tanh(value),
			log: ([value = 0]) => Math.log(value),
			log10: ([value = 0]) => Math.log10(value),
			pow: ([base = 0, exponent = 0]) => base ** exponent,
			ldexp: ([mantissa = 0, exponent = 0]) => mantissa * 2 ** Math.trunc(exponent),
		}).map(([name, call]) => [name, numberFunction(call)]),
	),
	frexp: luaFunction((state) => {
		const [mantissa, exponent] = fraction(lauxlib.luaL_checknumber(state, 1));
		lua.lua_pushnumber(state, mantissa);
		lua.lua_pushnumber(state, exponent);
		return 2;
	}),
};

const format = luaFunction((state) => {
	const given = lua.lua_gettop(state);
	const text = formatLua(textOf(lauxlib.luaL_checkstring(state, 1)), {
		check: (position) => {
			if (position > given) throw new Error(`bad argument #${position} to 'format' (no value)`);
		},
		number: (position) => lauxlib.luaL_checknumber(state, position),
		text: (position) => textOf(lauxlib.luaL_checkstring(state, position)),
	});
	pushText(state, text);
	return 1;
});

/** Digits of a base as `strtoul` reads them, or undefined. */
function inBase(text: string, base: number): number | undefined {
	const digits = (base === 16 ? text.replace(/^([+-]?)0x/i, '$1') : text).toLowerCase();
	const [, sign = '', all = ''] = /^([+-]?)([\da-z]+)$/.exec(digits) ?? [];
	const values = [...all].map((digit) => parseInt(digit, 36));
	if (values.length === 0 || values.some((value) => value >= base)) return undefined;
	const sum = values.reduce((before, value) => before * BigInt(base) + BigInt(value), 0n);
	return Number(BigInt.asUintN(64, sign === '-' ? -sum : sum));
}

/** A string as the number that C's `strtod` reads, beyond every double too. */
function decimalOf(text: string): number | undefined {
	if (/^[+-]?nan$/i.test(text)) return NaN;
	if (/^[+-]?\d[\d.]*e\+?\d+$/i.test(text) && !Number.isFinite(Number(text))) return Number(text);
	try {
		return parseFloatNumber(text);
	} catch {
		return undefined;
	}
}

const number = luaFunction((state) => {
	const text = readText(state, 1).trim();
	const value = lua.lua_gettop(state) > 1 ? inBase(text, lua.lua_tonumber(state, 2)) : decimalOf(text);
	if (value === undefined || (Number.isNaN(value) && !/nan/i.test(text))) lua.lua_pushnil(state);
	else lua.lua_pushnumber(state, value);
	return 1;
});

const cjsonFunctions: Readonly<Record<string, LuaFunction>> = {
	encode: luaFunction((state) => {
		if (lua.lua_gettop(state) !== 1) throw new Error("bad argument #1 to 'encode' (expected 1 argument)");
		pushEncoded(state);
		return 1;
	}),
	decode: luaFunction((state) => {
		if (lua.lua_gettop(state) !== 1) throw new Error("bad argument #1 to 'decode' (expected 1 argument)");
		pushDecoded(state, textOf(lauxlib.luaL_checkstring(state, 1)));
		return 1;
	}),
	...Object.fromEntries(
		[
			'new',
			'decode_invalid_numbers',
			'decode_max_depth',
			'encode_invalid_numbers',
			'encode_keep_buffer',
			'encode_max_depth',
			'encode_number_precision',
			'encode_sparse_array',
		].map((name) => [
			name,
			luaFunction(() => {
				throw notSimulated(`cjson.${name}`);
			}),
		]),
	),
};

const bitLibrary: Readonly<Record<string, LuaFunction>> = {
	...Object.fromEntries(Object.entries(bitFunctions).map(([name, call]) => [name, numberFunction(call)])),
	tohex: luaFunction((state) => {
		const value = lauxlib.luaL_checknumber(state, 1);
		pushText(state, toHex(value, lua.lua_gettop(state) > 1 ? lauxlib.luaL_checknumber(state, 2) : 8));
		return 1;
	}),
};

/** The generator of Redis' own (a drand48), so that a seeded script gives the same numbers as there. */
class RandomNumbers {
	private state = 0x1234abcd330en;

	seed(value: number): void {
		this.state = (BigInt.asUintN(32, toInteger64(value)) << 16n) + 0x330en;
	}

	/** From 0 to below 1. */
	next(): number {
		this.state = BigInt.asUintN(48, this.state * 0x5deece66dn + 0xbn);
		return Number((this.state >> 17n) % 0x7fffffffn) / 0x7fffffff;
	}
}

const random = new RandomNumbers();

/** Pushes the table that the prelude is given. */
export function pushHost(
	state: LuaState,
	redis: Readonly<Record<string, LuaFunction>>,
	constants: Readonly<Record<string, string | number>>,
): void {
	pushFunctions(state, {
		format,
		number,
		native,
		error: raise,
		// Without a line, as Redis says it for what a library does.
		closed: (inner) => {
			pushField(inner, 'err', 'ERR Attempt to modify a readonly table');
			return lua.lua_error(inner);
		},
		random: (inner) => {
			lua.lua_pushnumber(inner, random.next());
			return 1;
		},
		seed: (inner) => {
			random.seed(lauxlib.luaL_checknumber(inner, 1));
			return 0;
		},
		refuse: luaFunction((inner) => {
			throw notSimulated(readText(inner, 1));
		}),
		check: luaFunction((inner) => {
			refuseNewerSyntax(textOf(lauxlib.luaL_checkstring(inner, 1)));
			return 0;
		}),
	});
	pushFunctions(state, mathFunctions);
	lua.lua_setfield(state, -2, bytesOf('math'));
	pushFunctions(state, bitLibrary);
	lua.lua_setfield(state, -2, bytesOf('bit'));
	pushFunctions(state, cjsonFunctions);
	pushJsonNull(state);
	lua.lua_setfield(state, -2, bytesOf('null'));
	lua.lua_setfield(state, -2, bytesOf('cjson'));
	pushJsonNull(state);
	lua.lua_setfield(state, -2, bytesOf('null'));
	pushFunctions(state, redis);
	for (const [name, value] of Object.entries(constants)) {
		if (typeof value === 'number') lua.lua_pushnumber(state, value);
		else pushText(state, value);
		lua.lua_setfield(state, -2, bytesOf(name));
	}
	lua.lua_setfield(state, -2, bytesOf('redis'));
}
