import type { Browser, Page } from 'playwright-core';

import { readString } from '../../tools/json';
import { startStack, type TestStack } from '../n8n/realN8n';
import { keepScreenshot, launchBrowser, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';
import { type CanvasBox, type EditorPage, editorPage } from './editorPage';

describeInBrowser('n8n\'s editor', () => {
	let stack: TestStack;
	let browser: Browser;
	let page: Page;
	let editor: EditorPage;
	const pageErrors: string[] = [];

	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchBrowser()]);
		const context = await signedInContext(browser, stack.n8n.origin, { viewport: { width: 1680, height: 950 } });
		page = await context.newPage();
		page.on('pageerror', ({ message }) => pageErrors.push(message));
		editor = editorPage(page, stack.n8n.origin);
	}, 180_000);

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	}, 60_000);

	it('opens every workflow of the bundle: known nodes, all icons, nothing over anything else', async () => {
		const remote = await stack.api.listWorkflows();
		const overlaps: string[] = [];
		for (const { file, name } of stack.bundle.workflows) {
			const workflow = remote.find((candidate) => candidate.name === name);
			if (!workflow) throw new Error(`${name} is not in n8n.`);
			await editor.openWorkflow(workflow.id, workflow.nodes.length);
			await keepScreenshot(page, `editor-${file.replace('.json', '')}`);
			expect(await editor.errorMessages()).toEqual([]);
			const shown = await editor.nodes();
			const expected = workflow.nodes.flatMap((node) => {
				const type = readString(node, 'type');
				return type === 'n8n-nodes-base.stickyNote' ? [] : [{ name: node.name, type, hasIcon: true }];
			});
			expect(shown).toHaveLength(expected.length);
			expect(shown).toEqual(expect.arrayContaining(expected));
			overlaps.push(...overlapping(await editor.boxes()).map((pair) => `${file}: ${pair}`));
		}
		expect(overlaps).toEqual([]);
		expect(pageErrors).toEqual([]);
	}, 180_000);

	it.each([
		['netlify deployments', 'Netlify Deployments'],
		['health check', 'Health Check'],
		['upstash', 'Upstash'],
		// The panel leaves out the word Trigger.
		['github deploy', 'GitHub Deploy'],
		['service catalog', 'Service Catalog'],
		['pagerduty', 'PagerDuty Events'],
	])('finds in the node panel, by "%s", %s', async (words, title) => {
		expect(await editor.searchNodes(words)).toContain(title);
	}, 30_000);

	it('offers the sites of the account in the picker of Trigger Build', async () => {
		const credential = (await stack.api.listCredentials()).find(({ type }) => type === 'slipwayNetlifyApi');
		if (!credential) throw new Error('n8n has no Netlify credential.');
		const node = {
			id: '6a7f2f0e-8d0c-4a62-9c1d-6e3f0e6f9a01',
			name: 'Trigger a build',
			type: 'n8n-nodes-slipway.netlifyDeployments',
			typeVersion: 1,
			position: [0, 0],
			parameters: { resource: 'deploy', operation: 'triggerBuild', site: { __rl: true, mode: 'list', value: '' } },
			credentials: { slipwayNetlifyApi: { id: credential.id, name: credential.name } },
		};
		const { id } = await stack.api.createWorkflow({ name: 'Picker', nodes: [node], connections: {}, settings: {} });
		await editor.openWorkflow(id, 1);
		await editor.openNode('Trigger a build');
		const options = await editor.pickerOptions('site');
		await keepScreenshot(page, 'editor-picker');
		expect(options).toEqual(
			expect.arrayContaining(['paintbox', 'promoteros', 'crown-trophy'].map((name) => expect.stringContaining(name))),
		);
		expect(await editor.errorMessages()).toEqual([]);
	}, 60_000);
});

/** Pairs that lie over one another, `first / second`. Touching by a pixel is no overlap. */
function overlapping(boxes: readonly CanvasBox[]): string[] {
	return boxes.flatMap((first, index) =>
		boxes
			.slice(index + 1)
			.filter(
				(second) =>
					Math.min(first.right, second.right) - Math.max(first.left, second.left) > 1 &&
					Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top) > 1,
			)
			.map((second) => `${first.name} / ${second.name}`),
	);
}
