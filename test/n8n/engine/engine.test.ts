import type { INode, IWorkflowBase } from 'n8n-workflow';

import { createEngine, type Engine } from './engine';
import { beginForm, openPage } from './forms';
import { describeOnEngine } from './installedN8n';
import { nodeNamed } from './workflowFile';

const CROWN = 'candlefish-ai/crown-trophy';

describeOnEngine('the engine', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	afterEach(() => {
		engine.faults.mend();
		engine.tables.mend();
	});

	/** A workflow beside the bundle: a trigger and that step, whose outputs lead to "Good" and "Bad". */
	function workflowWith(step: Partial<INode> & Pick<INode, 'type' | 'typeVersion' | 'parameters'>): IWorkflowBase {
		const node = (name: string, part: Partial<INode>): INode => ({
			id: name,
			name,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...part,
		});
		const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
		const workflow: IWorkflowBase = {
			...(engine.workflows.get('slipway11record') ?? fail('no workflow')),
			id: `test-${engine.workflows.size}`,
			name: 'A test',
			nodes: [
				node('Begin', {
					type: 'n8n-nodes-base.executeWorkflowTrigger',
					typeVersion: 1.1,
					parameters: { inputSource: 'passthrough' },
				}),
				node('Step', step),
				node('Good', {}),
				node('Bad', {}),
			],
			connections: { Begin: { main: [to('Step')] }, Step: { main: [to('Good'), to('Bad')] } },
		};
		engine.workflows.set(workflow.id, workflow);
		return workflow;
	}

	const fail = (message: string): never => {
		throw new Error(message);
	};

	const readCatalog = {
		type: 'n8n-nodes-base.dataTable',
		typeVersion: 1.1,
		parameters: {
			resource: 'row',
			operation: 'get',
			returnAll: true,
			dataTableId: { __rl: true, mode: 'name', value: 'slipway_services' },
		},
	};

	it('deploys a good push from the signed delivery to the last row, and serves it', async () => {
		const { deliveryId, sha, run } = await engine.push(CROWN);
		expect(run).toMatchObject({ status: 'success', mode: 'webhook' });
		expect(engine.deploymentsOf(deliveryId)).toMatchObject([
			{ kind: 'look', decision: 'baseline', state: 'live' },
			{ kind: 'deploy', state: 'live', commit: sha },
		]);
		expect(engine.releaseOf(deliveryId)).toMatchObject({ state: 'live' });
		expect(await engine.live(CROWN)).toMatchObject({ commit: sha, pageStatus: 200 });
		expect(engine.incidents()).toEqual([]);
	});

	it("lets a Data Table's error leave by the success output, with the input in the rows' place, as n8n does", async () => {
		engine.tables.break('slipway_services', 'read');
		const { id } = workflowWith({ ...readCatalog, onError: 'continueErrorOutput' });
		const { data } = await engine.start(id, { mine: true }, 'integrated');
		expect(data?.resultData.runData.Good?.[0]?.data?.main?.[0]).toMatchObject([{ json: { mine: true } }]);
		expect(data?.resultData.runData.Bad).toBeUndefined();
	});

	it('lets any step that throws leave by its success output when it has one for errors, as n8n does', async () => {
		const { id } = workflowWith({
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			parameters: {},
			onError: 'continueErrorOutput',
		});
		engine.faults.fail(id, 'Step');
		const { data, status } = await engine.start(id, { mine: true }, 'integrated');
		expect(status).toBe('success');
		expect(data?.resultData.runData.Good).toHaveLength(1);
		expect(data?.resultData.runData.Bad).toBeUndefined();
	});

	it('makes a named step fail, runs the error workflow for it, and says whose child it was', async () => {
		const child = workflowWith({ ...readCatalog });
		const parent = workflowWith({
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			onError: 'continueErrorOutput',
			parameters: {
				workflowId: { __rl: true, mode: 'id', value: child.id },
				mode: 'each',
				options: {},
				workflowInputs: { mappingMode: 'defineBelow', value: {} },
			},
		});
		engine.faults.fail(child.id, 'Step');
		const before = engine.runsOf('slipway07page').length;
		const run = await engine.start(parent.id, {}, 'trigger');
		expect(run.status).toBe('success');
		expect(run.data?.resultData.runData.Bad).toHaveLength(1);
		const [onError] = engine.runsOf('slipway07page').slice(before);
		const [dead] = engine.runsOf(child.id);
		expect(dead).toMatchObject({ status: 'error', mode: 'integrated', parentExecutionId: run.executionId });
		const told = onError?.data?.resultData.runData['When any workflow dies']?.[0]?.data?.main?.[0]?.[0]?.json;
		expect(told).toMatchObject({
			workflow: { id: child.id },
			execution: {
				id: dead?.executionId,
				mode: 'integrated',
				lastNodeExecuted: 'Step',
				executionContext: { parentExecutionId: run.executionId },
			},
		});
	});

	it('passes half an hour in an instant, with what is due in it in order', async () => {
		const startedMs = Date.now();
		const beganMs = engine.clock.nodes.now();
		const seen: string[] = [];
		engine.clock.sandbox.after(20 * 60_000, () => seen.push('platform'));
		await Promise.all([
			engine.clock.pass(30 * 60_000).then(() => seen.push('late')),
			engine.clock.pass(10 * 60_000).then(() => seen.push('early')),
		]);
		expect(seen).toEqual(['early', 'platform', 'late']);
		expect(engine.clock.nodes.now() - beganMs).toBeGreaterThanOrEqual(30 * 60_000);
		expect(Date.now() - startedMs).toBeLessThan(30_000);
	});

	it('hears what GitHub delivers by itself, and nothing while n8n is down', async () => {
		const receiver = await engine.hear(CROWN);
		const intakes = () => engine.runsOf('slipway01github').length;
		const before = intakes();
		await engine.clouds.control('/github/push', { repository: CROWN, scenario: 'good' });
		await engine.runner.settled();
		expect(receiver.answers.at(-1)).toMatchObject({ event: 'push', status: 202 });
		expect(intakes()).toBe(before + 1);

		engine.runner.kill();
		const lost = await engine.clouds.control('/github/push', { repository: CROWN, scenario: 'good' });
		expect(receiver.answers.map(({ event }) => event)).toEqual(['ping', 'push']);
		await engine.startAgain();
		expect(intakes()).toBe(before + 1);
		expect((await engine.live(CROWN)).commit).not.toBe(lost.sha);
		await engine.reset();
	});

	it('shows the pages of a form as n8n renders them, and knows who is signed in', async () => {
		const run = await beginForm(engine, 'slipway05manual', { action: 'Roll back a service', reason: 'A test' });
		expect(run.status).toBe('waiting');
		const page = await openPage(engine, run);
		expect(page.template).toBe('form-trigger');
		expect(page.fields.get('Service')).toContain('crown-trophy / production');
		expect(nodeNamed(run.workflow, run.lastNode ?? '').type).toBe('n8n-nodes-base.form');
	});
});
