import './fengariConfiguration';

// In the order in which fengari loads them itself: the two need each other.
import 'fengari/src/defs.js';
import llimits from 'fengari/src/llimits.js';
import luaconf from 'fengari/src/luaconf.js';

import { formatGeneral } from './numbers';

/** Lua 5.1 writes a number with `%.14g`, and x86 gives the result of 0/0 a sign. */
export const luaNumberText = (value: number): string => (Number.isNaN(value) ? '-nan' : formatGeneral(value, 14));

// Before the rest of fengari is loaded, which takes these over by value.
luaconf.lua_number2str = luaNumberText;
// Its own integers have 32 bits.
luaconf.lua_numbertointeger = (value) => (Math.abs(value) < 2 ** 63 ? value : false);
// By this very formula, so that 5 % math.huge is not a number.
llimits.luai_nummod = (_state, dividend, divisor) => dividend - Math.floor(dividend / divisor) * divisor;
