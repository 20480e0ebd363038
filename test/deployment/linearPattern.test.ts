import { compileLinearPattern, maxSearchedLength } from '../../nodes/deployment/linearPattern';

function isIn(pattern: string, text: string): boolean {
	const compiled = compileLinearPattern(pattern);
	if (!compiled.ok) throw new Error(`${pattern}: ${compiled.reason}`);
	return compiled.pattern.isIn(text);
}

/** Small, repeatable chance: the same cases in every run. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

describe('a linear pattern', () => {
	it.each([
		['"status"\\s*:\\s*"ok"', '{"status": "ok"}', true],
		['{"status":"ok"}', '{"status":"ok"}', true],
		['^v\\d+\\.\\d+$', 'v12.3', true],
		['^v\\d+\\.\\d+$', 'v12.3-beta', false],
		['[^a-c]{2}', 'abcxabc', false],
		['[^a-c]{2}', 'abcxyc', true],
		['\\bok\\b', 'token', false],
		['\\bok\\b', 'all ok.', true],
		['(?:up|ok)+?x', 'upokx', true],
		['[\\]\\-\\d]', '-', true],
		['\\u0041\\x42', 'AB', true],
		['', 'anything', true],
		['a{2,3}b', 'ab', false],
		['.', '\n', false],
	])('%j in %j: %s', (pattern, text, expected) => {
		expect(isIn(pattern, text)).toBe(expected);
	});

	it('agrees with JavaScript on 3,000 random patterns and texts', () => {
		const random = createRandom(7);
		const pick = <Element>(choices: readonly Element[]): Element =>
			choices[Math.floor(random() * choices.length)] as Element;
		const build = (depth: number): string => {
			if (depth === 0) return pick(['a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '']);
			return pick<() => string>([
				() => build(depth - 1) + build(depth - 1),
				() => `(${build(depth - 1)}|${build(depth - 1)})`,
				() => `(?:${build(depth - 1)})${pick(['*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'])}`,
				() => build(depth - 1),
			])();
		};
		for (let count = 0; count < 3_000; count++) {
			const pattern = build(3);
			const text = Array.from({ length: Math.floor(random() * 7) }, () => pick(['a', 'b', 'c', ' ', '\n'])).join('');
			expect({ pattern, text, found: isIn(pattern, text) }).toEqual({
				pattern,
				text,
				found: new RegExp(pattern).test(text),
			});
		}
	});

	it.each(['(a+)+$', '(a|a)*b', 'a*a*a*a*a*b', '(.*)*!'])('%s ends soon on a hostile text', (pattern) => {
		const startedAtMs = performance.now();
		expect(isIn(pattern, `${'a'.repeat(100_000)}c`)).toBe(false);
		expect(performance.now() - startedAtMs).toBeLessThan(2_000);
	});

	it('searches no more than its limit', () => {
		expect(isIn('x', `${' '.repeat(maxSearchedLength - 1)}x`)).toBe(true);
		expect(isIn('x', `${' '.repeat(maxSearchedLength)}x`)).toBe(false);
	});

	it.each([
		['(a', 'a "(" is not closed'],
		['a)', 'a ")" closes no group'],
		['[a', 'a "[" is not closed'],
		['*a', '"*" repeats nothing'],
		['a**', '"*" repeats nothing'],
		['a{3,2}', '"{3,2}" ends before it starts'],
		['(?=a)', 'look-ahead and look-behind are not supported'],
		['(a)\\1', 'the back reference "\\1" is not supported'],
		['[z-a]', 'a range in "[...]" does not go from one character up to another'],
		['a\\', 'it ends in a lone "\\"'],
		['(a{900}){900}', 'its counts make it too large'],
		['((){99999}){99999}', 'its counts make it too large'],
		['a'.repeat(501), 'it has 501 characters, and 500 are read'],
	])('%s is refused with a sentence', (pattern, reason) => {
		expect(compileLinearPattern(pattern)).toEqual({ ok: false, reason });
	});
});
