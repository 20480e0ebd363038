import { lauxlib, lua, to_luastring } from 'fengari';
import type { LuaFunction, LuaState } from 'fengari';

import { pushDecoded } from './cjsonDecode';
import { pushEncoded, pushJsonNull } from './cjsonEncode';
import { bitFunctions, toHex } from './luaBit';
import { formatLua } from './luaFormat';
import { refuseNewerSyntax } from './luaSyntax';
import { bytesOf, pushText, readText, textOf } from './luaValues';
import { parseFloatNumber } from './numbers';
import { notSimulated, RedisError } from './reply';

/** Runs a function of ours for Lua; what it throws becomes Lua's error, with the script's line unless it has a code of Redis. */
export function luaFunction(call: (state: LuaState) => number): LuaFunction {
	return (state) => {
		let failure: unknown;
		try {
			return call(state);
		} catch (error) {
			// Lua's own errors leave by throwing what is none of ours.
			if (!(error instanceof Error)) throw error;
			failure = error;
		}
		if (failure instanceof RedisError && /^[A-Z]+ /.test(failure.message)) {
			lua.lua_createtable(state, 0, 1);
			pushText(state, failure.message);
			lua.lua_setfield(state, -2, to_luastring('err'));
		} else {
			lauxlib.luaL_where(state, 1);
			const place = readText(state, -1);
			pushText(state, `${place}${failure instanceof Error ? failure.message : ''}`);
		}
		return lua.lua_error(state);
	};
}

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
	const needsValue = (position: number): void => {
		if (position > given) throw new Error(`bad argument #${position} to 'format' (no value)`);
	};
	const text = formatLua(textOf(lauxlib.luaL_checkstring(state, 1)), {
		number: (position) => {
			needsValue(position);
			return lauxlib.luaL_checknumber(state, position);
		},
		text: (position) => {
			needsValue(position);
			return textOf(lauxlib.luaL_checkstring(state, position));
		},
	});
	pushText(state, text);
	return 1;
});

/** A text as the number C's `strtod` reads, or nil. */
const number = luaFunction((state) => {
	const text = readText(state, 1).trim();
	const isNaNText = /^[+-]?nan$/i.test(text);
	let value: number | undefined;
	try {
		value = isNaNText ? NaN : parseFloatNumber(text);
	} catch {
		lua.lua_pushnil(state);
		return 1;
	}
	lua.lua_pushnumber(state, value);
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
			'new', 'decode_invalid_numbers', 'decode_max_depth', 'encode_invalid_numbers', 'encode_keep_buffer',
			'encode_max_depth', 'encode_number_precision', 'encode_sparse_array',
		].map((name) => [name, luaFunction(() => {
			throw notSimulated(`cjson.${name}`);
		})]),
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

/** Pushes the table that the prelude is given. */
export function pushHost(state: LuaState, redis: Readonly<Record<string, LuaFunction>>, constants: Readonly<Record<string, string | number>>): void {
	pushFunctions(state, {
		format,
		number,
		random: (inner) => {
			lua.lua_pushnumber(inner, Math.random());
			return 1;
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
