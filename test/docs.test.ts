import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const decisions = readdirSync(path.join(root, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name));
const pages = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

it('lists every decision, each with its status, and none that is not there', () => {
	const index = read('docs/decisions/README.md');
	const listed = [
		...index.matchAll(/^\| \[(\d{4})\]\(([^)]+)\) \| [^|]+ \| (?:holds|replaced by \d{4}|open) \|$/gm),
	].map((match) => match[2]);
	expect(listed).toEqual(decisions);
	expect(new Set(decisions.map((name) => name.slice(0, 4))).size).toBe(decisions.length);
});

it.each(pages)('has no dead link in %s', (page) => {
	const targets = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
		.map((match) => match[1] ?? '')
		.filter((target) => !/^[a-z]+:/.test(target));
	expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(page), target)))).toEqual([]);
});

/** The anchors that GitHub makes of a page's headings. */
const anchorsOf = (page: string): string[] =>
	[...read(page).matchAll(/^#+ (.+)$/gm)].map((match) =>
		(match[1] ?? '')
			.toLowerCase()
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);

it.each(pages)('has no link to a heading that is not there in %s', (page) => {
	const links = [...read(page).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)].filter(
		([, target]) => !/^[a-z]+:/.test(target ?? ''),
	);
	const dead = links.filter(([, target, anchor]) => {
		const file = target === '' || target === undefined ? page : path.join(path.dirname(page), target);
		return file.endsWith('.md') && !anchorsOf(file).includes(anchor ?? '');
	});
	expect(dead.map(([link]) => link)).toEqual([]);
});

// A page that names a command or a file is believed.
it.each(pages)('names only commands that there are in %s', (page) => {
	const manifest: unknown = JSON.parse(read('package.json'));
	const scripts =
		typeof manifest === 'object' && manifest !== null && 'scripts' in manifest
			? Object.keys(manifest.scripts ?? {})
			: [];
	const named = [...read(page).matchAll(/\bnpm run ([a-z]+)/g)].map((match) => match[1] ?? '');
	expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});

it.each(['CONTRIBUTING.md', 'docs/debugging.md'])('names only files that there are in %s', (page) => {
	const named = [...read(page).matchAll(/`((?:nodes|sandbox|test|tools|docs)\/[\w./-]+\.\w+)`/g)].map(
		(match) => match[1] ?? '',
	);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((file) => !existsSync(path.join(root, file)) && !file.includes('suspend'))).toEqual([]);
});
