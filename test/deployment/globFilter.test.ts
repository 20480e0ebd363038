import { parseGlobs, passes, passing, patternsWithoutMatch } from '../../nodes/deployment/globFilter';

it('separates patterns by commas and lines, but not inside braces', () => {
	expect(parseGlobs(' apps/**, services/{api,web}/** \n\n*.md,')).toEqual([
		'apps/**',
		'services/{api,web}/**',
		'*.md',
	]);
	expect(parseGlobs('')).toEqual([]);
});

it.each([
	['apps/*', 'apps/a', true],
	['apps/*', 'apps/a/b', false],
	['apps/**', 'apps/a/.env', true],
	['**/*.md', 'README.md', true],
	['release/{1,2}.x', 'release/2.x', true],
	['main', 'maintenance', false],
])('%s and %s: %s', (pattern, name, expected) => {
	expect(passes({ include: [pattern], exclude: [] }, name)).toBe(expected);
});

it('takes everything without patterns, and lets exclusion win', () => {
	expect(passes({ include: [], exclude: [] }, 'any/thing')).toBe(true);
	expect(passing({ include: ['apps/**'], exclude: ['**/*.md'] }, ['apps/a.md', 'apps/a.ts', 'b.ts'])).toEqual([
		'apps/a.ts',
	]);
});

it('names the patterns that match nothing', () => {
	expect(patternsWithoutMatch(['apps/**', 'app/**'], ['apps/a.ts'])).toEqual(['app/**']);
});
