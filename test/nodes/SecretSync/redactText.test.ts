import { redactParts, redactWhole } from '../../../nodes/SecretSync/actions/secret/redactText';
import { exposedParts } from './exposure';

const value = 'postgresql://web:Zr9-"quoted"-Kd4@db.example/app?x=1 2';

it.each([
	['as it is', value],
	['in JSON', JSON.stringify({ error: `bad: ${value}` })],
	['in JSON inside of JSON', JSON.stringify(JSON.stringify({ value }))],
	['in a query', `/?value=${encodeURIComponent(value)}`],
	['in base64', Buffer.from(value).toString('base64')],
	['cut short at its end', `too long: ${value.slice(0, 20)}...`],
	['cut short at its beginning', `...${value.slice(-21)} is not allowed`],
	['in capitals', value.toUpperCase()],
])('leaves nothing of a value that is quoted %s', (_, text) => {
	const clean = redactParts(`before ${text} after`, [value], []);
	expect(exposedParts(clean.toLowerCase(), [value, value.toLowerCase()])).toEqual([]);
	expect(clean).toMatch(/^before .*\*\*\*.* after$/s);
});

it('leaves alone what is no part of a value, and the names that are told to stay', () => {
	const text = 'Netlify site paintbox: DATABASE_URL not done';
	expect(redactParts(text, ['a-paint-secret', 'my-DATABASE_URL-is'], ['DATABASE_URL'])).toBe(text);
	expect(redactParts('site candlefish', ['https://candlefish.ai'], [])).toBe('site ***');
	expect(redactParts('site candlefish', ['https://candlefish.ai'], ['candlefish'])).toBe('site candlefish');
});

it('does not let a name that stays show more of a value than itself', () => {
	expect(redactParts('x=API_KEYS-Zr9kd4', ['API_KEYS-Zr9kd4'], ['API_KEYS'])).toBe('x=***');
});

it('takes a short value out as a whole, and leaves one of three characters, which is in many a word', () => {
	expect(redactWhole('pin 4711 is bad', ['4711'])).toBe('pin *** is bad');
	expect(redactParts('one on one', ['on'], [])).toBe('one on one');
});
