import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { readPath } from '../../../tools/json';
import { createEngine, type Engine } from './engine';
import { describeOnEngine } from './installedN8n';
import { addWorkflow, redisStep, type SmallStep } from './smallWorkflows';

const parameters: INodeParameters = {
	resource: 'lock',
	operation: 'runWhileHeld',
	workflow: { __rl: true, mode: 'id', value: '={{ $json.child }}' },
	lockName: '={{ $json.lockKey ?? "" }}',
	owner: 'release-a',
	turnName: '={{ $json.turnName ?? "" }}',
	startAtMost: 10,
	runTogether: '={{ $json.together ?? "look" }}',
	putResultInField: '',
};

/** Stops the whole run when an item names no key. */
const look: SmallStep = {
	...redisStep('Look', []),
	parameters: { resource: 'key', operation: 'get', key: '={{ $json.key }}', putResultInField: 'answer' },
};
const limit: SmallStep = {
	name: 'Limit',
	type: 'n8n-nodes-base.limit',
	typeVersion: 1,
	parameters: { maxItems: 2 },
};
const backwards: SmallStep = {
	name: 'Sort',
	type: 'n8n-nodes-base.sort',
	typeVersion: 1,
	parameters: { sortFieldsUi: { sortField: [{ fieldName: 'key', order: 'descending' }] }, options: {} },
};

describeOnEngine('Upstash: Run While Held, together', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
		addWorkflow(engine, 'looks', [look]);
		addWorkflow(engine, 'looks-backwards', [look, backwards]);
		addWorkflow(engine, 'loses', [look, limit]);
		addWorkflow(engine, 'doubles', [
			look,
			{
				name: 'Split',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'parts', include: 'allOtherFields', options: {} },
			},
		]);
		addWorkflow(engine, 'parent', [{ ...redisStep('Work', []), parameters }]);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		engine.runner.forget();
		await engine.redis('MSET', 'a', '1', 'b', '2', 'c', '3');
	});

	const work = async (items: readonly IDataObject[]): Promise<INodeExecutionData[]> => {
		const workflow = engine.workflows.get('parent');
		if (!workflow) throw new Error('no parent');
		const run = await engine.runner.run(
			workflow,
			'trigger',
			items.map((json) => ({ json })),
		);
		await engine.runner.settled();
		if (run.error) throw run.error;
		return run.data?.resultData.runData.Work?.[0]?.data?.main?.[0] ?? [];
	};
	const items = (child: string, keys: readonly string[] = ['a', 'b', 'c']): IDataObject[] =>
		keys.map((key) => ({ child, key }));
	const answers = (output: readonly INodeExecutionData[]): unknown[] =>
		output.map(({ json }) => readPath(json, 'answer', 'value'));
	const runs = (output: readonly INodeExecutionData[]): unknown[] => output.map(({ json }) => json.run);

	it.each(['looks', 'looks-backwards'])('%s: one run for all, and each item gets its own answer', async (child) => {
		const output = await work(items(child));
		expect(output.map(({ json }) => json.key)).toEqual(['a', 'b', 'c']);
		expect(answers(output)).toEqual(['1', '2', '3']);
		const [run, ...others] = engine.runsOf(child);
		expect(others).toEqual([]);
		expect(runs(output)).toEqual(items(child).map(() => expect.objectContaining({ executionId: run?.executionId })));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		for (const { json } of output) expect(Object.keys(json).sort()).toEqual(['answer', 'child', 'key', 'run']);
	});

	it('gives each a run of its own when one stops the shared run, and only that one has failed', async () => {
		const output = await work(items('looks', ['a', '', 'c']));
		expect(answers(output)).toEqual(['1', undefined, '3']);
		expect(runs(output)).toMatchObject([
			{ ok: true },
			{ ok: false, state: 'failed', error: { message: expect.stringContaining('Key') } },
			{ ok: true },
		]);
		expect(engine.runsOf('looks')).toHaveLength(4);
	});

	it('gives one a run of its own that the shared run lost', async () => {
		const output = await work(items('loses'));
		expect(answers(output)).toEqual(['1', '2', '3']);
		expect(engine.runsOf('loses')).toHaveLength(2);
	});

	it('takes no answer of a run that hands an item back twice', async () => {
		const [twice, once] = await work([
			{ child: 'doubles', key: 'a', parts: [1, 2] },
			{ child: 'doubles', key: 'b', parts: [1] },
		]);
		expect(twice?.json.run).toMatchObject({ ok: false, error: { message: expect.stringContaining('2 items') } });
		expect(once?.json).toMatchObject({ answer: { value: '2' }, run: { ok: true } });
	});

	it('shares by its text alone: another, and none, have runs of their own', async () => {
		await work([
			...items('looks', ['a', 'b']).map((item) => ({ ...item, together: 'one' })),
			...items('looks', ['b', 'c']).map((item) => ({ ...item, together: 'other' })),
			...items('looks', ['a', 'b']).map((item) => ({ ...item, together: '' })),
		]);
		expect(engine.runsOf('looks')).toHaveLength(4);
	});

	it('begins without a sign of life of its turn, since it changes nothing', async () => {
		const asked = (): number => engine.sandbox.requests({ platform: 'upstash' }).length;
		const turned = items('looks').map((item) => ({ ...item, turnName: 'a/b@main' }));
		const before = asked();
		await work(turned);
		// One for each key.
		expect(asked() - before).toBe(3);
		// What may change something asks first, and learns that the turn is another's.
		const output = await work(turned.map((item) => ({ ...item, together: '' })));
		expect(runs(output)).toMatchObject(turned.map(() => ({ ok: false, state: 'turnLost' })));
		expect(asked() - before).toBe(3 + 1);
	});

	it('refuses a lock beside it: what changes something is never run twice', async () => {
		await expect(work([{ child: 'looks', key: 'a', lockKey: 'site' }])).rejects.toMatchObject({
			message: 'Run Together cannot be used with a lock',
		});
		expect(engine.runsOf('looks')).toEqual([]);
	});
});
