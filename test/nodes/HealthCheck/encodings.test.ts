import { wellFormed } from '../../../nodes/deployment/values/text';
import { bodyOf, checkOnce, useHealthServers } from './healthServer';

const commit = '7052e12c0ffee0123456789abcdef01234567890';
const serve = useHealthServers();

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const littleEndian = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => littleEndian(text).swap16();

describe('a version in JSON is read', () => {
	const json = JSON.stringify({ commit, note: 'é 😀' });
	it.each<[string, Buffer, string]>([
		['with a byte order mark', Buffer.concat([mark, Buffer.from(json)]), 'application/json'],
		['in UTF-16, little end first', littleEndian(`\ufeff${json}`), 'application/json'],
		['in UTF-16, big end first', bigEndian(`\ufeff${json}`), 'application/json; charset=utf-8'],
		['in UTF-16 by its content type', littleEndian(json), 'application/json; charset="UTF-16LE"'],
		['in Latin-1', Buffer.from(JSON.stringify({ commit, note: 'é' }), 'latin1'), 'application/json;charset=iso-8859-1'],
		['in a charset that nobody knows', Buffer.from(json), 'application/json; charset=klingon'],
	])('%s', async (_name, bytes, contentType) => {
		const { origin } = await serve((_request, response) => response.setHeader('Content-Type', contentType).end(bytes));
		const result = await checkOnce({
			url: origin,
			versionMatch: 'jsonPath',
			versionJsonPath: 'commit',
			expectedVersion: commit,
		});
		expect(result).toMatchObject({ healthy: true, version: commit });
	});

	it.each([
		['7052e12', commit, true],
		['12e4567', '12e4567', true],
		['1.10', '1.10', true],
		['1.10', '1.1', false],
		['1234567890123456789', '1234567890123456789', true],
		['1234567890123456789', '1234567890123456800', false],
		['1e3', '1000', false],
		['42', '42', true],
	])('as it is written: %s for %s: %s', async (written, expectedVersion, isSame) => {
		const { origin } = await serve((_request, response) => response.end(`{"build": {"version": ${written}}}`));
		const result = await checkOnce({
			url: origin,
			versionMatch: 'jsonPath',
			versionJsonPath: 'build.version',
			expectedVersion,
		});
		expect(result).toMatchObject({ healthy: isSame, version: written });
		const body = await checkOnce({
			url: origin,
			bodyMatch: 'jsonPathEquals',
			bodyJsonPath: 'build.version',
			bodyJsonValue: written,
		});
		expect(body.healthy).toBe(true);
	});
});

it('reads a marked body from its first letter on, and a header in UTF-8', async () => {
	const { origin } = await serve((_request, response) => {
		response.setHeader('x-name', Buffer.from('Café ☕').toString('latin1'));
		response.end(Buffer.concat([mark, Buffer.from('ready')]));
	});
	const result = await checkOnce({
		url: origin,
		bodyMatch: 'regularExpression',
		bodyPattern: '^ready$',
		headerMatch: { header: [{ name: 'X-Name', value: 'Café ☕' }] },
	});
	expect(result).toMatchObject({ healthy: true });
});

it('cuts no character of an excerpt or a reason, and hides even a short password', async () => {
	const { origin } = await serve((request, response) => {
		response.setHeader('x-version', 'v'.repeat(99) + 'x');
		response.statusCode = 500;
		response.end(`pw=hun ${String(request.headers.authorization)} ${'x'.repeat(260)}${'😀'.repeat(200)}`);
	});
	const url = origin.replace('//', '//me:hun@');
	const excerpt = bodyOf(await checkOnce({ url }));
	expect(excerpt).toContain('pw=***');
	expect(excerpt).not.toContain('hun');
	expect(excerpt.length).toBeLessThanOrEqual(300);
	expect(wellFormed(excerpt)).toBe(excerpt);
	const { origin: json } = await serve((_request, response) =>
		response.end(JSON.stringify({ commit: 'x'.repeat(96) + '😀'.repeat(9) })),
	);
	const { reason } = await checkOnce({
		url: json,
		versionMatch: 'jsonPath',
		versionJsonPath: 'commit',
		expectedVersion: commit,
	});
	expect(String(reason)).toContain(`serves ${'x'.repeat(96)}`);
	expect(wellFormed(String(reason))).toBe(reason);
});
