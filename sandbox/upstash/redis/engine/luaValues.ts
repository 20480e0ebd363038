import './lua51';

import { lua, to_luastring } from 'fengari';
import type { LuaState } from 'fengari';

import { toInteger64 } from './luaFormat';
import { formatGeneral, integerReply } from './numbers';
import type { Reply } from './reply';
import { RedisError, Status } from './reply';

/** cjson.null: JSON's null, which is neither nil nor false. */
export const jsonNull: object = Object.freeze({ json: null });

const maximumDepth = 1000;

/** Texts hold a byte in each character, in Lua as here. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export const pushText = (state: LuaState, text: string): void => {
	lua.lua_pushstring(state, bytesOf(text));
};

export const readText = (state: LuaState, index: number): string => {
	lua.lua_pushvalue(state, index);
	const text = textOf(lua.lua_tolstring(state, -1));
	lua.lua_pop(state, 1);
	return text;
};

/** Redis to Lua: null is false, a status `{ ok = ... }`. https://redis.io/docs/latest/develop/programmability/lua-api/ */
export function pushReply(state: LuaState, reply: Reply): void {
	if (reply === null) lua.lua_pushboolean(state, false);
	else if (typeof reply === 'number' || typeof reply === 'bigint') lua.lua_pushnumber(state, Number(reply));
	else if (typeof reply === 'string') pushText(state, reply);
	else if (reply instanceof Status) pushField(state, 'ok', reply.text);
	else if (reply instanceof RedisError) pushField(state, 'err', reply.message);
	else {
		lua.lua_createtable(state, reply.length, 0);
		for (const [index, entry] of reply.entries()) {
			pushReply(state, entry);
			lua.lua_rawseti(state, -2, index + 1);
		}
	}
}

/** A table of one field. */
export function pushField(state: LuaState, name: string, text: string): void {
	lua.lua_createtable(state, 0, 1);
	pushText(state, text);
	lua.lua_setfield(state, -2, to_luastring(name));
}

/** Field `name` of the table at `index`, past any metatable; it is left on the stack. */
function rawField(state: LuaState, index: number, name: string): number {
	const table = lua.lua_absindex(state, index);
	pushText(state, name);
	return lua.lua_rawget(state, table);
}

/** The string in a field; undefined when it holds anything else. */
export function readField(state: LuaState, index: number, name: string): string | undefined {
	const type = rawField(state, index, name);
	const text = type === lua.LUA_TSTRING ? readText(state, -1) : undefined;
	lua.lua_pop(state, 1);
	return text;
}

/** Lua to Redis: numbers lose their fraction, a list ends at its first nil. Throws for `{ err = ... }` at the top. */
export function readReply(state: LuaState, index: number, depth = 0): Reply {
	if (depth > maximumDepth) throw new RedisError('ERR reached lua stack limit');
	const type = lua.lua_type(state, index);
	if (type === lua.LUA_TNUMBER) return integerReply(toInteger64(lua.lua_tonumber(state, index)));
	if (type === lua.LUA_TSTRING) return readText(state, index);
	if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(state, index) ? 1 : null;
	if (type !== lua.LUA_TTABLE) return null;
	const table = lua.lua_absindex(state, index);
	const error = readField(state, table, 'err');
	if (error !== undefined) return new RedisError(error.replace(/^-/, ''));
	const status = readField(state, table, 'ok');
	if (status !== undefined) return new Status(status);
	return readTyped(state, table, depth) ?? readList(state, table, depth);
}

/** The tables for types of RESP3, as RESP2 has them. */
function readTyped(state: LuaState, table: number, depth: number): Reply | undefined {
	const isDouble = rawField(state, table, 'double') === lua.LUA_TNUMBER;
	const double = isDouble ? formatGeneral(lua.lua_tonumber(state, -1), 17) : undefined;
	lua.lua_pop(state, 1);
	if (double !== undefined) return double;
	for (const [name, withValues] of [
		['map', true],
		['set', false],
	] as const) {
		if (rawField(state, table, name) === lua.LUA_TTABLE) {
			const entries = readEntries(state, lua.lua_absindex(state, -1), depth, withValues);
			lua.lua_pop(state, 1);
			return entries;
		}
		lua.lua_pop(state, 1);
	}
	if (rawField(state, table, 'verbatim_string') === lua.LUA_TTABLE) {
		const text = readField(state, -1, 'string');
		lua.lua_pop(state, 1);
		return text;
	}
	lua.lua_pop(state, 1);
	return readField(state, table, 'big_number');
}

function readEntries(state: LuaState, table: number, depth: number, withValues: boolean): Reply[] {
	const entries: Reply[] = [];
	lua.lua_pushnil(state);
	while (lua.lua_next(state, table) !== 0) {
		entries.push(readReply(state, -2, depth + 1));
		if (withValues) entries.push(readReply(state, -1, depth + 1));
		lua.lua_pop(state, 1);
	}
	return entries;
}

function readList(state: LuaState, table: number, depth: number): Reply[] {
	const entries: Reply[] = [];
	for (let at = 1; ; at++) {
		const type = lua.lua_rawgeti(state, table, at);
		if (type !== lua.LUA_TNIL) entries.push(readReply(state, -1, depth + 1));
		lua.lua_pop(state, 1);
		if (type === lua.LUA_TNIL) return entries;
	}
}
