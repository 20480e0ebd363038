import { readFileSync } from 'node:fs';
import picomatch from 'picomatch';

import {
	type GlobFilter,
	includingPattern,
	passes,
	passing,
	patternsWithoutMatch,
} from '../../../../nodes/deployment/values/globs/globFilter';
import { globIssue } from '../../../../nodes/deployment/values/globs/globIssue';
import { parseGlobs } from '../../../../nodes/deployment/values/globs/globList';

const includes = (pattern: string, name: string, names?: GlobFilter['names']) =>
	passes({ include: [pattern], exclude: [], names }, name);
const excludes = (pattern: string, name: string, names?: GlobFilter['names']) =>
	!passes({ include: [], exclude: [pattern], names }, name);

describe('a list of globs', () => {
	it.each<[string, string[]]>([
		[' apps/**, services/{api,web}/** \n\n*.md,', ['apps/**', 'services/{api,web}/**', '*.md']],
		['', []],
		['{a,{b,c}}/x, d', ['{a,{b,c}}/x', 'd']],
		['services/{ api , web }/**\r\ndocs/**', ['services/{api,web}/**', 'docs/**']],
		['services/{\n  api,\n  web\n}/**, x', ['services/{api,web}/**', 'x']],
		['[a,b]/c, (d,e)', ['[a,b]/c', '(d,e)']],
		['a\\,b, c', ['a\\,b', 'c']],
		['feature/{x, main', ['feature/{x', 'main']],
		['feature/{x\nfix/y}', ['feature/{x', 'fix/y}']],
		['app/(a, b]c', ['app/(a', 'b]c']],
		['[[...slug]], [id]', ['[[...slug]]', '[id]']],
		['My Notes/**, end\\ ', ['My Notes/**', 'end\\ ']],
		['#12-fix, \\!now', ['#12-fix', '\\!now']],
	])('%j', (text, patterns) => expect(parseGlobs(text)).toEqual(patterns));
});

