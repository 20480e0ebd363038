import { join } from 'node:path';

import { type JsonRecord, readPath } from '../../tools/json';
import { type Bundle, type BundledWorkflow, readBundle } from '../../tools/workflows/bundle';
import { inDependencyOrder } from '../../nodes/SlipwayBundle/state/dependencyOrder';
import {
	calledWorkflows,
	type InstanceIds,
	referencedWorkflows,
	toInstance,
	toPortable,
} from '../../nodes/SlipwayBundle/state/rewire';

/** A step of ours that calls a workflow, as the editor saves it: n8n knows of no reference in it. */
const runWhileHeld = (workflowId: string, mode = 'list'): JsonRecord => ({
	id: `run-${workflowId}`,
	name: `Run ${workflowId}`,
	type: 'n8n-nodes-slipway.upstash',
	parameters: {
		resource: 'lock',
		operation: 'runWhileHeld',
		workflow: {
			__rl: true,
			mode,
			value: workflowId,
			...(mode === 'list' && { cachedResultName: 'of one n8n', cachedResultUrl: '/workflow/x' }),
		},
	},
});

const workflow = (id: string, nodes: readonly JsonRecord[], errorWorkflow?: string): BundledWorkflow => ({
	file: `${id}.json`,
	id,
	name: id,
	publish: true,
	content: { id, name: id, nodes, settings: { ...(errorWorkflow !== undefined && { errorWorkflow }) } },
});

const ids: InstanceIds = {
	workflows: {
		entries: [
			{ portableId: 'release', instanceId: 'Kx1', name: 'Slipway 02: Release' },
			{ portableId: 'deploy', instanceId: 'Kx2', name: 'Slipway 03: Deploy' },
		],
	},
	dataTables: { entries: [] },
	credentialFor: () => ({ missing: 'none' }),
};

const chosen = (nodes: readonly JsonRecord[]): unknown => readPath(nodes[0], 'parameters', 'workflow');

describe('a workflow that a step of ours calls', () => {
	it.each(['list', 'id'])('gets its id in one n8n, chosen by %s, and the portable one back', (mode) => {
		const { content } = workflow('release', [runWhileHeld('deploy', mode)]);
		const there = toInstance(content, {}, ids);
		expect(chosen(there.nodes)).toMatchObject({
			value: 'Kx2',
			...(mode === 'list' && { cachedResultName: 'Slipway 03: Deploy' }),
		});
		expect(chosen(there.nodes)).not.toHaveProperty('cachedResultUrl');
		const back = toPortable({ nodes: there.nodes }, {}, ids, ({ role }) => ({ id: role, name: '' }));
		expect(chosen(back.nodes)).toMatchObject({ value: 'deploy' });
	});

	it('is known as called, and an error workflow as referred to only', () => {
		const { content } = workflow('release', [runWhileHeld('deploy')], 'mourner');
		const portableIds = new Set(['release', 'deploy', 'mourner']);
		expect(calledWorkflows(content, portableIds)).toEqual(['deploy']);
		expect(referencedWorkflows(content, portableIds)).toEqual(['deploy', 'mourner']);
	});
});

describe('the order in which workflows are published', () => {
	const orderOf = (workflows: readonly BundledWorkflow[]): string[] =>
		inDependencyOrder(workflows, new Set(workflows.map(({ id }) => id))).map(({ id }) => id);

	it('has a workflow that a step of ours calls before its caller', () => {
		expect(orderOf([workflow('release', [runWhileHeld('deploy')]), workflow('deploy', [])])).toEqual([
			'deploy',
			'release',
		]);
	});

	it('has an error workflow first, unless it calls what it is the error workflow of', () => {
		const release = workflow('release', [runWhileHeld('deploy'), runWhileHeld('release')], 'mourner');
		const deploy = workflow('deploy', [], 'mourner');
		const alone = workflow('alone', [], 'mourner');
		expect(orderOf([release, deploy, alone, workflow('mourner', [runWhileHeld('release')])])).toEqual([
			'deploy',
			'release',
			'mourner',
			'alone',
		]);
	});

	it('ends for workflows that call each other', () => {
		expect(orderOf([workflow('a', [runWhileHeld('b')]), workflow('b', [runWhileHeld('a')])])).toEqual(['b', 'a']);
	});

	it('publishes each workflow of the bundle after all that it calls, as n8n demands', async () => {
		const bundle: Bundle = await readBundle(join(__dirname, '..', '..', 'workflows'));
		const portableIds = new Set(bundle.workflows.map(({ id }) => id));
		const order = inDependencyOrder(bundle.workflows, portableIds);
		const tooEarly = order.flatMap(({ id, content }, place) =>
			calledWorkflows(content, portableIds)
				.filter((called) => order.slice(place).some((later) => later.id === called))
				.map((called) => `${id} before ${called}`),
		);
		expect(tooEarly).toEqual([]);
		expect(order).toHaveLength(bundle.workflows.length);
	});
});
