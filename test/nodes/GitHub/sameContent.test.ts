import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { gitHubClient } from '../../../nodes/GitHub/api/client';
import { repositoryFrom } from '../../../nodes/GitHub/api/repositories';
import { sameContent } from '../../../nodes/GitHub/api/sameContent';
import { GitHubDeployments } from '../../../nodes/GitHub/GitHubDeployments.node';
import type { GlobFilter } from '../../../nodes/deployment/values/globs/globFilter';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const pathsOf = (...include: string[]): GlobFilter => ({ include, exclude: [], names: 'paths' });
const site = pathsOf('apps/paintbox/**');
const api = pathsOf('services/api/**');

/** A node with GitHub's credential that asks this one thing, so that the helper runs in n8n's own context. */
function asking(base: string, head: string, paths: GlobFilter): INodeType {
	const { credentials = [], ...description } = new GitHubDeployments().description;
	return {
		description: {
			...description,
			name: 'sameContent',
			properties: [],
			credentials: credentials.map(({ name }) => ({ name, required: true })),
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const client = gitHubClient({ functions: this, itemIndex: 0 });
			return [[{ json: { same: await sameContent(client, repositoryFrom(repositoryName), { base, head }, paths) } }]];
		},
	};
}

async function isSame(base: string, head: string, paths: GlobFilter): Promise<unknown> {
	const [json] = await runNodeForJson({
		node: asking(base, head, paths),
		parameters: {},
		credentials: [driver.github.credential()],
	});
	return json?.same;
}

const comparisons = () =>
	driver.github.sandbox.requests({ platform: 'github' }).filter(({ path }) => path.includes('/compare/')).length;

it('tells by the files between two commits, whichever is the newer', async () => {
	const base = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
	const head = await driver.push({ files: { 'services/api/b.js': 'b' } });
	expect(await isSame(base, head, site)).toBe(true);
	expect(await isSame(base, head, api)).toBe(false);
	const asked = comparisons();
	expect(asked).toBe(2);
	// Behind: GitHub's own list is empty then.
	expect(await isSame(head, base, api)).toBe(false);
	expect(await isSame(head, base, site)).toBe(true);
	expect(comparisons() - asked).toBe(4);
});

it('asks in both directions where the two parted', async () => {
	const base = await driver.push();
	const one = await driver.push({ files: { 'services/api/b.js': 'b' } });
	const other = await driver.push({ ontoSha: base, files: { 'README.md': 'r' } });
	expect(await isSame(one, other, api)).toBe(false);
	expect(await isSame(other, one, api)).toBe(false);
	expect(await isSame(one, other, site)).toBe(true);
	expect(await isSame(one, other, pathsOf('README.md'))).toBe(false);
});

it('takes a revert for the same content', async () => {
	const before = await driver.push({ files: { 'services/api/b.js': 'one' } });
	await driver.push({ files: { 'services/api/b.js': 'two' } });
	const reverted = await driver.push({ files: { 'services/api/b.js': 'one' } });
	expect(await isSame(before, reverted, api)).toBe(true);
});

it('counts a file that was moved away, by its former name', async () => {
	const before = await driver.push({ files: { 'services/api/palette.js': 'the palette' } });
	const after = await driver.push({ files: { 'services/api/palette.js': null, 'libs/palette.js': 'the palette' } });
	expect(await isSame(before, after, api)).toBe(false);
	expect(await isSame(after, before, api)).toBe(false);
	expect(await isSame(before, after, pathsOf('libs/**'))).toBe(false);
	expect(await isSame(before, after, site)).toBe(true);
});

it('differs at any other commit where the service has no paths, and asks nobody', async () => {
	const base = await driver.push({ files: { 'README.md': 'r' } });
	const head = await driver.push({ files: { 'README.md': 's' } });
	expect(await isSame(base, head, pathsOf())).toBe(false);
	expect(await isSame(base, base, pathsOf())).toBe(true);
	expect(comparisons()).toBe(0);
	expect(await isSame(base, head, { include: [], exclude: ['*.md'], names: 'paths' })).toBe(true);
});

it('differs where GitHub lists 300 files, and not where it lists 299', async () => {
	const filesOf = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`bulk/${index}-${count}.txt`, `${count}`]));
	const base = await driver.push({ files: { 'README.md': 'r' } });
	const just = await driver.push({ files: filesOf(299) });
	const cut = await driver.push({ files: filesOf(300) });
	expect(await isSame(base, just, api)).toBe(true);
	expect(await isSame(just, cut, api)).toBe(false);
	expect(await isSame(cut, just, api)).toBe(false);
});

it('differs from a commit that is gone, and where no history is shared', async () => {
	const head = await driver.push();
	expect(await isSame('f'.repeat(40), head, api)).toBe(false);
	driver.github.sandbox.addFault({
		platform: 'github',
		path: '/repos/*/*/compare/**',
		kind: 'status',
		status: 404,
		body: { message: 'No common ancestor between a and b.' },
	});
	const other = await driver.push({ files: { 'README.md': 's' } });
	expect(await isSame(head, other, api)).toBe(false);
});

it('differs where an answer has no list', async () => {
	const base = await driver.push();
	const head = await driver.push({ files: { 'README.md': 's' } });
	driver.github.sandbox.addFault({
		platform: 'github',
		path: '/repos/*/*/compare/**',
		kind: 'status',
		status: 200,
		body: { status: 'ahead', ahead_by: 1, behind_by: 0, total_commits: 1, commits: [] },
	});
	expect(await isSame(base, head, api)).toBe(false);
});

it('is an error, and no answer, while GitHub cannot be asked', async () => {
	const base = await driver.push();
	const head = await driver.push({ files: { 'README.md': 's' } });
	driver.github.sandbox.addFault({ platform: 'github', path: '/repos', kind: 'status', status: 503, times: 'always' });
	await expect(isSame(base, head, api)).rejects.toThrow('503');
});
