import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { withOperations } from '../../tools/docs/operations';
import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import { allNodes } from '../nodeClasses';

const folder = path.resolve(__dirname, '../../docs/nodes');
const nodes = allNodes().map(({ description }) => description);
const pageOf = (name: string): string => readFileSync(path.join(folder, `${name}.md`), 'utf8');

it('has a page for every node, and none for a node that is not there', () => {
	const pages = readdirSync(folder).filter((file) => file !== 'README.md');
	expect(pages.sort()).toEqual(nodes.map(({ name }) => `${name}.md`).sort());
});

it('lists every page', () => {
	const index = pageOf('README');
	expect(nodes.filter(({ name }) => !index.includes(`](${name}.md)`)).map(({ name }) => name)).toEqual([]);
});

describe.each(nodes.map((node) => [node.name, node] as const))('the page of %s', (name, node) => {
	const page = existsSync(path.join(folder, `${name}.md`)) ? pageOf(name) : '';

	it('has the operations that the node has (npm run docs)', () => {
		expect(withOperations(page, node)).toBe(page);
	});

	it('has an example that the editor takes as it is', () => {
		const [example = ''] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
		const workflow: unknown = JSON.parse(example);
		if (!isRecord(workflow)) throw new Error('The example is no workflow');
		const steps = readRecords(workflow, 'nodes');
		expect(steps.map((step) => readString(step, 'type'))).toContain(`n8n-nodes-slipway.${name}`);
		expect(steps.flatMap(faultsOf)).toEqual([]);
		const names = steps.map((step) => readString(step, 'name'));
		const connections = isRecord(workflow.connections) ? workflow.connections : {};
		const ends = JSON.stringify(connections).matchAll(/"node":"([^"]+)"/g);
		expect(
			[...Object.keys(connections), ...[...ends].map((match) => match[1])].filter((end) => !names.includes(end)),
		).toEqual([]);
	});
});

/** What of a step of ours the node does not know: the operation, a field of it, a choice, a way to give an id. */
function faultsOf(step: JsonRecord): string[] {
	const node = nodes.find(({ name }) => `n8n-nodes-slipway.${name}` === step.type);
	if (node === undefined) return readString(step, 'type')?.startsWith('n8n-nodes-slipway.') ? ['no such node'] : [];
	const parameters = isRecord(step.parameters) ? step.parameters : {};
	const versions = [node.version].flat();
	return [
		...(versions.some((version) => version === step.typeVersion) ? [] : [`version ${String(step.typeVersion)}`]),
		...Object.entries(parameters).flatMap(([name, value]) => faultOf(node, parameters, name, value)),
	];
}

/** n8n gives every polling trigger this field. */
const givenByN8n = ['pollTimes'];

function faultOf(node: INodeTypeDescription, parameters: JsonRecord, name: string, value: unknown): string[] {
	if (givenByN8n.includes(name)) return [];
	const fields = node.properties.filter((field) => field.name === name && isShown(field, parameters));
	if (fields.length === 0) return [`${name}: no such field of ${String(parameters.operation)}`];
	const [field] = fields;
	if (field?.type === 'options' && !String(value).startsWith('=')) {
		const choices = (field.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
		return choices.some((choice) => choice === value) ? [] : [`${name}: no choice ${String(value)}`];
	}
	if (field?.type === 'resourceLocator' && isRecord(value)) {
		return (field.modes ?? []).some(({ name: mode }) => mode === value.mode)
			? []
			: [`${name}: no ${String(value.mode)}`];
	}
	return [];
}

function isShown({ displayOptions }: INodeProperties, parameters: JsonRecord): boolean {
	return ['resource', 'operation'].every((menu) => {
		const shown = displayOptions?.show?.[menu];
		return shown === undefined || shown.some((choice) => choice === parameters[menu]);
	});
}
