import { readFileSync } from 'node:fs';

import { nodeFiles } from './nodeClasses';

interface PanelEntry {
	readonly className: string;
	/** What n8n's node panel searches: the node's name, and the aliases in its codex file. */
	readonly words: readonly string[];
}

const panel: readonly PanelEntry[] = nodeFiles.map(({ className, file }) => {
	const displayName = /^\t\tdisplayName: '([^']+)'/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
	const { alias } = JSON.parse(readFileSync(file.replace('.node.ts', '.node.json'), 'utf8')) as { alias: string[] };
	return { className, words: [displayName, ...alias] };
});

/** The nodes that the panel shows for a search, without those it only guesses from scattered letters. */
const foundBy = (search: string) =>
	panel
		.filter(({ words }) => words.some((word) => word.toLowerCase().includes(search)))
		.map(({ className }) => className)
		.sort();

it('finds every node of the package by its name', () => {
	expect(panel.length).toBeGreaterThanOrEqual(13);
	expect(foundBy('slipway')).toEqual(panel.map(({ className }) => className).sort());
});

it.each([
	[
		'deploy',
		[
			'Apollo',
			'AwsEcs',
			'Fly',
			'GitHubDeployTrigger',
			'GitHubDeployments',
			'NetlifyDeployTrigger',
			'NetlifyDeployments',
			'ServiceCatalog',
			'Temporal',
		],
	],
	['rollback', ['Apollo', 'AwsEcs', 'AwsSecretsManager', 'Fly', 'NetlifyDeployments', 'Temporal']],
	['roll back', ['Apollo', 'AwsEcs', 'AwsSecretsManager', 'Fly', 'NetlifyDeployments', 'Temporal']],
	['preview', ['GitHubDeployTrigger', 'Neon', 'NetlifyDeployTrigger', 'NetlifyDeployments']],
	['page', ['PagerDutyEvents']],
])('finds by "%s" the nodes that do it', (search, classNames) => {
	expect(foundBy(search)).toEqual(classNames);
});

it.each(panel)('gives no alias of $className twice', ({ words }) => {
	const [, ...aliases] = words;
	expect(aliases.filter((alias, index) => aliases.indexOf(alias) !== index)).toEqual([]);
});
