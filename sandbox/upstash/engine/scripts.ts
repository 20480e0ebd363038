import './fengariConfiguration';

import { createHash } from 'node:crypto';

import { lauxlib, lua, lualib, to_luastring } from 'fengari';
import type { LuaFunction, LuaState } from 'fengari';

import { luaPrelude, withFloatLiterals } from './luaSource';
import { pushError, pushJson, pushJsonNull, pushReply, pushText, readField, readJson, readReply, readText } from './luaValues';
import type { Reply } from './reply';
import { RedisError } from './reply';

export type RunCommand = (command: readonly string[]) => Reply;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function load(state: LuaState, source: string, name: string): void {
	const bytes = to_luastring(source);
	if (lauxlib.luaL_loadbuffer(state, bytes, bytes.length, to_luastring(name)) !== lua.LUA_OK) {
		throw new RedisError(`ERR Error compiling script (new function): ${readText(state, -1)}`);
	}
}

function setFunctions(state: LuaState, name: string, functions: Readonly<Record<string, LuaFunction>>): void {
	lua.lua_createtable(state, 0, Object.keys(functions).length);
	for (const [key, callback] of Object.entries(functions)) {
		lua.lua_pushcfunction(state, callback);
		lua.lua_setfield(state, -2, to_luastring(key));
	}
	if (name === 'cjson') {
		pushJsonNull(state);
		lua.lua_setfield(state, -2, to_luastring('null'));
	}
	lua.lua_setglobal(state, to_luastring(name));
}

function setTexts(state: LuaState, name: string, texts: readonly string[]): void {
	pushReply(state, texts);
	lua.lua_setglobal(state, to_luastring(name));
}

function readCommand(state: LuaState): string[] {
	const count = lua.lua_gettop(state);
	if (count === 0) {
		throw new RedisError('ERR Please specify at least one argument for this redis.call() call');
	}
	return Array.from({ length: count }, (_, index) => {
		const type = lua.lua_type(state, index + 1);
		if (type === lua.LUA_TSTRING) return readText(state, index + 1);
		if (type === lua.LUA_TNUMBER) return String(lua.lua_tonumber(state, index + 1));
		throw new RedisError('ERR Lua redis lib command arguments must be strings or integers');
	});
}

/** `redis.call` raises a failed command as an error, `redis.pcall` returns it. */
function commandFunction(run: RunCommand, raises: boolean): LuaFunction {
	return (state) => {
		let failure: string;
		try {
			pushReply(state, run(readCommand(state)));
			return 1;
		} catch (error) {
			failure = messageOf(error);
		}
		// Outside the catch: lua_error leaves by throwing.
		pushError(state, failure);
		return raises ? lua.lua_error(state) : 1;
	};
}

function jsonFunction(convert: (state: LuaState) => void): LuaFunction {
	return (state) => {
		let failure: string;
		try {
			convert(state);
			return 1;
		} catch (error) {
			failure = messageOf(error);
		}
		pushError(state, failure);
		return lua.lua_error(state);
	};
}

function createState(run: RunCommand): LuaState {
	const state = lauxlib.luaL_newstate();
	for (const [name, open] of Object.entries({
		_G: lualib.luaopen_base,
		table: lualib.luaopen_table,
		string: lualib.luaopen_string,
		math: lualib.luaopen_math,
	})) {
		lauxlib.luaL_requiref(state, to_luastring(name), open, 1);
		lua.lua_pop(state, 1);
	}
	setFunctions(state, 'redis', {
		call: commandFunction(run, true),
		pcall: commandFunction(run, false),
		sha1hex: (inner) => {
			pushText(inner, sha1(readText(inner, 1)));
			return 1;
		},
	});
	setFunctions(state, 'cjson', {
		encode: jsonFunction((inner) => pushText(inner, JSON.stringify(readJson(inner, 1)))),
		decode: jsonFunction((inner) => {
			const value: unknown = JSON.parse(readText(inner, 1));
			pushJson(inner, value);
		}),
	});
	return state;
}

/** What a failed script left on the stack, with an error code in front as every Redis error has one. */
function readFailure(state: LuaState): RedisError {
	if (lua.lua_type(state, -1) === lua.LUA_TTABLE) {
		return new RedisError(readField(state, -1, 'err') ?? 'ERR unknown error');
	}
	return new RedisError(`ERR ${readText(state, -1)}`);
}

/** The scripts a server knows, and a fresh Lua for each run: nothing is left over from one to the next. */
export class ScriptLibrary {
	private readonly sources = new Map<string, string>();

	/** Returns the script's SHA-1. Throws when it does not compile. */
	load(source: string): string {
		const state = lauxlib.luaL_newstate();
		load(state, withFloatLiterals(source), '@user_script');
		lua.lua_close(state);
		const digest = sha1(source);
		this.sources.set(digest, source);
		return digest;
	}

	source(digest: string): string | undefined {
		return this.sources.get(digest.toLowerCase());
	}

	clear(): void {
		this.sources.clear();
	}

	run(source: string, keys: readonly string[], args: readonly string[], command: RunCommand): Reply {
		const state = createState(command);
		try {
			// Before the prelude, which locks the globals.
			setTexts(state, 'KEYS', keys);
			setTexts(state, 'ARGV', args);
			load(state, luaPrelude, '@prelude');
			if (lua.lua_pcall(state, 0, 0, 0) !== lua.LUA_OK) throw readFailure(state);
			load(state, withFloatLiterals(source), '@user_script');
			if (lua.lua_pcall(state, 0, 1, 0) !== lua.LUA_OK) throw readFailure(state);
			return readReply(state, -1);
		} finally {
			lua.lua_close(state);
		}
	}
}
