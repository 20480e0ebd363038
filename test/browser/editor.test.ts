import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { type JsonRecord, readString } from '../../tools/json';
import { PROJECT_FOLDER } from '../../tools/stack';
import { startStack, type TestStack } from '../n8n/realN8n';
import { isFull, sampled } from '../sample';
import { keepScreenshot, launchBrowser, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';
import { type CanvasBox, type EditorPage, editorPage } from './editorPage';

describeInBrowser("n8n's editor", () => {
	let stack: TestStack;
	let browser: Browser;
	let page: Page;
	let editor: EditorPage;
	const pageErrors: string[] = [];

	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchBrowser()]);
		const context = await signedInContext(browser, stack.n8n, { viewport: { width: 1680, height: 950 } });
		page = await context.newPage();
		page.on('pageerror', ({ message }) => pageErrors.push(message));
		editor = editorPage(page, stack.n8n.origin);
	});

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	});

	// Each of fifty takes seconds, and on a loaded machine ten times as many.
	it(`opens ${isFull ? 'every workflow' : 'every third workflow'} of the bundle: known nodes, all icons, nothing over anything else`, async () => {
		const remote = await stack.api.listWorkflows();
		const overlaps: string[] = [];
		for (const { file, name } of sampled(stack.bundle.workflows, 3)) {
			const workflow = remote.find((candidate) => candidate.name === name);
			if (!workflow) throw new Error(`${name} is not in n8n.`);
			await editor.openWorkflow(
				workflow.id,
				workflow.nodes.map((node) => String(node.id)),
			);
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
	}, 900_000);

	it.each([
		['netlify deployments', 'Netlify Deployments'],
		['health check', 'Health Check'],
		['upstash', 'Upstash'],
		// The panel leaves out the word Trigger.
		['github deploy', 'GitHub Deploy'],
		['service catalog', 'Service Catalog'],
		['pagerduty', 'PagerDuty Events'],
		['fly', 'Fly.io'],
		['ecs', 'AWS ECS'],
		['secrets manager', 'AWS Secrets Manager'],
		['neon', 'Neon'],
		['secret sync', 'Secret Sync'],
	])('finds in the node panel, by "%s", %s', async (words, title) => {
		expect(await editor.searchNodes(words)).toContain(title);
	});

	const inList = (value = '') => ({ __rl: true, mode: 'list', value, cachedResultName: value });
	const pickers: ReadonlyArray<[string, Picker]> = [
		[
			'sites of Trigger Build',
			{
				type: 'netlifyDeployments',
				credential: 'slipwayNetlifyApi',
				parameters: { resource: 'deploy', operation: 'triggerBuild', site: inList() },
				field: 'site',
				expected: ['paintbox', 'promoteros', 'crown-trophy'],
			},
		],
		[
			'apps of Deploy Image',
			{
				type: 'fly',
				credential: 'slipwayFlyApi',
				parameters: { resource: 'release', operation: 'deployImage', app: inList() },
				field: 'app',
				expected: ['paintbox-api'],
			},
		],
		[
			"releases of Fly.io's Roll Back",
			{
				type: 'fly',
				credential: 'slipwayFlyApi',
				parameters: { resource: 'release', operation: 'rollBack', app: inList('paintbox-api'), release: inList() },
				field: 'release',
				expected: ['v1'],
			},
		],
		[
			'services of AWS ECS',
			{
				type: 'awsEcs',
				credential: 'slipwayAwsApi',
				parameters: { resource: 'service', operation: 'deploy', cluster: inList('candlefish'), service: inList() },
				field: 'service',
				expected: ['nanda-workers'],
			},
		],
		[
			'secrets of AWS Secrets Manager',
			{
				type: 'awsSecretsManager',
				credential: 'slipwayAwsApi',
				parameters: { resource: 'secret', operation: 'get', secret: inList() },
				field: 'secret',
				expected: ['candlefish/'],
			},
		],
		[
			'projects of Neon',
			{
				type: 'neon',
				credential: 'slipwayNeonApi',
				parameters: { resource: 'branch', operation: 'ensure', project: inList() },
				field: 'project',
				expected: ['paintbox', 'promoteros'],
			},
		],
		[
			'branches of a Neon project',
			{
				type: 'neon',
				credential: 'slipwayNeonApi',
				parameters: {
					resource: 'branch',
					operation: 'resetFromParent',
					project: inList('sandbox-paintbox-123456'),
					branch: inList(),
				},
				field: 'branch',
				expected: ['main'],
			},
		],
		[
			'databases of Upstash',
			{
				type: 'upstash',
				credential: 'slipwayUpstashManagementApi',
				parameters: { resource: 'database', operation: 'get', database: inList() },
				field: 'database',
				expected: ['slipway'],
			},
		],
		[
			'apps that Secret Sync can fill',
			{
				type: 'secretSync',
				credential: 'slipwayFlyApi',
				parameters: {
					resource: 'secret',
					operation: 'sync',
					source: 'awsSecretsManager',
					target: 'fly',
					app: inList(),
				},
				field: 'app',
				expected: ['paintbox-api'],
			},
		],
	];

	it.each(pickers)('offers the %s in a picker', async (words, { type, credential, parameters, field, expected }) => {
		const name = words.replace(/[^\w ]/g, '');
		// n8n refuses a node with a credential that its description does not name.
		const credentials = (await stack.api.listCredentials()).filter((known) =>
			supportedNodes(known.type).includes(type),
		);
		if (!credentials.some((known) => known.type === credential))
			throw new Error(`n8n has no credential of type ${credential}.`);
		const node = {
			id: '6a7f2f0e-8d0c-4a62-9c1d-6e3f0e6f9a01',
			name,
			type: `n8n-nodes-slipway.${type}`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(credentials.map((known) => [known.type, { id: known.id, name: known.name }])),
		};
		const { id } = await stack.api.createWorkflow({
			name: `Picker: ${name}`,
			nodes: [node],
			connections: {},
			settings: {},
		});
		await editor.openWorkflow(id, [node.id]);
		await editor.openNode(name);
		const options = await editor.pickerOptions(field);
		await keepScreenshot(page, `editor-picker-${name.replaceAll(' ', '-')}`);
		expect(options).toEqual(expect.arrayContaining(expected.map((each) => expect.stringContaining(each))));
		expect(await editor.errorMessages()).toEqual([]);
	});
});

/** Which nodes n8n lets use a credential type, as the built package tells it. */
function supportedNodes(credentialType: string): readonly string[] {
	const known = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'dist/known/credentials.json'), 'utf8')) as Record<
		string,
		{ readonly supportedNodes?: readonly string[] }
	>;
	return known[credentialType]?.supportedNodes ?? [];
}

interface Picker {
	readonly type: string;
	/** What the picker asks the platform with. */
	readonly credential: string;
	readonly parameters: JsonRecord;
	readonly field: string;
	readonly expected: readonly string[];
}

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
