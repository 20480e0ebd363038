import { compileBodyPattern } from '../../../nodes/deployment/health/bodyPattern';
import { maxSearchedLength, occursIn } from '../../../nodes/deployment/health/patternSearch';
import { isExpectedStatus, parseExpectedStatus } from '../../../nodes/deployment/health/expectedStatus';
import {
	addCheck,
	judgeHealthGate,
	newHealthGate,
	summarizeLatencies,
} from '../../../nodes/deployment/health/healthGate';
import { parseJsonPath, readJsonPath } from '../../../nodes/deployment/health/jsonPath';
import { parseJsonAsWritten } from '../../../nodes/deployment/values/json';
import { isSameVersion } from '../../../nodes/deployment/health/versionMatch';

const commit = '4f1c2d3e4f5061728394a5b6c7d8e9f001122334';

describe('expected statuses', () => {
	it.each<[string, number, boolean]>([
		['200-299,304', 304, true],
		['200-299,304', 299, true],
		['200-299, 304', 300, false],
		['2xx', 204, true],
		['200–299', 250, true],
		['200\n304', 304, true],
		['2XX,4xx', 302, false],
		['418', 418, true],
	])('%s holds %d: %s', (text, status, expected) => {
		const parsed = parseExpectedStatus(text);
		expect(parsed.ok && isExpectedStatus(parsed.ranges, status)).toBe(expected);
	});

	it.each(['', 'ok', '99', '600', '200-', '200..299', '6xx', '300-200'])('%j is refused', (text) => {
		expect(parseExpectedStatus(text).ok).toBe(false);
	});
});

describe('a body pattern', () => {
	it.each<[string, string, boolean]>([
		['^.$', '😀', true],
		['^\\p{Lu}', 'Éclair', true],
		['{"status":"(ok|up)"}', '{"status":"up"}', true],
		['[\\w-]+', '-', true],
		['^ok', 'not ok', false],
	])('%s on %s: %s', (pattern, text, expected) => {
		const compiled = compileBodyPattern(pattern);
		expect(compiled.ok && occursIn(compiled.expression, text)).toBe(expected);
	});

	it('searches no more than its limit', () => {
		const compiled = compileBodyPattern('b');
		expect(compiled.ok && occursIn(compiled.expression, 'a'.repeat(maxSearchedLength) + 'b')).toBe(false);
	});
});

describe('a version', () => {
	it.each<[string, string, boolean]>([
		[commit, commit, true],
		[commit.slice(0, 7), commit, true],
		[commit, commit.slice(0, 12).toUpperCase(), true],
		[commit.slice(0, 6), commit, false],
		['4f1c2d4', commit, false],
		['20260101', '202601012', false],
		['v1.2.3', 'v1.2.3', true],
		['v1.2.30', 'v1.2.3', false],
		['', '', false],
	])('%s served, %s wanted: %s', (served, expected, isSame) => {
		expect(isSameVersion(served, expected)).toBe(isSame);
	});
});

describe('a JSON path', () => {
	const document = { commit: 'a', 'a b': { c: [{ d: null }, 'x'] }, list: [] };
	it.each<[string, unknown]>([
		['commit', 'a'],
		['$.commit', 'a'],
		['$["a b"].c[1]', 'x'],
		["['a b'].c[0].d", null],
		['list[0]', undefined],
		['list.length', 0],
		['constructor', undefined],
		['commit.deeper', undefined],
	])('%s reads %j', (path, value) => {
		const keys = parseJsonPath(path);
		if (keys === null) throw new Error('Not a path');
		expect(readJsonPath(document, keys)).toEqual(value);
	});

	it('does not look into a number', () => {
		const parsed = parseJsonAsWritten('{"commit": 7052e12}');
		expect(parsed.ok && readJsonPath(parsed.value, ['commit', 'value'])).toBeUndefined();
	});

	it.each(['', '$', 'a..b', 'a[*]', 'a[', 'a b', '..a'])('%j is none', (path) => {
		expect(parseJsonPath(path)).toBeNull();
	});
});

describe('a health gate', () => {
	const look = (reason: string | null, latencyMs: number | null = 5) => ({
		atMs: 0,
		status: 200,
		reason,
		bodyExcerpt: '',
		latencyMs,
		version: null,
	});

	it('is never good before the first look, and begins again after a bad one', () => {
		expect(judgeHealthGate(newHealthGate, 0).phase).toBe('pending');
		const seen = [look(null), look('slow'), look(null)].reduce(addCheck, newHealthGate);
		expect(judgeHealthGate(seen, 2)).toEqual({ phase: 'pending', seen: '1 of 2 good answers in a row' });
		expect(judgeHealthGate(addCheck(seen, look(null)), 2).phase).toBe('succeeded');
		expect(seen.firstFailure?.reason).toBe('slow');
	});

	it('sums up what answered', () => {
		expect(summarizeLatencies([])).toBeNull();
		expect(summarizeLatencies([30, 10])).toEqual({ min: 10, median: 20, max: 30 });
		expect([look('a', 7), look('b', null)].reduce(addCheck, newHealthGate).latenciesMs).toEqual([7]);
	});
});
