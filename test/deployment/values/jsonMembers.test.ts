import { jsonMembers, withJsonMembers } from '../../../nodes/deployment/values/jsonMembers';

const text =
	'{"CLIENT_ID":106242075399214372653,"VERSION":1.10,"PIN":1e3,"DB_PORT":5432,"FLAG":true,"NONE":null,"EMPTY":"","NAME":"caf\\u00e9","NESTED":{ "id" : 106242075399214372653,\n"v":1.0, "10":[1, 2.50], "2":"\\/" }}';

it('hands out what was written', () => {
	expect(Object.fromEntries([...(jsonMembers(text) ?? [])].map(([key, member]) => [key, member.text]))).toEqual({
		CLIENT_ID: '106242075399214372653',
		VERSION: '1.10',
		PIN: '1e3',
		DB_PORT: '5432',
		FLAG: 'true',
		NONE: '',
		EMPTY: '',
		NAME: 'caf\u00e9',
		NESTED: '{"id":106242075399214372653,"v":1.0,"10":[1,2.50],"2":"/"}',
	});
	expect(jsonMembers(text)?.get('NONE')?.type).toBe('null');
});

it.each([
	'',
	'x',
	'[1]',
	'null',
	'1.10',
	'"text"',
	'{"a":1,}',
	'{/* a */"a":1}',
	'{"a":01}',
	'{"a":1} x',
	`${'{"a":'.repeat(90_000)}`,
])('takes no other text for an object (%#)', (other) => {
	expect(jsonMembers(other)).toBeNull();
	expect(withJsonMembers(other, new Map([['b', { json: '1' }]]))).toBeNull();
});

it('leaves a tree that is too deep to those who only keep it', () => {
	expect(jsonMembers(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toBeNull();
});

it('changes what is given, and nothing else', () => {
	const changed = withJsonMembers(
		text,
		new Map([
			['PIN', { json: '"2"' }],
			['NAME', { json: '"n"' }],
		]),
	);
	expect(changed).toBe(text.replace('1e3', '"2"').replace('"caf\\u00e9"', '"n"'));
});

it.each([
	['{"a":1}', '{"a":1,"b":2,"c":3}'],
	['{ "a": 1 }', '{ "a": 1, "b": 2, "c": 3 }'],
	['{\n\t"z": 0,\n\t"a": 1\n}\n', '{\n\t"z": 0,\n\t"a": 1,\n\t"b": 2,\n\t"c": 3\n}\n'],
	['{}', '{"b":2,"c":3}'],
	['{ }', '{"b":2,"c":3 }'],
	['\uFEFF{"a":1}', '\uFEFF{"a":1,"b":2,"c":3}'],
])('adds in the manner of the rest (%j)', (before, after) => {
	expect(
		withJsonMembers(
			before,
			new Map([
				['b', { json: '2' }],
				['c', { json: '3' }],
			]),
		),
	).toBe(after);
});

it('lets no key that stands twice disagree with itself', () => {
	expect(jsonMembers('{"a":1,"a":2}')?.get('a')?.text).toBe('2');
	expect(withJsonMembers('{"a":1,"b":{"a":9},"a":2}', new Map([['a', { json: '"new"' }]]))).toBe(
		'{"a":"new","b":{"a":9},"a":"new"}',
	);
});

it('knows the keys that JavaScript treats in a way of its own', () => {
	const odd = '{"10":"a","2":"b","__proto__":"c","constructor":"d"}';
	expect([...(jsonMembers(odd) ?? [])].map(([key, { text: value }]) => `${key}=${value}`)).toEqual([
		'10=a',
		'2=b',
		'__proto__=c',
		'constructor=d',
	]);
	expect(withJsonMembers(odd, new Map([['__proto__', { json: '"e"' }]]))).toBe(odd.replace('"c"', '"e"'));
});
