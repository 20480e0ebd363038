import './lua51Numbers';

import { to_luastring } from 'fengari';
import lobject from 'fengari/src/lobject.js';
import lvm from 'fengari/src/lvm.js';

/*
 * fengari is Lua 5.3, Redis runs Lua 5.1. What differs in the machine itself is changed here, once for the process;
 * what differs in the libraries is in `luaPrelude.ts`, and what has another syntax is refused by `luaSyntax.ts`.
 */

const { prototype } = lobject.TValue;

/** Every number of Lua 5.1 is a double: there are no integers that could wrap around. */
prototype.ttisinteger = () => false;
prototype.ttisfloat = function ttisfloat() {
	return this.ttisnumber();
};

/** Where Lua 5.1 takes an integer, it cuts the fraction off; 5.3 refuses such a number. */
lvm.tointeger = (value) => {
	const number = lvm.tonumber(value);
	return number === false ? false : Math.trunc(number);
};

/** `attempt to index a nil value (field 'a')` is `attempt to index field 'a' (a nil value)` in 5.1; of constants it says nothing. */
function wordsOf51(words: string): string {
	return words
		.replace(/^attempt to (.+) a (\w+) value \(constant '.*'\)$/, 'attempt to $1 a $2 value')
		.replace(/^attempt to (.+) a (\w+) value \((\w+) '(.*)'\)$/, "attempt to $1 $3 '$4' (a $2 value)")
		.replace(/^(user_script:\d+: |.*:\d+: )?syntax error near /, "$1'=' expected near ")
		.replace(/ \(starting at line \d+\)/, '')
		.replace(/<(eof|name|number|string)> expected/, "'<$1>' expected")
		.replace(/ near <eof>$/, " near '<eof>'")
		.replace(/invalid capture index %.*$/, 'invalid capture index')
		.replace(/^(bad argument #\d+) to '\w+\.\w+'/, "$1 to '?'")
		.replace(/\(thread expected\)$/, '(coroutine expected)')
		.replace(/^attempt to yield from outside a coroutine$/, 'attempt to yield across metamethod/C-call boundary')
		.replace(/^C stack overflow$/, 'stack overflow');
}

const pushFormatted = lobject.luaO_pushvfstring;
lobject.luaO_pushvfstring = (state, format, values) => {
	const bytes = pushFormatted(state, format, values);
	const words = Buffer.from(bytes).toString('latin1');
	const changed = wordsOf51(words);
	if (changed === words) return bytes;
	// In the place of what was just pushed.
	const top = state.stack[state.top - 1];
	if (top === undefined) return bytes;
	state.top -= 1;
	return pushFormatted(state, to_luastring('%s'), [Uint8Array.from(Buffer.from(changed, 'latin1'))]);
};

// The lexer's way to the same function, which does not go through the module.
lobject.luaO_pushfstring = (state, format, ...values) => lobject.luaO_pushvfstring(state, format, values);
