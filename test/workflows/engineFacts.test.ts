import type { IDataObject, INode, IWorkflowBase } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';

/*
 * What n8n does with errors, on its own engine. The bundle is built on it: our nodes have no error output
 * and no Retry On Fail, no item has `error` at its root, and sub-workflows are called in a version and with
 * an output that keep the item.
 */

describeOnEngine('of errors, n8n', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	afterEach(() => engine.faults.mend());

	let count = 0;
	/** A workflow that is called: its steps one after the other; the last one's error output leads to "Bad". */
	function workflowOf(
		...steps: Array<Pick<INode, 'type' | 'typeVersion' | 'parameters'> & Partial<INode>>
	): IWorkflowBase {
		const bundled = engine.workflows.get('slipway11record');
		if (!bundled) throw new Error('no workflow');
		const node = (name: string, part: Partial<INode> = {}): INode => ({
			id: name,
			name,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...part,
		});
		const nodes = [
			node('Begin', {
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				parameters: { inputSource: 'passthrough' },
			}),
			...steps.map((step, index) => node(`Step ${index + 1}`, step)),
			node('Good'),
		];
		const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
		const connections = Object.fromEntries(
			nodes
				.slice(0, -1)
				.map(({ name }, index) => [
					name,
					{ main: [to(nodes[index + 1]?.name ?? ''), ...(index === steps.length ? [to('Bad')] : [])] },
				]),
		);
		const workflow: IWorkflowBase = {
			...bundled,
			id: `facts-${count++}`,
			name: 'A test',
			nodes: [...nodes, node('Bad')],
			connections,
		};
		engine.workflows.set(workflow.id, workflow);
		return workflow;
	}

	const run = async ({ id }: IWorkflowBase, json: IDataObject): Promise<EngineRun> =>
		await engine.start(id, json, 'integrated');
	const itemsOf = ({ data }: EngineRun, step: string): IDataObject[] | undefined =>
		data?.resultData.runData[step]?.[0]?.data?.main?.[0]?.map(({ json }) => json);
	const noOp = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const redis = (words: string[], part: Partial<INode> = {}) => ({
		type: 'n8n-nodes-slipway.upstash',
		typeVersion: 1,
		parameters: { resource: 'command', operation: 'run', givenAs: 'words', words, putResultInField: 'answer' },
		credentials: { slipwayUpstashRedisApi: { id: 'slipwayUpstashRedisApi', name: 'Upstash Redis' } },
		...part,
	});
	const calling = (id: string, part: Partial<INode> = {}, value: Record<string, string> = {}) => ({
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.3,
		onError: 'continueErrorOutput' as const,
		parameters: {
			mode: 'each',
			options: {},
			workflowId: { __rl: true, mode: 'id', value: id },
			workflowInputs: {
				mappingMode: 'defineBelow',
				value,
				schema: [],
				matchingColumns: [],
				attemptToConvertTypes: false,
				convertFieldsToString: false,
			},
		},
		...part,
	});

	it('sends the item of a step that throws out of its success output, as it came', async () => {
		const workflow = workflowOf({ ...noOp, onError: 'continueErrorOutput' });
		engine.faults.fail(workflow.id, 'Step 1');
		const ended = await run(workflow, { mine: true });
		expect(itemsOf(ended, 'Good')).toEqual([{ mine: true }]);
		expect(itemsOf(ended, 'Bad')).toBeUndefined();
	});

	it('runs a step again that succeeded, when its item still has an error of before and it is to be retried', async () => {
		const counted = async (name: string, item: IDataObject): Promise<number> => {
			await run(workflowOf(redis(['INCR', name], { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 })), item);
			return Number(await engine.redis('GET', name));
		};
		expect(await counted('facts:clean', { mine: true })).toBe(1);
		expect(await counted('facts:old-error', { mine: true, error: 'of an earlier step, dealt with' })).toBe(3);
	});

	it('hands the whole item to a called workflow, what the caller adds over it, and gets it back', async () => {
		const ended = await run(workflowOf(calling(workflowOf(redis(['PING'])).id, {}, { task: 'look' })), {
			mine: { deep: [1] },
			task: 'old',
		});
		expect(itemsOf(ended, 'Good')).toMatchObject([
			{ mine: { deep: [1] }, task: 'look', answer: { ok: true, result: 'PONG' } },
		]);
	});

	it.each([
		[
			'by an error output keeps the item, with the error beside it',
			'continueErrorOutput' as const,
			'Bad',
			{ mine: true, error: expect.stringContaining('Planted') },
		],
		[
			'by the one output loses the item',
			'continueRegularOutput' as const,
			'Good',
			{ error: expect.stringContaining('Planted') },
		],
	])('of a called workflow that dies, %s', async (_name, onError, output, item) => {
		const called = workflowOf(noOp);
		engine.faults.fail(called.id, 'Step 1');
		const ended = await run(workflowOf(calling(called.id, { onError })), { mine: true });
		expect(itemsOf(ended, output)).toEqual([item]);
	});

	it('does not take a result that failed, put into a field, for a failed item', async () => {
		const ended = await run(workflowOf(redis(['HGET', 'facts:clean'], { onError: 'continueErrorOutput' })), {
			mine: true,
		});
		expect(itemsOf(ended, 'Good')).toMatchObject([{ mine: true, answer: { ok: false, error: { canRetry: false } } }]);
		expect(itemsOf(ended, 'Bad')).toBeUndefined();
	});

	it('takes a returned item for a failed one when nothing but an error is in it', async () => {
		const set = (json: string) => ({
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: json, options: {} },
			onError: 'continueErrorOutput' as const,
		});
		expect(itemsOf(await run(workflowOf(set('{ "error": "x" }')), {}), 'Bad')).toHaveLength(1);
		expect(itemsOf(await run(workflowOf(set('{ "error": "x", "state": "live" }')), {}), 'Good')).toHaveLength(1);
	});
});
