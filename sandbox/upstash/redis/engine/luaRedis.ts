import { createHash } from 'node:crypto';

import { lua } from 'fengari';
import type { LuaFunction, LuaState } from 'fengari';

import { commandInfo } from '../commands/commandTable';
import { luaFunction } from './luaHost';
import { pushField, pushReply, pushText, readText } from './luaValues';
import { formatGeneral } from './numbers';
import type { Reply } from './reply';
import { notSimulated, RedisError } from './reply';

export type RunCommand = (command: readonly string[]) => Reply;

export const sha1 = (text: string): string => createHash('sha1').update(text, 'latin1').digest('hex');

export const redisConstants: Readonly<Record<string, string | number>> = {
	LOG_DEBUG: 0,
	LOG_VERBOSE: 1,
	LOG_NOTICE: 2,
	LOG_WARNING: 3,
	REPL_NONE: 0,
	REPL_AOF: 1,
	REPL_SLAVE: 2,
	REPL_REPLICA: 2,
	REPL_ALL: 3,
	REDIS_VERSION: '7.0.15',
	REDIS_VERSION_NUM: 0x0007000f,
};

function readCommand(state: LuaState): string[] {
	const count = lua.lua_gettop(state);
	if (count === 0) throw new RedisError('ERR Please specify at least one argument for this redis lib call');
	return Array.from({ length: count }, (_, index) => {
		const type = lua.lua_type(state, index + 1);
		if (type === lua.LUA_TSTRING) return readText(state, index + 1);
		if (type === lua.LUA_TNUMBER) return formatGeneral(lua.lua_tonumber(state, index + 1), 17);
		throw new RedisError('ERR Lua redis lib command arguments must be strings or integers');
	});
}

const asError = (error: unknown): RedisError => {
	if (error instanceof RedisError) return error;
	throw error;
};

/** An error as an answer rather than an error of Lua's: what `redis.error_reply` gives for wrong arguments. */
const badReply = (state: LuaState): number => {
	pushField(state, 'err', 'ERR wrong number or type of arguments');
	return 1;
};

function onlyText(state: LuaState): string | undefined {
	const isText = lua.lua_gettop(state) === 1 && lua.lua_type(state, 1) === lua.LUA_TSTRING;
	return isText ? readText(state, 1) : undefined;
}

/** The functions of the table `redis`. `redis.call` raises a failed command as an error, `redis.pcall` returns it. */
export const redisFunctions = (run: RunCommand): Readonly<Record<string, LuaFunction>> => ({
	call: luaFunction((state) => {
		const reply = run(readCommand(state));
		if (reply instanceof RedisError) throw reply;
		pushReply(state, reply);
		return 1;
	}),
	pcall: luaFunction((state) => {
		let reply: Reply;
		try {
			reply = run(readCommand(state));
		} catch (error) {
			reply = asError(error);
		}
		pushReply(state, reply);
		return 1;
	}),
	sha1hex: luaFunction((state) => {
		if (lua.lua_gettop(state) !== 1) throw new RedisError('ERR wrong number of arguments');
		pushText(state, sha1(readText(state, 1)));
		return 1;
	}),
	error_reply: luaFunction((state) => {
		const text = onlyText(state);
		if (text === undefined) return badReply(state);
		const words = text.replace(/^-/, '');
		pushField(state, 'err', words.includes(' ') ? words : `ERR ${words}`);
		return 1;
	}),
	status_reply: luaFunction((state) => {
		const text = onlyText(state);
		if (text === undefined) return badReply(state);
		pushField(state, 'ok', text);
		return 1;
	}),
	log: luaFunction((state) => {
		if (lua.lua_gettop(state) < 2) throw new RedisError('ERR redis.log() requires two arguments or more.');
		const level = lua.lua_tonumber(state, 1);
		if (!(level >= 0 && level <= 3)) throw new RedisError('ERR Invalid debug level.');
		return 0;
	}),
	setresp: luaFunction((state) => {
		if (lua.lua_tonumber(state, 1) !== 2) throw notSimulated('redis.setresp(3)');
		return 0;
	}),
	set_repl: () => 0,
	debug: () => 0,
	breakpoint: (state) => {
		lua.lua_pushboolean(state, false);
		return 1;
	},
	replicate_commands: (state) => {
		lua.lua_pushboolean(state, true);
		return 1;
	},
	acl_check_cmd: luaFunction((state) => {
		if (commandInfo(readCommand(state)[0] ?? '') === undefined) {
			throw new RedisError('ERR Invalid command passed to redis.acl_check_cmd()');
		}
		lua.lua_pushboolean(state, true);
		return 1;
	}),
});
