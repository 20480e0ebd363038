import './fengariConfiguration';

import { lua, to_luastring } from 'fengari';
import type { LuaState } from 'fengari';

import type { Reply } from './reply';
import { RedisError, Status } from './reply';

/** cjson.null: JSON's null, which is neither nil nor false. */
const jsonNull: object = Object.freeze({ json: null });

const maximumDepth = 1000;

export const pushText = (state: LuaState, text: string): void => {
	lua.lua_pushstring(state, to_luastring(text));
};

export const readText = (state: LuaState, index: number): string => {
	lua.lua_pushvalue(state, index);
	const text = Buffer.from(lua.lua_tostring(state, -1)).toString('utf8');
	lua.lua_pop(state, 1);
	return text;
};

export const pushJsonNull = (state: LuaState): void => lua.lua_pushlightuserdata(state, jsonNull);

/** Redis to Lua: null is false, a status `{ ok = ... }`. https://redis.io/docs/latest/develop/programmability/lua-api/ */
export function pushReply(state: LuaState, reply: Reply): void {
	if (reply === null) lua.lua_pushboolean(state, false);
	else if (typeof reply === 'number') lua.lua_pushnumber(state, reply);
	else if (typeof reply === 'string') pushText(state, reply);
	else if (reply instanceof Status) {
		lua.lua_createtable(state, 0, 1);
		pushText(state, reply.text);
		lua.lua_setfield(state, -2, to_luastring('ok'));
	} else {
		lua.lua_createtable(state, reply.length, 0);
		for (const [index, entry] of reply.entries()) {
			pushReply(state, entry);
			lua.lua_rawseti(state, -2, index + 1);
		}
	}
}

export function pushError(state: LuaState, message: string): void {
	lua.lua_createtable(state, 0, 1);
	pushText(state, message);
	lua.lua_setfield(state, -2, to_luastring('err'));
}

/** The text of field `name` of the table at `index`. */
export function readField(state: LuaState, index: number, name: string): string | undefined {
	const type = lua.lua_getfield(state, index, to_luastring(name));
	const text = type === lua.LUA_TSTRING ? readText(state, -1) : undefined;
	lua.lua_pop(state, 1);
	return text;
}

/** Lua to Redis: numbers lose their fraction, a list ends at its first nil, `{ err = ... }` is thrown. */
export function readReply(state: LuaState, index: number, depth = 0): Reply {
	if (depth > maximumDepth) throw new RedisError('ERR reached lua stack limit');
	const type = lua.lua_type(state, index);
	if (type === lua.LUA_TNUMBER) return Math.trunc(lua.lua_tonumber(state, index));
	if (type === lua.LUA_TSTRING) return readText(state, index);
	if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(state, index) ? 1 : null;
	if (type !== lua.LUA_TTABLE) return null;
	const table = lua.lua_absindex(state, index);
	const error = readField(state, table, 'err');
	if (error !== undefined) throw new RedisError(error);
	const status = readField(state, table, 'ok');
	if (status !== undefined) return new Status(status);
	const entries: Reply[] = [];
	for (let at = 1; ; at++) {
		const entryType = lua.lua_rawgeti(state, table, at);
		if (entryType !== lua.LUA_TNIL) entries.push(readReply(state, -1, depth + 1));
		lua.lua_pop(state, 1);
		if (entryType === lua.LUA_TNIL) return entries;
	}
}

export function pushJson(state: LuaState, value: unknown): void {
	if (value === null || value === undefined) pushJsonNull(state);
	else if (typeof value === 'boolean') lua.lua_pushboolean(state, value);
	else if (typeof value === 'number') lua.lua_pushnumber(state, value);
	else if (typeof value === 'string') pushText(state, value);
	else if (Array.isArray(value)) {
		lua.lua_createtable(state, value.length, 0);
		for (const [index, entry] of value.entries()) {
			pushJson(state, entry);
			lua.lua_rawseti(state, -2, index + 1);
		}
	} else {
		lua.lua_createtable(state, 0, 0);
		for (const [name, entry] of Object.entries(value)) {
			pushJson(state, entry);
			lua.lua_setfield(state, -2, to_luastring(name));
		}
	}
}

/** As cjson.encode: a table with the keys 1 to n is an array, any other an object, also the empty one. */
export function readJson(state: LuaState, index: number, depth = 0): unknown {
	if (depth > maximumDepth) throw new RedisError('ERR Cannot serialise, excessive depth');
	const type = lua.lua_type(state, index);
	if (type === lua.LUA_TNUMBER) return Number(lua.lua_tonumber(state, index).toPrecision(14));
	if (type === lua.LUA_TSTRING) return readText(state, index);
	if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(state, index);
	if (type === lua.LUA_TNIL || type === lua.LUA_TLIGHTUSERDATA) return null;
	if (type !== lua.LUA_TTABLE) throw new RedisError('ERR Cannot serialise: type not supported');
	const table = lua.lua_absindex(state, index);
	const entries = new Map<string, unknown>();
	let isArray = true;
	lua.lua_pushnil(state);
	while (lua.lua_next(state, table) !== 0) {
		isArray &&= lua.lua_type(state, -2) === lua.LUA_TNUMBER;
		entries.set(readText(state, -2), readJson(state, -1, depth + 1));
		lua.lua_pop(state, 1);
	}
	const positions = Array.from({ length: entries.size }, (_, at) => String(at + 1));
	if (entries.size > 0 && isArray && positions.every((position) => entries.has(position))) {
		return positions.map((position) => entries.get(position));
	}
	return Object.fromEntries(entries);
}