describe('a glob', () => {
	it.each([
		['apps/*', 'apps/a', true],
		['apps/*', 'apps/a/b', false],
		['apps/**', 'apps/a/.env', true],
		['**/*.md', 'README.md', true],
		['**.md', 'docs/guide/a.md', true],
		['docs/**/*.md', 'docs/a.md', true],
		['docs/**/*.md', 'docs/a/b/c.md', true],
		['release/{1,2}.x', 'release/2.x', true],
		['release/{1..3}', 'release/2', true],
		['main', 'maintenance', false],
		['v[0-9]+.[0-9]+.[0-9]+', 'v1.12.0', true],
		['v[0-9]+.[0-9]+.[0-9]+', 'v1.x.0', false],
		['v[12].*', 'v3.0', false],
		['[CB]at', 'Bat', true],
		['[!a]b', 'ab', false],
		['[!a]b', 'cb', true],
		['*.jsx?', 'page.js', true],
		['*.jsx?', 'page.jsx', true],
		['?.ts', 'a.ts', true],
		['?.ts', '😀.ts', true],
		['#123-fix', '#123-fix', true],
		['\\!important', '!important', true],
		['\\#1', '#1', true],
		['./apps/./web//**', 'apps/web/a.ts', true],
		['/apps/**', 'apps/a', true],
		['apps/web/', 'apps/web/a/b.ts', true],
		['apps\\web\\**', 'apps/web/a.ts', true],
		['apps\\**', 'apps/web/a.ts', true],
		['docs/My Notes/**', 'docs/My Notes/a.md', true],
		['caf\u0065\u0301/**', 'caf\u00e9/menu', true],
		['a\\*b', 'a*b', true],
		['a\\*b', 'axb', false],
		['**', 'any/thing', true],
		['***', 'any/thing', true],
		['/', 'any/thing', true],
	])('%s on %s: %s', (pattern, name, expected) => expect(includes(pattern, name)).toBe(expected));

	const special = [
		'app/(marketing)',
		'app/(shop)/(deals)',
		'app/[slug]',
		'app/[...slug]',
		'app/[[...slug]]',
		'app/@modal',
		'app/(.)photo',
		'app/(..)photo',
		'app/(..)(..)photo',
		'app/(...)photo',
		'src/routes/(app)',
		'src/routes/[[lang]]',
		'src/routes/[slug=integer]',
		'src/routes/[x+2b]',
		'src/routes/[a]-[b]',
		'pages/users-[group]',
		'app/routes/($lang)',
		'app/routes/sitemap[.]xml',
		'app/(tabs)',
		'app/{-$locale}',
		'app/$id',
		'app/_index',
		'src/{{cookiecutter.name}}',
		'src/[z-a]',
		'src/[]',
		'src/a+b',
		'src/c++',
		'src/~x',
		'src/^x',
		'src/a|b',
	];
	const files = ['+page.svelte', '[id].vue', '[...path].astro', 'page.tsx'];
	const cases = special.flatMap((folder) => files.map((file): [string, string] => [folder, file]));

	it.each(cases)('names %s/%s plainly and escaped, with ** below, with a slash, and alone', (folder, file) => {
		const name = `${folder}/${file}`;
		const escaped = name.replace(/[()[\]{}+@!$|^~=]/g, '\\$&');
		for (const pattern of [
			name,
			escaped,
			`${folder}/**`,
			`${folder}/`,
			`./${folder}`,
			`${escaped.slice(0, escaped.lastIndexOf('/'))}/**`,
		]) {
			expect([pattern, globIssue(pattern)]).toEqual([pattern, null]);
			expect([pattern, includes(pattern, name, 'paths')]).toEqual([pattern, true]);
			expect([pattern, excludes(pattern, name, 'paths')]).toEqual([pattern, true]);
			expect([pattern, includes(pattern, `other/${file}`, 'paths')]).toEqual([pattern, false]);
		}
	});

	it.each([
		['app/[id]/**', 'app/d/page.tsx'],
		['app/[blog-post]/**', 'app/h/page.tsx'],
		['app/[[lang]]/**', 'app/[l]/page.tsx'],
		['app/[...slug]/**', 'app/s/page.tsx'],
		['app/(a)/**', 'app/a/page.tsx'],
		['*.tsx?', 'page.ts'],
		['apps\\**', 'apps/web/page.ts'],
	])('that excludes, %s, takes out no more than it says: %s', (pattern, name) => {
		expect(excludes(pattern, name, 'paths')).toBe(false);
		expect(passes({ include: ['**', `!${pattern}`], exclude: [], names: 'paths' }, name)).toBe(true);
	});

	it.each([
		['**/*.[jt]s', 'a/b.ts'],
		['[0-9][0-9]/**', '12/a'],
		['[Mm]akefile', 'makefile'],
		['v[0-9]+', 'v12'],
	])('that excludes, %s, knows sets: %s', (pattern, name) => expect(excludes(pattern, name)).toBe(true));

	it('that names a folder covers it among paths, not among branches', () => {
		expect(includes('apps/web', 'apps/web/a.ts', 'paths')).toBe(true);
		expect(includes('apps/*', 'apps/web/a.ts', 'paths')).toBe(false);
		expect(includes('main', 'main/next')).toBe(false);
	});

	it('knows no capitals in the names of repositories', () => {
		expect(includes('Acme/*', 'acme/Shop', 'anyCase')).toBe(true);
		expect(includes('Main', 'main')).toBe(false);
	});

	it('reads as picomatch does where nothing but stars and braces is in it, in 3,000 random cases', () => {
		let state = 7;
		const random = (below: number): number => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
		const segments = ['a', 'b', 'ab', '*', '*b', 'a*', '**', '{a,b}', '{ab,b*}', '.x'];
		const parts = ['a', 'b', 'ab', '.x', 'aab'];
		for (let count = 0; count < 3_000; count++) {
			const pattern = Array.from({ length: 1 + random(4) }, () => pick(segments)).join('/');
			const name = Array.from({ length: 1 + random(4) }, () => pick(parts)).join('/');
			// Where a star stands before the last `/**`, it does not always say the same.
			if (/\*[^/]*\/\*\*$/.test(pattern)) continue;
			const expected = picomatch(pattern, { dot: true, nonegate: true, noextglob: true })(name);
			expect([pattern, name, includes(pattern, name)]).toEqual([pattern, name, expected]);
		}
	});
});

