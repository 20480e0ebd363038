import type { INodeProperties } from 'n8n-workflow';

import type { JsonRecord } from '../../../tools/json';
import type { DescribedNode } from '../../../tools/docs/operations';
import { stepsOf } from '../../../tools/docs/steps';
import { withWorkflow, withWorkflowList } from '../../../tools/docs/workflowPage';
import type { BundledWorkflow } from '../../../tools/workflows/bundle';

const menu = (name: string, values: readonly string[], resource?: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'options',
	default: values[0] ?? '',
	options: values.map((value) => ({ name: value.toUpperCase(), value })),
	...(resource === undefined ? {} : { displayOptions: { show: { resource: [resource] } } }),
});

const nodes: DescribedNode[] = [
	{
		name: 'fly',
		displayName: 'Fly.io',
		properties: [
			menu('resource', ['release', 'app']),
			menu('operation', ['deploy', 'wait'], 'release'),
			menu('operation', ['get'], 'app'),
		],
	},
];

const step = (name: string, type: string, more: JsonRecord = {}): JsonRecord => ({
	name,
	type,
	parameters: {},
	...more,
});
const ends = (...outputs: readonly string[][]): JsonRecord => ({
	main: outputs.map((output) => output.map((node) => ({ node, type: 'main', index: 0 }))),
});

const first: BundledWorkflow = workflowOf('01-first.json', 'first01', 'Slipway 01: Do first', {
	nodes: [
		step('End', 'n8n-nodes-base.noOp'),
		step('Ask', 'n8n-nodes-base.executeWorkflow', {
			parameters: { workflowId: { value: 'second02' }, options: { waitForSubWorkflow: false } },
		}),
		step('Note', 'n8n-nodes-base.stickyNote', { position: [500, 0], parameters: { content: '## Why?\nBecause.' } }),
		step('Say', 'n8n-nodes-base.stickyNote', { position: [0, 0], parameters: { content: '## First\nThis.\n\nThat.' } }),
		step('Which?', 'n8n-nodes-base.if'),
		step('Read', 'n8n-nodes-base.dataTable', {
			parameters: { operation: 'get', dataTableId: { value: 'slipway_services' } },
		}),
		step('Deploy', 'n8n-nodes-slipway.fly', { credentials: { slipwayFlyApi: { id: 'x', name: 'Fly.io' } } }),
		step('See', 'n8n-nodes-slipway.fly', { parameters: { resource: 'app', operation: 'get' } }),
		step('Begin', 'n8n-nodes-base.manualTrigger'),
		step('Never reached', 'n8n-nodes-base.noOp'),
	],
	connections: {
		Begin: ends(['Read']),
		Read: ends(['Which?']),
		'Which?': ends(['Deploy'], ['See']),
		Deploy: ends(['Ask']),
		Ask: ends(['End', 'Read']),
		See: ends(['End']),
	},
	settings: { errorWorkflow: 'second02' },
});
const second = workflowOf('02-second.json', 'second02', 'Slipway 02: Do then', {
	nodes: [step('Called', 'n8n-nodes-base.executeWorkflowTrigger')],
	connections: {},
});

function workflowOf(file: string, id: string, name: string, content: JsonRecord): BundledWorkflow {
	return { file, id, name, publish: true, content: { id, name, ...content } };
}

const marks = '<!-- made by npm run docs -->\nold\n<!-- end -->\n';
const pageOf = (workflow: BundledWorkflow): string =>
	withWorkflow(`# A\n\n${marks}by hand`, workflow, [first, second], nodes);

it('lists the steps as n8n comes to them, each once, without what is never reached', () => {
	expect(stepsOf(first.content, nodes).map(({ name }) => name)).toEqual([
		'Begin',
		'Read',
		'Which?',
		'Deploy',
		'Ask',
		'End',
		'See',
	]);
});

it('says what each does, the default that a saved workflow leaves out included', () => {
	const page = pageOf(first);
	expect(page).toContain('| 2 | Read | Data Table, reads `slipway_services` |');
	expect(page).toContain('| 4 | Deploy | Fly.io, RELEASE: DEPLOY |');
	expect(page).toContain('| 7 | See | Fly.io, APP: GET |');
	expect(page).toContain('| 5 | Ask | Execute Sub-workflow: starts [02 Do then](02-second.md) and does not wait |');
});

it('says who calls whom, and keeps what was written by hand', () => {
	expect(pageOf(first)).toContain('| calls | [02 Do then](02-second.md) |');
	expect(pageOf(first)).toContain('| when it dies | [02 Do then](02-second.md) |');
	expect(pageOf(first)).toContain('| credentials | Fly.io |');
	expect(pageOf(second)).toContain('| called by | [01 Do first](01-first.md) |');
	expect(pageOf(first)).not.toContain('old');
	expect(pageOf(first)).toMatch(/^# A\n\n<!-- made[^]*<!-- end -->\nby hand$/);
});

it('has the notes from left to right, with their headings as sentences', () => {
	expect(pageOf(first)).toContain('**First.** This.\n\nThat.\n\n**Why?** Because.');
});

it.each<[string, JsonRecord, string]>([
	['a node that has no name here', step('New', 'n8n-nodes-base.code'), 'has no name for the node code'],
	[
		'an operation that the node does not have',
		step('New', 'n8n-nodes-slipway.fly', { parameters: { operation: 'fly' } }),
		'has no operation release: fly',
	],
])('refuses %s', (_, node, message) => {
	const workflow = workflowOf('03-a.json', 'third03', 'Slipway 03: A', { nodes: [node], connections: {} });
	expect(() => withWorkflow(marks, workflow, [workflow], nodes)).toThrow(message);
});

it('refuses a page without a place for it', () => {
	expect(() => withWorkflow('# A', second, [second], nodes)).toThrow('has no place for what is made');
});

it('lists every page with its first paragraph', () => {
	const index = withWorkflowList(marks, [first, second], ({ id }) => `# ${id}\n\nWhat ${id} is for.\n\nMore.`);
	expect(index).toContain('| [01 Do first](01-first.md) | What first01 is for. |\n| [02 Do then](02-second.md) |');
});
