import { isToldBlind } from '../../../nodes/deployment/state/toldBlind';

const minute = 60_000;
const told = (atMs: number): string => JSON.stringify({ about: 'blind', atMs, lookedAtMs: 0 });
const failing = (failingSinceMs: number): string => JSON.stringify({ etag: '', failingSinceMs });

it.each([
	['a repository that failed for as long as it takes', told(131 * minute), failing(100 * minute), true],
	['one that failed later than that: the page is of others', told(129 * minute), failing(100 * minute), false],
	['one that can be looked at', told(131 * minute), failing(0), false],
	['no page', '', failing(100 * minute), false],
	['a repository that is not watched', told(131 * minute), '', false],
	['what cannot be read', '{', '[', false],
])('the Watch has told of %s or not', (_name, blind, seen, isTold) => {
	expect(isToldBlind(blind, seen)).toBe(isTold);
});
