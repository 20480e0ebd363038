import {
	isWrittenNumber,
	jsonForItem,
	parseJson,
	parseJsonAsWritten,
	writeJson,
} from '../../../nodes/deployment/values/json';

const valueOf = (reading: ReturnType<typeof parseJson>) => {
	if (!reading.ok) throw new Error(reading.reason);
	return reading.value;
};

it.each([
	['106242075399214372653', '106242075399214372653'],
	['9007199254740993', '9007199254740993'],
	['9007199254740991', 9007199254740991],
	['7052e12', 7052e12],
	['12e4567', '12e4567'],
	['1.10', 1.1],
	['0.1234567890123456789', '0.1234567890123456789'],
	['1e3', 1000],
	['-12', -12],
])('reads %s exactly', (text, expected) => {
	expect(valueOf(parseJson(`{"n":[${text}]}`))).toEqual({ n: [expected] });
});

it.each([
	'106242075399214372653',
	'1.10',
	'1e3',
	'1E3',
	'7052e12',
	'12e4567',
	'-0',
	'1.0',
	'0.10',
	'1e-7',
	'0.0000001',
	'5432',
	'-1.5',
	'0',
	'123456789.123456789',
])('writes %s as it was written', (text) => {
	const read = valueOf(parseJsonAsWritten(`{"a":{"b":[${text}]}}`));
	expect(writeJson(read)).toBe(`{"a":{"b":[${text}]}}`);
	expect(JSON.stringify(jsonForItem(read))).toMatch(new RegExp(`\\["?${text.replace(/[.+]/g, '\\$&')}"?\\]`));
});

it('keeps the text of a number that a double would change, and makes all others numbers', () => {
	const read = valueOf(parseJsonAsWritten('[1.10, 5432]'));
	const [rate, port] = Array.isArray(read) ? read : [];
	expect(isWrittenNumber(rate)).toBe(true);
	expect(port).toBe(5432);
});

it('ignores a byte order mark, and takes the last of two members as JSON.parse does', () => {
	expect(valueOf(parseJson('\uFEFF{"commit":"a"}'))).toEqual({ commit: 'a' });
	expect(valueOf(parseJson('{"a":1,"a":1234567890123456789}'))).toEqual({ a: '1234567890123456789' });
});

it('pollutes no prototype', () => {
	const read = valueOf(parseJson('{"__proto__":{"isAdmin":1234567890123456789}}'));
	expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
	expect(Object.keys(read as object)).toEqual(['__proto__']);
});

it.each([
	['', 'end of input'],
	['{"password":"postgres://neon:hunter2@host/db"', 'end of input'],
	['postgres://neon:hunter2@host/db', 'position 0'],
	[`${'['.repeat(200_000)}1234567890123456789`, 'nested too deeply'],
])('says why a text is none (%#), and quotes nothing of it', (text, reason) => {
	const reading = parseJson(text);
	expect(reading).toEqual({ ok: false, reason: expect.stringContaining(reason) });
	expect(JSON.stringify(reading)).not.toContain('hunter2');
});
