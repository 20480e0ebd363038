import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { type Bundle, bundleOf } from '../../nodes/SlipwayBundle/state/bundle';
import { canonicalText } from '../../nodes/SlipwayBundle/state/canonical';
import { describeLacking, fitBundle, type FittedBundle } from '../../nodes/SlipwayBundle/state/fitBundle';
import { WHOLE_PACKAGE } from '../../nodes/SlipwayBundle/state/packageNames';
import { type JsonRecord, readPath, readRecords, readString } from '../../tools/json';
import { packageNames, packageOfNode } from '../../tools/vendorPackages';

const readJson = (file: string): JsonRecord =>
	JSON.parse(readFileSync(resolve(__dirname, '../../workflows', file), 'utf8'));
const manifest = readJson('manifest.json');
const files = readRecords(manifest, 'workflows').map((entry) => readString(entry, 'file') ?? '');
const bundle: Bundle = bundleOf(manifest, new Map(files.map((file) => [file, readJson(file)])), 'workflows');
const without = (...suffixes: string[]): string[] =>
	packageNames.filter((name) => !suffixes.some((suffix) => name === `${WHOLE_PACKAGE}-${suffix}`));
const contentOf = (fitted: FittedBundle, number: string): JsonRecord =>
	fitted.bundle.workflows.find(({ file }) => file.startsWith(number))?.content ?? {};
const typesIn = (content: JsonRecord): string[] =>
	readRecords(content, 'nodes').map((node) => readString(node, 'type') ?? '');
const extents = (fitted: FittedBundle): Record<string, string> =>
	Object.fromEntries(fitted.lacking.map(({ file, extent }) => [file.slice(0, 2), extent]));

it('leaves the bundle as it is where the whole package is', () => {
	const fitted = fitBundle(bundle, [WHOLE_PACKAGE]);
	expect(fitted.bundle).toBe(bundle);
	expect(fitted.lacking).toEqual([]);
});

describe('on every vendor’s package', () => {
	const fitted = fitBundle(bundle, packageNames);

	it('writes each node with the package that has it, and none that no package has', () => {
		const ours = fitted.bundle.workflows
			.flatMap(({ content }) => typesIn(content))
			.filter((type) => /slipway/.test(type));
		const known = new Set([...packageOfNode()].map(([node, name]) => `${name}.${node}`));
		expect(ours.length).toBeGreaterThan(100);
		expect(ours.filter((type) => !known.has(type))).toEqual([]);
	});

	it('does without what is in the whole package alone, and says so', () => {
		expect(extents(fitted)).toEqual({
			'09': 'replaced',
			'10': 'leftOut',
			'27': 'partly',
			'28': 'partly',
			'34': 'replaced',
			'35': 'replaced',
			'37': 'partly',
			'41': 'replaced',
		});
		const [secrets, board] = fitted.lacking;
		expect(secrets && describeLacking(secrets)).toBe(
			'09-sync-secrets.json: replaced by a workflow that hands its item back with the reason: it needs n8n-nodes-slipway ("List what is due", "Bring over what differs", "Say how it went")',
		);
		expect(board && describeLacking(board)).toMatch(/^10-board\.json: not installed: it needs n8n-nodes-slipway \(/);
	});

	it('calls no workflow that is not installed', () => {
		const installed = new Set(fitted.bundle.workflows.map(({ id }) => id));
		const called = fitted.bundle.workflows.flatMap(({ content }) =>
			[...JSON.stringify(content).matchAll(/"__rl":true[^}]*"value":"(slipway\d\d\w+)"/g)].map(([, id]) => id ?? ''),
		);
		expect(called.length).toBeGreaterThan(50);
		expect(called.filter((id) => !installed.has(id))).toEqual([]);
	});

	it('takes every edit back into the files without a trace of it', () => {
		for (const workflow of fitted.bundle.workflows.filter(({ isReplaced }) => isReplaced !== true)) {
			const file = bundle.workflows.find(({ id }) => id === workflow.id);
			expect(canonicalText(fitted.restore(workflow, workflow.content))).toBe(canonicalText(file?.content ?? {}));
		}
	});

	it('keeps what a person moved, renamed or added', () => {
		const [workflow] = fitted.bundle.workflows.filter(({ file }) => file.startsWith('28'));
		const nodes = readRecords(workflow?.content ?? {}, 'nodes').map((node) =>
			node.name === 'Give it its secrets' ? { ...node, name: 'Secrets', position: [1, 2] } : node,
		);
		const added = { id: 'mine', name: 'Mine', type: 'n8n-nodes-slipway-fly.fly', parameters: {} };
		const back =
			workflow && readRecords(fitted.restore(workflow, { ...workflow.content, nodes: [...nodes, added] }), 'nodes');
		expect(back?.find(({ name }) => name === 'Secrets')).toMatchObject({
			type: 'n8n-nodes-slipway.secretSync',
			position: [1, 2],
			parameters: { operation: 'sync' },
		});
		expect(back?.find(({ name }) => name === 'Mine')).toEqual({ ...added, type: 'n8n-nodes-slipway.fly' });
	});
});

describe('without a vendor’s package', () => {
	const fitted = fitBundle(bundle, without('temporal', 'neon', 'github-watch'));

	it('answers for its platform that it is not installed, where a look puts its answer', () => {
		const step = readRecords(contentOf(fitted, '24'), 'nodes').find(({ name }) => name === 'See which version is live');
		const text = readPath(step, 'parameters', 'jsonOutput');
		expect(JSON.parse(typeof text === 'string' ? text : '')).toEqual({
			live: {
				ok: false,
				isInstalled: false,
				error: {
					message: '"See which version is live" needs n8n-nodes-slipway-temporal, which this n8n does not have',
					advice: expect.stringContaining('Install n8n-nodes-slipway-temporal there, then install the workflows again'),
					canRetry: false,
				},
			},
		});
		expect(step).not.toHaveProperty('credentials');
		expect(step).not.toHaveProperty('onError');
	});

	it('leaves out what starts by a node that is not there', () => {
		expect(extents(fitted)).toMatchObject({ '08': 'leftOut', '31': 'leftOut', '24': 'partly', '19': 'partly' });
	});

	it('replaces what others call by a workflow that hands its item back', () => {
		const content = contentOf(fitted, '45');
		expect(typesIn(content)).toEqual(['n8n-nodes-base.executeWorkflowTrigger', 'n8n-nodes-base.set']);
		expect(content.id).toBe(bundle.workflows.find(({ file }) => file.startsWith('45'))?.id);
	});
});

it('refuses where no release could run, and says what is missing', () => {
	expect(() => fitBundle(bundle, without('upstash', 'pagerduty'))).toThrow(
		/No release can run without n8n-nodes-slipway-upstash and n8n-nodes-slipway-pagerduty/,
	);
	expect(() => fitBundle(bundle, [])).toThrow(/none of our packages/);
});