describe('a filter', () => {
	it('takes everything without patterns, and lets exclusion win', () => {
		expect(passes({ include: [], exclude: [] }, 'any/thing')).toBe(true);
		expect(passing({ include: ['apps/**'], exclude: ['**/*.md'] }, ['apps/a.md', 'apps/a.ts', 'b.ts'])).toEqual([
			'apps/a.ts',
		]);
	});

	it('lets the last pattern that matches decide, in both lists', () => {
		const include = ['apps/**', '!apps/docs/**', 'apps/docs/keep.md'];
		const names = ['apps/a', 'apps/docs/b', 'apps/docs/keep.md', 'x'];
		expect(passing({ include, exclude: [] }, names)).toEqual(['apps/a', 'apps/docs/keep.md']);
		expect(passing({ include: [...include].reverse(), exclude: [] }, names)).toEqual([
			'apps/a',
			'apps/docs/b',
			'apps/docs/keep.md',
		]);
		expect(passing({ include: [], exclude: ['apps/**', '! apps/a'] }, names)).toEqual(['apps/a', 'x']);
		expect(passing({ include: ['!apps/docs/**'], exclude: [] }, names)).toEqual(['apps/a', 'x']);
		expect(passing({ include: [], exclude: ['!apps/**'] }, names)).toEqual(names);
		expect(passes({ include: ['main', '!(marketing)'], exclude: [] }, '(marketing)')).toBe(false);
	});

	it('names the patterns that match nothing, and the one that let a name in', () => {
		const filter: GlobFilter = { include: ['apps/**', 'app/**', '!none'], exclude: [] };
		expect(patternsWithoutMatch(filter, ['apps/a.ts'])).toEqual(['app/**']);
		expect(includingPattern(filter, 'apps/a.ts')).toBe('apps/**');
		expect(includingPattern({ include: [], exclude: [] }, 'apps/a.ts')).toBeNull();
	});

	it('counts what it cannot judge as let in: long names, and patterns with an issue', () => {
		const long = `x/${'a'.repeat(1_100)}`;
		expect(passes({ include: ['apps/**'], exclude: ['**'] }, long)).toBe(true);
		for (const pattern of ['apps/{a', 'src/@(a|b)', `{1..${'9'.repeat(6)}}`, 'a'.repeat(301)]) {
			expect(globIssue(pattern)).not.toBeNull();
			expect(includes(pattern, 'b')).toBe(true);
			expect(excludes(pattern, 'b')).toBe(false);
			expect(passes({ include: ['**', `!${pattern}`], exclude: [] }, 'b')).toBe(true);
		}
	});

	it.each([
		['*a*a*a*a*b', 'a'.repeat(400)],
		['+(*)b', 'a'.repeat(28)],
		['**/*test*/**/*spec*.ts', 'test/spec/'.repeat(360)],
		['**/*test*/**/*spec*.ts', 'test/spec/'.repeat(102)],
		['**/a/**/a/**/a/**/a/**/b', 'a/'.repeat(511)],
		['*a'.repeat(149), 'a'.repeat(1_024)],
		['[a-z]+'.repeat(49), `${'a'.repeat(1_023)}!`],
		['{a,aa,aaa,aaaa}*{a,aa,aaa,aaaa}*{a,aa,aaa}!', 'a'.repeat(1_024)],
		[`*{a,${'a'.repeat(30)},${'a'.repeat(60)},${'a'.repeat(90)}}${'*a'.repeat(50)}!`, 'a'.repeat(1_024)],
		['{a,b}'.repeat(60), 'a'.repeat(60)],
		['{'.repeat(150) + '}'.repeat(150), 'a'],
		[`{1..${'9'.repeat(9)}}`, '5'],
		['{{{{a,b},{c,d}},{{e,f},{g,h}}}'.repeat(9), 'a'],
		['a?'.repeat(150), 'a'.repeat(150)],
		['['.repeat(300), '['.repeat(300)],
		['\\'.repeat(300), 'a'],
		['('.repeat(300), 'a'],
	])('takes no more than 50 ms for %s', (pattern, name) => {
		// The processor's time, since other tests may run beside this one.
		for (const test of [includes, excludes]) {
			const before = process.cpuUsage();
			test(pattern, name, 'paths');
			const { user, system } = process.cpuUsage(before);
			expect((user + system) / 1_000).toBeLessThan(50);
		}
	});
});

describe('an issue of a glob', () => {
	it.each([
		['apps/[a', 'has a "[" without its partner', '\\['],
		['apps/{a', 'has a "{" without its partner', '\\{'],
		['apps/(a', 'has a "(" without its partner', '\\('],
		['apps/a)', 'has a ")" without its partner', '\\)'],
		['apps/\\(a)', 'has a ")" without its partner', '\\)'],
		['../apps/**', 'leaves the repository', 'root of the repository'],
		['src/*.@(js|ts)', 'has "@("', '{a,b}'],
		['src/*.(js|ts)', 'has "(js|ts)"', '{a,b}'],
		['src/!(docs)/**', 'has "!("', 'begins with "!"'],
		['*.ts?(x)', 'has "?("', '{a,b}'],
		['ma\u200bin', 'cannot be seen', 'Type it anew'],
		['"apps/web/**"', 'in quotes', 'alone'],
		["!'apps/web/**'", 'in quotes', 'alone'],
		['- apps/web/**', 'YAML', 'alone'],
		['["apps/web/**", "libs/**"]', 'list in brackets', 'alone'],
		['^apps/web/.*$', 'regular expression', 'alone'],
		['apps/web/**; libs/**', 'semicolon', 'alone'],
		['!', 'takes back nothing', '!docs/**'],
		['{1..500}', 'more than 100 patterns', 'fewer'],
	])('%s %s', (pattern, message, advice) => {
		const found = globIssue(pattern);
		expect(found?.message).toContain(message);
		expect(found?.advice).toContain(advice);
	});
});

it('is written one way: docs/catalog.md lists what the tests above prove', () => {
	const page = readFileSync('docs/catalog.md', 'utf8');
	const rows = [...page.matchAll(/^\| `([^`|]+)` \| `([^`|]+)` \| (yes|no) \|/gm)];
	expect(rows).toHaveLength(10);
	for (const [, pattern = '', name = '', answer] of rows) {
		expect([pattern, name, includes(pattern, name, 'paths') ? 'yes' : 'no']).toEqual([pattern, name, answer]);
	}
});
