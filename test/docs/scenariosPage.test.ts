import { readFileSync } from 'node:fs';
import path from 'node:path';

import { SCENARIOS } from '../../tools/deliver/scenarios';

const root = path.resolve(__dirname, '../..');
const namedIn = (page: string): string[] =>
	[...readFileSync(path.join(root, page), 'utf8').matchAll(/^\| `npm run deliver -- ([a-z-]+)` \| .+ \|$/gm)].map(
		([, name = '']) => name,
	);
const names = SCENARIOS.map(({ name }) => name);

it('tells what every scenario does, once', () => {
	expect(namedIn('docs/scenarios.md').sort()).toEqual([...names].sort());
});

it('shows in README some of those that there are', () => {
	const shown = namedIn('README.md');
	expect(shown.length).toBeGreaterThan(4);
	expect(shown.filter((name) => !names.includes(name))).toEqual([]);
});
