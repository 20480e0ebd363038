/** The part of fengari (Lua in JavaScript, MIT) that the engine uses; the package has no types of its own. */
declare module 'fengari' {
	import type { TValue } from 'fengari/src/lobject.js';

	export interface LuaState {
		readonly __luaState: unique symbol;
		stack: Array<TValue | undefined>;
		top: number;
	}
	export type LuaFunction = (state: LuaState) => number;
	export function to_luastring(text: string): Uint8Array;
	export const lua: {
		readonly LUA_OK: number;
		readonly LUA_MASKCOUNT: number;
		readonly LUA_MULTRET: number;
		readonly LUA_REGISTRYINDEX: number;
		readonly LUA_TNIL: number;
		readonly LUA_TBOOLEAN: number;
		readonly LUA_TLIGHTUSERDATA: number;
		readonly LUA_TNUMBER: number;
		readonly LUA_TSTRING: number;
		readonly LUA_TTABLE: number;
		lua_absindex(state: LuaState, index: number): number;
		lua_call(state: LuaState, argumentCount: number, resultCount: number): void;
		lua_createtable(state: LuaState, arraySize: number, recordSize: number): void;
		lua_error(state: LuaState): number;
		lua_getglobal(state: LuaState, name: Uint8Array): number;
		lua_getfield(state: LuaState, index: number, key: Uint8Array): number;
		lua_gettop(state: LuaState): number;
		lua_insert(state: LuaState, index: number): void;
		lua_next(state: LuaState, index: number): number;
		lua_pcall(state: LuaState, argumentCount: number, resultCount: number, handler: number): number;
		lua_pop(state: LuaState, count: number): void;
		lua_pushboolean(state: LuaState, value: boolean): void;
		lua_pushcfunction(state: LuaState, callback: LuaFunction): void;
		lua_pushlightuserdata(state: LuaState, value: unknown): void;
		lua_pushnil(state: LuaState): void;
		lua_pushnumber(state: LuaState, value: number): void;
		lua_pushstring(state: LuaState, value: Uint8Array): Uint8Array;
		lua_pushvalue(state: LuaState, index: number): void;
		lua_rawget(state: LuaState, index: number): number;
		lua_rawgeti(state: LuaState, index: number, key: number): number;
		lua_rawseti(state: LuaState, index: number, key: number): void;
		lua_setfield(state: LuaState, index: number, key: Uint8Array): void;
		lua_sethook(state: LuaState, hook: ((state: LuaState) => void) | null, mask: number, count: number): void;
		lua_settable(state: LuaState, index: number): void;
		lua_settop(state: LuaState, index: number): void;
		lua_toboolean(state: LuaState, index: number): boolean;
		lua_tonumber(state: LuaState, index: number): number;
		/** Gives a function that pushes the value onto any stack of the same Lua. */
		lua_toproxy(state: LuaState, index: number): (state: LuaState) => void;
		lua_tolstring(state: LuaState, index: number): Uint8Array;
		lua_type(state: LuaState, index: number): number;
	};
	export const lauxlib: {
		luaL_checknumber(state: LuaState, position: number): number;
		luaL_checkstring(state: LuaState, position: number): Uint8Array;
		luaL_newstate(): LuaState;
		luaL_requiref(state: LuaState, name: Uint8Array, open: LuaFunction, global: number): void;
		luaL_where(state: LuaState, level: number): void;
		luaL_loadbuffer(state: LuaState, source: Uint8Array, size: number | null, name: Uint8Array): number;
	};
	export const lualib: {
		readonly luaopen_base: LuaFunction;
		readonly luaopen_coroutine: LuaFunction;
		readonly luaopen_debug: LuaFunction;
		readonly luaopen_table: LuaFunction;
		readonly luaopen_string: LuaFunction;
		readonly luaopen_math: LuaFunction;
	};
}

declare module 'fengari/src/defs.js';

declare module 'fengari/src/luaconf.js' {
	const luaconf: {
		lua_number2str: (value: number) => string;
		lua_numbertointeger: (value: number) => number | false;
	};
	export default luaconf;
}

declare module 'fengari/src/llimits.js' {
	const llimits: { luai_nummod: (state: unknown, dividend: number, divisor: number) => number };
	export default llimits;
}

declare module 'fengari/src/lobject.js' {
	import type { LuaState } from 'fengari';

	export interface TValue {
		ttisinteger(): boolean;
		ttisfloat(): boolean;
		ttisnumber(): boolean;
	}
	const lobject: {
		readonly TValue: { readonly prototype: TValue };
		luaO_pushfstring: (state: LuaState, format: Uint8Array, ...values: unknown[]) => Uint8Array;
		luaO_pushvfstring: (state: LuaState, format: Uint8Array, values: readonly unknown[]) => Uint8Array;
	};
	export default lobject;
}

declare module 'fengari/src/lvm.js' {
	import type { TValue } from 'fengari/src/lobject.js';

	const lvm: {
		tointeger: (value: TValue) => number | false;
		readonly tonumber: (value: TValue) => number | false;
	};
	export default lvm;
}
