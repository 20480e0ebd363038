/** The part of fengari (Lua in JavaScript, MIT) that scripts.ts uses; the package has no types of its own. */
declare module 'fengari' {
	export interface LuaState {
		readonly __luaState: unique symbol;
	}
	export type LuaFunction = (state: LuaState) => number;
	export function to_luastring(text: string): Uint8Array;
	export const lua: {
		readonly LUA_OK: number;
		readonly LUA_TNIL: number;
		readonly LUA_TBOOLEAN: number;
		readonly LUA_TLIGHTUSERDATA: number;
		readonly LUA_TNUMBER: number;
		readonly LUA_TSTRING: number;
		readonly LUA_TTABLE: number;
		lua_close(state: LuaState): void;
		lua_createtable(state: LuaState, arraySize: number, recordSize: number): void;
		lua_error(state: LuaState): number;
		lua_gettop(state: LuaState): number;
		lua_isinteger(state: LuaState, index: number): boolean;
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
		lua_rawgeti(state: LuaState, index: number, key: number): number;
		lua_rawseti(state: LuaState, index: number, key: number): void;
		lua_getfield(state: LuaState, index: number, key: Uint8Array): number;
		lua_setfield(state: LuaState, index: number, key: Uint8Array): void;
		lua_setglobal(state: LuaState, name: Uint8Array): void;
		lua_absindex(state: LuaState, index: number): number;
		lua_toboolean(state: LuaState, index: number): boolean;
		lua_tonumber(state: LuaState, index: number): number;
		lua_tostring(state: LuaState, index: number): Uint8Array;
		lua_type(state: LuaState, index: number): number;
	};
	export const lauxlib: {
		luaL_newstate(): LuaState;
		luaL_requiref(state: LuaState, name: Uint8Array, open: LuaFunction, global: number): void;
		luaL_loadbuffer(
			state: LuaState,
			source: Uint8Array,
			size: number | null,
			name: Uint8Array,
		): number;
	};
	export const lualib: {
		readonly luaopen_base: LuaFunction;
		readonly luaopen_table: LuaFunction;
		readonly luaopen_string: LuaFunction;
		readonly luaopen_math: LuaFunction;
	};
}
