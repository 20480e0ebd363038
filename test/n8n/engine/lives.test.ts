import { createEngine, type Engine } from './engine';
import { describeOnEngine } from './installedN8n';
import type { EngineRun } from './runs';
import { addWorkflow, callStep, holdLock, redisStep, slowStep } from './smallWorkflows';

/*
 * How runs end that do not end by themselves: killed with n8n, stopped by a person, cut off at a deadline; and what
 * n8n makes of them (n8n-mechanics, 1, 2, 7 and 11, tried on n8n 2.41.1).
 */

const minutes = (count: number): number => count * 60_000;

describeOnEngine('a run', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
		addWorkflow(engine, 'mourner', [
			{ name: 'Begin', type: 'n8n-nodes-base.errorTrigger' },
			{
				name: 'Keep',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: {
					mode: 'raw',
					jsonOutput:
						'={{ { id: $json.execution.id, error: $json.execution.error.message, last: $json.execution.lastNodeExecuted, parent: $json.execution.executionContext?.parentExecutionId } }}',
					options: {},
				},
			},
		]);
		addWorkflow(
			engine,
			'child',
			[
				redisStep('Count', ['INCR', 'child:count']),
				slowStep('Wait', 60),
				redisStep('Count again', ['INCR', 'child:again']),
			],
			{ errorWorkflow: 'mourner' },
		);
		addWorkflow(
			engine,
			'parent',
			[
				redisStep('Count', ['INCR', 'parent:count']),
				callStep('Call', 'child'),
				redisStep('End', ['INCR', 'parent:end']),
			],
			{ errorWorkflow: 'mourner' },
		);
		addWorkflow(engine, 'chain', [
			redisStep('Count', ['INCR', 'chain:count']),
			{
				name: 'Once more?',
				type: 'n8n-nodes-base.filter',
				typeVersion: 2.2,
				parameters: {
					conditions: {
						options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
						conditions: [
							{
								id: '1',
								leftValue: '={{ $json.answer.result }}',
								rightValue: 3,
								operator: { type: 'number', operation: 'lt' },
							},
						],
						combinator: 'and',
					},
					options: {},
				},
			},
			callStep('Start anew', 'chain', { isWaiting: false }),
		]);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		engine.deaths.mend();
		engine.runner.forget();
		await engine.redis('FLUSHDB');
		await holdLock(engine);
	});

	const counted = async (key: string): Promise<number> => Number(await engine.redis('GET', key));
	const only = (workflowId: string): EngineRun => {
		const [run, ...others] = engine.runsOf(workflowId);
		if (!run || others.length > 0) throw new Error(`${workflowId} ran ${others.length + (run ? 1 : 0)} times`);
		return run;
	};
	const mourned = (): unknown[] =>
		engine.runsOf('mourner').map(({ data }) => data?.resultData.runData.Keep?.[0]?.data?.main?.[0]?.[0]?.json);
	const runStatus = () => engine.runner.runs.map(({ workflow, status }) => [workflow.id, status]);

	describe('that is killed with n8n', () => {
		it.each([
			['before', 0],
			['during', 1],
			['after', 1],
		] as const)('%s a step has done that step %d times, and nothing after it', async (moment, times) => {
			const death = engine.deaths.at('parent', 'Count', moment);
			const run = await engine.start('parent');
			await death;
			expect(run).toMatchObject({ status: 'running', lastNode: 'Count' });
			await engine.clock.pass(minutes(10));
			expect(await counted('parent:count')).toBe(times);
			expect(await counted('child:count')).toBe(0);
			expect(runStatus()).toEqual([['parent', 'running']]);
		});

		it('dies with its sub-workflow, and both error workflows run when n8n is up again', async () => {
			void engine.deaths.at('child', 'Wait', 'during');
			const run = await engine.start('parent');
			await engine.startAgain();
			await engine.clock.pass(minutes(5));
			expect(await counted('child:count')).toBe(1);
			expect(await counted('child:again')).toBe(0);
			expect(await counted('parent:end')).toBe(0);
			expect(mourned()).toEqual([
				expect.objectContaining({
					id: run.executionId,
					last: 'Call',
					error: expect.stringContaining('did not finish'),
				}),
				expect.objectContaining({ id: only('child').executionId, last: 'Wait', parent: run.executionId }),
			]);
			expect([run.status, only('child').status]).toEqual(['crashed', 'crashed']);
		});

		it('is mourned again at every later start', async () => {
			void engine.deaths.at('child', 'Count', 'before');
			await engine.start('child');
			await engine.startAgain();
			await engine.startAgain();
			expect(mourned()).toHaveLength(2);
		});

		it('is mourned by nobody when n8n does not look, as in a queue', async () => {
			void engine.deaths.at('child', 'Count', 'before');
			const run = await engine.start('child');
			await engine.startAgain({ isMourning: false });
			expect(mourned()).toEqual([]);
			expect(run.status).toBe('crashed');
		});

		it('may be mourned while it lives, and goes on', async () => {
			engine.clock.after(5_000, () => engine.runner.mournAlive(only('parent')));
			const run = await engine.start('parent');
			expect(mourned()).toEqual([expect.objectContaining({ id: run.executionId })]);
			expect(run.status).toBe('success');
			expect(await counted('parent:end')).toBe(1);
		});

		it('takes all that runs beside it along, also what nobody waits for', async () => {
			const chain = engine.start('chain');
			void engine.deaths.at('chain', 'Count', 'during', 2);
			await chain;
			expect(runStatus()).toEqual([
				['chain', 'success'],
				['chain', 'running'],
			]);
			expect(await counted('chain:count')).toBe(2);
		});

		it('leaves n8n to whoever comes after it', async () => {
			void engine.deaths.at('parent', 'Count', 'during');
			await engine.start('parent');
			const again = await engine.start('parent');
			expect(again.status).toBe('success');
			expect(await counted('parent:count')).toBe(2);
			expect(await counted('parent:end')).toBe(1);
		});
	});

	it('that calls itself without waiting is one execution after the other, each with its own end', async () => {
		await engine.start('chain');
		expect(runStatus()).toEqual([
			['chain', 'success'],
			['chain', 'success'],
			['chain', 'success'],
		]);
		const [first, second, third] = engine.runner.runs;
		expect([second?.parentExecutionId, third?.parentExecutionId]).toEqual([first?.executionId, second?.executionId]);
		expect([second?.mode, third?.mode]).toEqual(['integrated', 'integrated']);
	});

	it('that a person stops ends after its step, without an error workflow, and its sub-workflow runs on', async () => {
		engine.clock.after(5_000, () => engine.runner.stop(only('parent')));
		const run = await engine.start('parent');
		expect(run.status).toBe('canceled');
		expect(only('child').status).toBe('success');
		expect(await counted('child:again')).toBe(1);
		expect(await counted('parent:end')).toBe(0);
		expect(mourned()).toEqual([]);
	});

	it('that is cut off at its deadline takes its sub-workflow along after its step, and only that one is mourned', async () => {
		engine.runner.longestRunMs = 30_000;
		const run = await engine.start('parent');
		expect([run.status, only('child').status]).toEqual(['canceled', 'canceled']);
		expect(await counted('child:count')).toBe(1);
		expect(await counted('child:again')).toBe(0);
		expect(await counted('parent:end')).toBe(0);
		expect(mourned()).toEqual([expect.objectContaining({ id: only('child').executionId })]);
	});

	it('in time is not cut off, and each one that nobody waits for has its own time', async () => {
		engine.runner.longestRunMs = 61_000;
		expect((await engine.start('parent')).status).toBe('success');
		await engine.clock.pass(minutes(3));
		expect(runStatus()).toEqual([
			['parent', 'success'],
			['child', 'success'],
		]);
	});

	it('tells when each of its steps began and ended', async () => {
		await engine.start('parent');
		const step = (name: string, workflowId: string) =>
			engine.runner.steps.find((one) => one.name === name && one.workflowId === workflowId);
		const [call, wait] = [step('Call', 'parent'), step('Wait', 'child')];
		expect((wait?.endedMs ?? 0) - (wait?.beganMs ?? 0)).toBeGreaterThanOrEqual(60_000);
		expect(call?.endedMs).toBeGreaterThanOrEqual(wait?.endedMs ?? Infinity);
	});
});
