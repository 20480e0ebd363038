import { lua } from 'fengari';
import type { LuaState } from 'fengari';

import { luaNumberText } from './lua51Numbers';
import { jsonNull, pushText, readText } from './luaValues';
import { RedisError } from './reply';

const maximumDepth = 1000;

const typeNames: Readonly<Record<number, string>> = { 5: 'table', 6: 'function', 7: 'userdata', 8: 'thread' };

const fail = (what: string, why: string): RedisError => new RedisError(`Cannot serialise ${what}: ${why}`);

const escapes: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'/': '\\/',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
};

const encodeText = (text: string): string =>
	`"${text.replace(/["\\/\u0000-\u001f\u007f]/g, (found) => escapes[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;

function encodeNumber(value: number): string {
	if (!Number.isFinite(value)) throw fail('number', 'must not be NaN or Inf');
	return luaNumberText(value);
}

/** The length of a table that is a list, -1 for another; sparse lists of more than ten are refused. */
function listLength(state: LuaState, table: number): number {
	let length = 0;
	let count = 0;
	lua.lua_pushnil(state);
	while (lua.lua_next(state, table) !== 0) {
		const key = lua.lua_type(state, -2) === lua.LUA_TNUMBER ? lua.lua_tonumber(state, -2) : 0;
		lua.lua_pop(state, 1);
		if (key < 1 || !Number.isInteger(key)) {
			lua.lua_pop(state, 1);
			return -1;
		}
		length = Math.max(length, key);
		count += 1;
	}
	if (length > count * 2 && length > 10) throw fail('table', 'excessively sparse array');
	return count === 0 ? -1 : length;
}

function encodeKey(state: LuaState): string {
	const type = lua.lua_type(state, -2);
	if (type === lua.LUA_TSTRING) return encodeText(readText(state, -2));
	if (type === lua.LUA_TNUMBER) return `"${encodeNumber(lua.lua_tonumber(state, -2))}"`;
	throw fail(typeNames[type] ?? 'boolean', 'table key must be a number or string');
}

function encodeTable(state: LuaState, table: number, depth: number): string {
	if (depth > maximumDepth) throw new RedisError(`Cannot serialise, excessive depth (${depth})`);
	const length = listLength(state, table);
	const parts: string[] = [];
	if (length >= 0) {
		for (let at = 1; at <= length; at++) {
			lua.lua_rawgeti(state, table, at);
			parts.push(encodeJson(state, -1, depth));
			lua.lua_pop(state, 1);
		}
		return `[${parts.join(',')}]`;
	}
	lua.lua_pushnil(state);
	while (lua.lua_next(state, table) !== 0) {
		parts.push(`${encodeKey(state)}:${encodeJson(state, -1, depth)}`);
		lua.lua_pop(state, 1);
	}
	return `{${parts.join(',')}}`;
}

/** `cjson.encode`, as Redis has it configured. */
export function encodeJson(state: LuaState, index: number, depth = 0): string {
	const type = lua.lua_type(state, index);
	if (type === lua.LUA_TNUMBER) return encodeNumber(lua.lua_tonumber(state, index));
	if (type === lua.LUA_TSTRING) return encodeText(readText(state, index));
	if (type === lua.LUA_TBOOLEAN) return String(lua.lua_toboolean(state, index));
	if (type === lua.LUA_TNIL || type === lua.LUA_TLIGHTUSERDATA) return 'null';
	if (type === lua.LUA_TTABLE) return encodeTable(state, lua.lua_absindex(state, index), depth + 1);
	throw fail(typeNames[type] ?? 'value', 'type not supported');
}

export const pushJsonNull = (state: LuaState): void => lua.lua_pushlightuserdata(state, jsonNull);

export const pushEncoded = (state: LuaState): void => pushText(state, encodeJson(state, 1));
