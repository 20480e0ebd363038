import { lua } from 'fengari';
import type { LuaState } from 'fengari';

import { pushJsonNull } from './cjsonEncode';
import { parseFloatNumber } from './numbers';
import { pushText } from './luaValues';
import { RedisError } from './reply';

const maximumDepth = 1000;

interface Token {
	/** As cjson names it in its errors. */
	readonly name: string;
	readonly at: number;
	readonly value?: string | number | boolean;
}

const literals: ReadonlyArray<readonly [text: string, name: string, value?: boolean]> = [
	['{', 'T_OBJ_BEGIN'],
	['}', 'T_OBJ_END'],
	['[', 'T_ARR_BEGIN'],
	[']', 'T_ARR_END'],
	[',', 'T_COMMA'],
	[':', 'T_COLON'],
	['true', 'T_BOOLEAN', true],
	['false', 'T_BOOLEAN', false],
	['null', 'T_NULL'],
];

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Reads JSON onto Lua's stack, with the words of Redis' cjson when it is not JSON. */
class JsonReader {
	private at = 0;

	constructor(
		private readonly state: LuaState,
		private readonly text: string,
	) {}

	read(): void {
		this.readValue(this.next(), 0);
		const end = this.next();
		if (end.name !== 'T_END') throw this.expected('the end', end);
	}

	private next(): Token {
		while (' \t\n\r'.includes(this.text.charAt(this.at)) && this.at < this.text.length) this.at += 1;
		const at = this.at;
		if (at >= this.text.length) return { name: 'T_END', at };
		for (const [literal, name, value] of literals) {
			if (this.text.startsWith(literal, at)) {
				this.at += literal.length;
				return { name, at, ...(value !== undefined && { value }) };
			}
		}
		if (this.text.charAt(at) === '"') return this.readString(at);
		const number = /^(-?\d[\w.+-]*|-?(inf|nan)\w*)/i.exec(this.text.slice(at))?.[0];
		const digits =
			number === undefined ? undefined : /^-?(0x[\da-f]+|\d+(\.\d+)?(e[+-]?\d+)?|inf(inity)?|nan)/i.exec(number)?.[0];
		if (digits === undefined)
			return { name: /[-\d]/.test(this.text.charAt(at)) ? 'invalid number' : 'invalid token', at };
		this.at += digits.length;
		return { name: 'T_NUMBER', at, value: /nan/i.test(digits) ? NaN : parseFloatNumber(digits) };
	}

	private readString(at: number): Token {
		let value = '';
		for (let index = at + 1; index < this.text.length; index++) {
			const character = this.text.charAt(index);
			if (character === '"') {
				this.at = index + 1;
				return { name: 'T_STRING', at, value };
			}
			if (character !== '\\') {
				value += character;
				continue;
			}
			const escape = this.text.charAt(++index);
			if (escape === 'u') {
				const pair = /^([\da-f]{4})(?:\\u([\da-f]{4}))?/i.exec(this.text.slice(index + 1));
				if (!pair) return { name: 'invalid unicode escape code', at: index - 1 };
				const isPair = /^d[89ab]/i.test(pair[1] ?? '') && /^d[c-f]/i.test(pair[2] ?? '');
				const units = isPair ? [pair[1], pair[2]] : [pair[1]];
				value += Buffer.from(String.fromCharCode(...units.map((unit) => parseInt(unit ?? '', 16)))).toString('latin1');
				index += isPair ? 10 : 4;
			} else if (escape in escapes || '"\\/'.includes(escape)) value += escapes[escape] ?? escape;
			else return { name: 'invalid escape code', at: index - 1 };
		}
		return { name: 'unexpected end of string', at: this.text.length };
	}

	private readValue(token: Token, depth: number): void {
		const { state } = this;
		if (depth > maximumDepth) throw new RedisError(`Found too many nested data structures (${depth})`);
		if (token.name === 'T_STRING') pushText(state, String(token.value));
		else if (token.name === 'T_NUMBER') lua.lua_pushnumber(state, Number(token.value));
		else if (token.name === 'T_BOOLEAN') lua.lua_pushboolean(state, token.value === true);
		else if (token.name === 'T_NULL') pushJsonNull(state);
		else if (token.name === 'T_OBJ_BEGIN') this.readObject(depth + 1);
		else if (token.name === 'T_ARR_BEGIN') this.readArray(depth + 1);
		else throw this.expected('value', token);
	}

	private readObject(depth: number): void {
		lua.lua_createtable(this.state, 0, 0);
		let token = this.next();
		if (token.name === 'T_OBJ_END') return;
		for (;;) {
			if (token.name !== 'T_STRING') throw this.expected('object key string', token);
			pushText(this.state, String(token.value));
			const colon = this.next();
			if (colon.name !== 'T_COLON') throw this.expected('colon', colon);
			this.readValue(this.next(), depth);
			lua.lua_settable(this.state, -3);
			token = this.next();
			if (token.name === 'T_OBJ_END') return;
			if (token.name !== 'T_COMMA') throw this.expected('comma or object end', token);
			token = this.next();
		}
	}

	private readArray(depth: number): void {
		lua.lua_createtable(this.state, 0, 0);
		let token = this.next();
		if (token.name === 'T_ARR_END') return;
		for (let position = 1; ; position++) {
			this.readValue(token, depth);
			lua.lua_rawseti(this.state, -2, position);
			token = this.next();
			if (token.name === 'T_ARR_END') return;
			if (token.name !== 'T_COMMA') throw this.expected('comma or array end', token);
			token = this.next();
		}
	}

	private expected(what: string, { name, at }: Token): RedisError {
		return new RedisError(`Expected ${what} but found ${name} at character ${at + 1}`);
	}
}

/** `cjson.decode` of the string given. */
export const pushDecoded = (state: LuaState, text: string): void => new JsonReader(state, text).read();
