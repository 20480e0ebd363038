import { readReleaseInHand, smallComparisons } from '../../../nodes/deployment/plan/releaseInHand';

const nowIso = '2026-11-27T21:00:00.000Z';
const comparedIn = (compared: unknown) =>
	readReleaseInHand({ repository: 'a/b', branch: 'main', release: { compared } }, '1', nowIso)?.compared;
const files = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}.ts`);

describe('what GitHub listed between two commits', () => {
	it('travels with the release to its next round', () => {
		expect(comparedIn({ 'a...b': ['x.ts'], 'b...c': [] })).toEqual({ 'a...b': ['x.ts'], 'b...c': [] });
	});

	it.each([[undefined], [null], ['a...b'], [['x.ts']]])('is nothing where the item says %j', (compared) => {
		expect(comparedIn(compared)).toEqual({});
	});

	it('is asked again where it was open, unknown, or is no list of names', () => {
		const open = new Map<string, unknown>([
			['open', null],
			['away', 'unknown'],
			['odd', [1]],
			['good', ['x.ts']],
		]);
		expect(smallComparisons(open)).toEqual({ good: ['x.ts'] });
	});

	it('is asked again where it is long, and of many pairs the newest travel', () => {
		expect(
			Object.keys(
				smallComparisons(
					new Map([
						['long', files(26)],
						['short', files(25)],
					]),
				),
			),
		).toEqual(['short']);
		const many = new Map(files(30).map((pair) => [pair, ['x.ts']]));
		expect(Object.keys(smallComparisons(many))).toEqual(files(30).slice(-12));
	});
});
