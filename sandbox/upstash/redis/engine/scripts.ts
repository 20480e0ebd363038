import './lua51';

import { lauxlib, lua, lualib, to_luastring } from 'fengari';
import type { LuaState } from 'fengari';

import { pushHost } from './luaHost';
import { luaPrelude } from './luaPrelude';
import { redisConstants, redisFunctions, type RunCommand, sha1 } from './luaRedis';
import { refuseNewerSyntax, withWideNumbers } from './luaSyntax';
import { bytesOf, pushReply, readField, readReply, readText } from './luaValues';
import type { Reply } from './reply';
import { notSimulated, RedisError } from './reply';

const maximumRunMs = 5_000;
const instructionsBetweenLooks = 100_000;

function createState(run: RunCommand): LuaState {
	const state = lauxlib.luaL_newstate();
	for (const [name, open] of Object.entries({
		_G: lualib.luaopen_base,
		table: lualib.luaopen_table,
		string: lualib.luaopen_string,
		math: lualib.luaopen_math,
		coroutine: lualib.luaopen_coroutine,
		debug: lualib.luaopen_debug,
	})) {
		lauxlib.luaL_requiref(state, to_luastring(name), open, 1);
		lua.lua_pop(state, 1);
	}
	const bytes = bytesOf(luaPrelude);
	lauxlib.luaL_loadbuffer(state, bytes, bytes.length, to_luastring('@prelude'));
	pushHost(state, redisFunctions(run), redisConstants);
	lua.lua_getglobal(state, to_luastring('debug'));
	// Leaves the function that runs a script at the bottom of the stack.
	if (lua.lua_pcall(state, 2, 1, 0) !== lua.LUA_OK) throw new Error(`The Lua prelude fails: ${readText(state, -1)}`);
	return state;
}

interface Script {
	readonly source: string;
	/** As the embedded Lua takes it. */
	readonly lua: string;
}

/** The scripts a server knows, and one Lua that runs them: nothing is left over from one run to the next. */
export class ScriptLibrary {
	private readonly scripts = new Map<string, Script>();

	private state: LuaState | undefined;

	private command: RunCommand | undefined;

	/** Returns the script's SHA-1. Throws when its body does not compile. */
	load(source: string, body: string): string {
		const digest = sha1(source);
		if (this.scripts.has(digest)) return digest;
		refuseNewerSyntax(body);
		const script = { source, lua: withWideNumbers(body) };
		this.inLua(script.lua, undefined, (state) => {
			if (lua.lua_type(state, -2) !== lua.LUA_TSTRING) return;
			throw new RedisError(`ERR Error compiling script (new function): ${readText(state, -1)}`);
		});
		this.scripts.set(digest, script);
		return digest;
	}

	source(digest: string): string | undefined {
		return this.scripts.get(digest.toLowerCase())?.source;
	}

	clear(): void {
		this.scripts.clear();
		this.state = undefined;
	}

	/** A script that was loaded, as Redis runs it: its replies and errors in Redis's words. */
	run(
		digest: string,
		words: { readonly keys: readonly string[]; readonly values: readonly string[] },
		command: RunCommand,
	): Reply {
		this.command = command;
		const startedMs = Date.now();
		const look = (): void => {
			if (Date.now() - startedMs < maximumRunMs) return;
			throw new Error(`it ran for more than ${maximumRunMs / 1000} seconds`);
		};
		const script = this.scripts.get(digest);
		if (!script) throw new Error(`No script ${digest} is loaded`);
		return this.inLua(
			script.lua,
			words,
			(state) => {
				if (!lua.lua_toboolean(state, -2)) throw failureOf(state, digest);
				return readReply(state, -1);
			},
			look,
		);
	}

	/** Runs the prelude's function; `read` finds its two results on top of the stack. */
	private inLua<Result>(
		script: string,
		words: { readonly keys: readonly string[]; readonly values: readonly string[] } | undefined,
		read: (state: LuaState) => Result,
		look?: () => void,
	): Result {
		this.state ??= createState((command) => {
			if (!this.command) throw new RedisError('ERR no script runs');
			return this.command(command);
		});
		const { state } = this;
		try {
			lua.lua_pushvalue(state, 1);
			pushReply(state, script);
			if (words) {
				pushReply(state, words.keys);
				pushReply(state, words.values);
			} else {
				lua.lua_pushnil(state);
				lua.lua_pushnil(state);
			}
			lua.lua_sethook(state, look ?? null, look ? lua.LUA_MASKCOUNT : 0, look ? instructionsBetweenLooks : 0);
			if (lua.lua_pcall(state, 3, 2, 0) !== lua.LUA_OK) throw new RedisError(`ERR ${readText(state, -1)}`);
			return read(state);
		} catch (error) {
			// What it was doing is not known: the next script starts with a fresh one.
			if (!(error instanceof RedisError)) this.state = undefined;
			if (error instanceof RedisError) throw error;
			throw notSimulated(
				`what this script does (${error instanceof Error ? error.message : 'it stopped the embedded Lua'})`,
			);
		} finally {
			if (this.state) {
				lua.lua_sethook(state, null, 0, 0);
				lua.lua_settop(state, 1);
			}
		}
	}
}

/** The error of a script as Redis 7 words it: with the script's digest, and the place where it happened. */
function failureOf(state: LuaState, digest: string): RedisError {
	const words = readField(state, -1, 'err');
	if (words === undefined) return notSimulated('an error without a message, which crashes Redis 7.0');
	if (words.startsWith(notSimulated('').message.slice(0, 20))) return new RedisError(words);
	const place = readField(state, -1, 'place');
	return new RedisError(`${words} script: ${digest}${place === undefined ? '' : `, on ${place}.`}`);
}
