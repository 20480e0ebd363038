import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { createEngine, type Engine } from './engine';
import { describeOnEngine } from './installedN8n';
import type { EngineRun } from './runner';
import { addWorkflow, holdLock, redisStep, slowStep, type SmallStep } from './smallWorkflows';

const parameters: INodeParameters = {
	resource: 'lock',
	operation: 'runWhileHeld',
	workflow: { __rl: true, mode: 'id', value: '={{ $json.child ?? "work" }}' },
	lockName: '={{ $json.lockKey ?? "" }}',
	owner: 'release-a',
	turnName: '',
	ttlSeconds: 300,
	startAtMost: 3,
	waitSeconds: 60,
	whenBusy: 'wait',
	ifUnreachable: 'fail',
	putResultInField: '',
};

const heldStep = (part: INodeParameters = {}): SmallStep => ({
	...redisStep('Work', []),
	parameters: { ...parameters, ...part },
});

/** A wait of as many seconds as the item says. */
const wait: SmallStep = {
	...slowStep('Wait', 0),
	parameters: { ...slowStep('Wait', 0).parameters, waitSeconds: '={{ $json.seconds ?? 1 }}' },
};

const note = (name: string, text: string): SmallStep =>
	redisStep(name, ['RPUSH', 'diary', `={{ $json.name + " ${text}" }}`]);

describeOnEngine('Upstash: Run While Held', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
		addWorkflow(engine, 'work', [note('Begin it', 'begins'), wait, note('End it', 'ends')]);
		addWorkflow(engine, 'none', [
			note('Begin it', 'begins'),
			{
				name: 'Drop',
				type: 'n8n-nodes-base.limit',
				typeVersion: 1,
				parameters: { maxItems: 0 },
			},
		]);
		addWorkflow(engine, 'several', [
			{
				name: 'Split',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'parts', options: {} },
			},
		]);
		addWorkflow(engine, 'bad', [
			{
				name: 'Fail',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				parameters: { errorMessage: 'The site does not exist' },
			},
		]);
		addWorkflow(engine, 'parent', [heldStep()]);
		addWorkflow(engine, 'person', [
			heldStep({ owner: 'Kim', whenBusy: 'stopAndTakeOver', ifUnreachable: 'goOn', waitSeconds: 20 }),
		]);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		engine.faults.mend();
		engine.runner.forget();
		await engine.sandbox.reset();
		await engine.redis('FLUSHDB');
		await holdLock(engine);
	});

	/** Runs a workflow whose last step is the one under test. */
	const begin = async (items: readonly IDataObject[], workflowId = 'parent'): Promise<EngineRun> => {
		const workflow = engine.workflows.get(workflowId);
		if (!workflow) throw new Error(`no workflow ${workflowId}`);
		const run = await engine.runner.inProcess(
			async () =>
				await engine.runner.run(
					workflow,
					'trigger',
					items.map((json) => ({ json })),
				),
		);
		if (run.error) throw run.error;
		return run;
	};
	const itemsOf = (run: EngineRun): INodeExecutionData[] =>
		run.data?.resultData.runData.Work?.[0]?.data?.main?.[0] ?? [];
	const runsOf = (run: EngineRun): unknown[] => itemsOf(run).map(({ json }) => json.run);
	const workOn = async (items: readonly IDataObject[], part: INodeParameters = {}): Promise<unknown[]> => {
		const id = `parent-${engine.workflows.size}`;
		addWorkflow(engine, id, [heldStep(part)]);
		return runsOf(await begin(items, id));
	};
	const diary = async (): Promise<unknown> => await engine.redis('LRANGE', 'diary', '0', '-1');
	const held = async (): Promise<string[]> => (await engine.locks()).filter((key) => key !== 'slipway:lock:held');
	const service = (name: string, part: IDataObject = {}): IDataObject => ({
		name,
		lockKey: `${name}/production`,
		...part,
	});

	it('hands each item back as its workflow did, with its lock, and frees that', async () => {
		const run = await begin([service('site', { child: 'work' })]);
		expect(run.status).toBe('success');
		const [item] = itemsOf(run);
		const [child] = engine.runsOf('work');
		expect(item).toMatchObject({
			json: {
				name: 'site',
				answer: { ok: true },
				// What the workflow was called with: by it, it knows later whether the lock is still its own.
				lockToken: 1,
				run: {
					ok: true,
					executionId: child?.executionId,
					lock: { name: 'site/production', token: 1 },
				},
			},
			pairedItem: { item: 0 },
			metadata: { subExecution: { executionId: child?.executionId, workflowId: 'work' } },
		});
		expect(item?.json.run).not.toHaveProperty('warning');
		expect(await held()).toEqual([]);
		expect(child).toMatchObject({ mode: 'integrated', parentExecutionId: run.executionId });
	});

	it('works side by side: the time of the slower one', async () => {
		const beganMs = engine.clock.nodes.now();
		await begin([service('site', { seconds: 60 }), service('api', { seconds: 40 })]);
		const tookSeconds = (engine.clock.nodes.now() - beganMs) / 1000;
		expect(tookSeconds).toBeGreaterThanOrEqual(60);
		expect(tookSeconds).toBeLessThan(60 * 1.1);
		expect(await diary()).toEqual(['site begins', 'api begins', 'api ends', 'site ends']);
	});

	it('starts at most so many at once, and one after the other with 1', async () => {
		const items = ['a', 'b', 'c', 'd'].map((name, index) => service(name, { seconds: 40 - index * 10 }));
		await begin(items);
		const began = (await diary()) as string[];
		expect(began.slice(0, 4)).toEqual(['a begins', 'b begins', 'c begins', 'c ends']);
		await engine.redis('DEL', 'diary');
		await workOn(items.slice(0, 2), { startAtMost: 1 });
		expect(await diary()).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
	});

	it('works on fifty items, in their order, and on none', async () => {
		const items = Array.from({ length: 50 }, (_item, index) => service(`s${index}`, { seconds: 0 }));
		const run = await begin(items);
		expect(itemsOf(run).map(({ json }) => json.name)).toEqual(items.map(({ name }) => name));
		expect(runsOf(run).every((result) => (result as IDataObject).ok === true)).toBe(true);
		expect(await held()).toEqual([]);
		expect(runsOf(await begin([]))).toEqual([]);
	}, 60_000);

	it('lets two items with one lock go one after the other', async () => {
		const items = ['a', 'b', 'c'].map((name) => ({ name, lockKey: 'same', seconds: 5 }));
		expect(runsOf(await begin(items))).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
		expect(await diary()).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
		expect(await held()).toEqual([]);
	});

	it('needs no lock where none is named', async () => {
		engine.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 'always', path: '/never' });
		expect(runsOf(await begin([{ name: 'look', seconds: 0 }]))).toMatchObject([{ ok: true, lock: null }]);
	});

	describe('when a workflow ends badly', () => {
		it('keeps the input of that item, says why, and goes on with the others', async () => {
			const run = await begin([service('a', { child: 'bad', kept: 7 }), service('b', { seconds: 5 })]);
			expect(run.status).toBe('success');
			const [child] = engine.runsOf('bad');
			expect(itemsOf(run)).toMatchObject([
				{
					json: {
						name: 'a',
						kept: 7,
						run: {
							ok: false,
							state: 'failed',
							executionId: child?.executionId,
							error: {
								message: 'The site does not exist',
								advice: `Open execution ${child?.executionId} to see which step failed`,
								canRetry: false,
							},
						},
					},
				},
				{ json: { name: 'b', run: { ok: true } } },
			]);
			expect(itemsOf(run).every(({ error }) => error === undefined)).toBe(true);
			expect(await held()).toEqual([]);
		});

		it.each([
			['none', {}, 'handed back no item, not one'],
			['several', { parts: [{ part: 1 }, { part: 2 }] }, 'handed back 2 items, not one'],
			['not-there', {}, 'not-there'],
		])('"%s" gives one item all the same', async (child, part, words) => {
			const run = await begin([service('a', { child, ...part }), service('b', { seconds: 0 })]);
			expect(itemsOf(run).map(({ json }) => json.name)).toEqual(['a', 'b']);
			const [failed, good] = runsOf(run) as IDataObject[];
			expect(failed).toMatchObject({ ok: false, state: 'failed' });
			expect((failed?.error as IDataObject).message).toContain(words);
			expect(good).toMatchObject({ ok: true });
			expect(await held()).toEqual([]);
		});
	});

	describe('a field that is wrong', () => {
		const items = [service('a', { child: '' }), service('b', { seconds: 0 })];

		it('stops the run before anything begins', async () => {
			await expect(begin(items)).rejects.toMatchObject({ message: 'Workflow is empty' });
			expect(engine.runsOf('work')).toEqual([]);
		});

		it('stops nothing where the step says so', async () => {
			addWorkflow(engine, 'going on', [{ ...heldStep(), onError: 'continueRegularOutput' }]);
			expect(runsOf(await begin(items, 'going on'))).toMatchObject([
				{ ok: false, error: { message: 'Workflow is empty' } },
				{ ok: true },
			]);
		});
	});

	describe('a lock of somebody else', () => {
		const take = async (seconds: number): Promise<unknown> =>
			await engine.redis(
				'EVAL',
				"redis.call('HSET', KEYS[1], 'owner', 'other', 'token', '9', 'since', '1', 'note', 'backup'); return redis.call('PEXPIRE', KEYS[1], ARGV[1])",
				'1',
				'slipway:lock:site/production',
				String(seconds * 1000),
			);

		it('is waited for', async () => {
			await take(30);
			const [result] = runsOf(await begin([service('site')])) as IDataObject[];
			expect(result).toMatchObject({ ok: true });
			expect((result?.lock as IDataObject).waitedSeconds).toBeGreaterThanOrEqual(29);
		});

		it('is waited for, and nothing runs by what was decided before, where the step says so', async () => {
			await take(30);
			expect(await workOn([service('site'), service('api')], { afterWaiting: 'comeBack' })).toMatchObject([
				{ ok: false, state: 'hadToWait', error: { message: expect.stringContaining('held by other'), canRetry: true } },
				{ ok: true },
			]);
			expect(engine.runsOf('work')).toHaveLength(1);
			expect(await held()).toEqual([]);
		});

		it('is said when it was not freed in time, and nothing ran', async () => {
			await take(600);
			expect(await workOn([service('site')], { waitSeconds: 5 })).toMatchObject([
				{
					ok: false,
					state: 'lockBusy',
					error: { message: expect.stringContaining('held by other'), canRetry: true },
				},
			]);
			expect(engine.runsOf('work')).toEqual([]);
			expect(await engine.redis('HGET', 'slipway:lock:site/production', 'owner')).toBe('other');
		});

		it('is taken over from a holder that does not stop, after thirty seconds', async () => {
			await take(600);
			const beganMs = engine.clock.nodes.now();
			expect(runsOf(await begin([service('site', { seconds: 0 })], 'person'))).toMatchObject([{ ok: true }]);
			const tookSeconds = (engine.clock.nodes.now() - beganMs) / 1000;
			expect(tookSeconds).toBeGreaterThanOrEqual(30);
			expect(tookSeconds).toBeLessThan(35);
		});
	});

	describe('a person', () => {
		it('stops what runs within one beat, and has the lock', async () => {
			const release = begin([service('site', { seconds: 200 }), service('api', { seconds: 60 })]);
			await engine.clock.pass(20_000);
			const askedMs = engine.clock.nodes.now();
			const rolledBack = await begin([service('site', { seconds: 1, name: 'back' })], 'person');
			expect(runsOf(rolledBack)).toMatchObject([{ ok: true }]);
			expect(engine.clock.nodes.now() - askedMs).toBeLessThan(9_000);
			expect(runsOf(await release)).toMatchObject([
				{ ok: false, state: 'stoppedByPerson', error: { message: 'It was stopped: Kim took over' } },
				{ ok: true },
			]);
			expect(await held()).toEqual([]);
		});

		it('does not stop another person, but waits for the end of that one', async () => {
			const first = begin([service('site', { seconds: 15 })], 'person');
			await engine.clock.pass(3_000);
			addWorkflow(engine, 'second', [
				heldStep({ owner: 'Alex', whenBusy: 'stopAndTakeOver', ifUnreachable: 'goOn', waitSeconds: 30 }),
			]);
			const second = await begin([service('site', { name: 'second', seconds: 0 })], 'second');
			expect(runsOf(await first)).toMatchObject([{ ok: true }]);
			expect(runsOf(second)).toMatchObject([{ ok: true }]);
			expect(await diary()).toEqual(['site begins', 'site ends', 'second begins', 'second ends']);
		});
	});

	it('renews what it holds for as long as it runs', async () => {
		const run = begin([service('site', { seconds: 900 })]);
		for (let minute = 0; minute < 14; minute++) {
			await engine.clock.pass(60_000);
			const leftMs = Number(await engine.redis('PTTL', 'slipway:lock:site/production'));
			expect(leftMs).toBeGreaterThan(300_000 - 21_000);
		}
		expect(runsOf(await run)).toMatchObject([{ ok: true }]);
	}, 60_000);

	describe('when the execution is stopped', () => {
		it('frees its locks and starts no more', async () => {
			const running = begin(['a', 'b', 'c', 'd'].map((name) => service(name, { seconds: 100 }))).catch(
				(error: unknown) => error,
			);
			await engine.clock.pass(10_000);
			const [parent] = engine.runsOf('parent');
			if (!parent) throw new Error('not started');
			engine.runner.stop(parent);
			await engine.clock.pass(5_000);
			expect(await held()).toEqual([]);
			expect(await running).toMatchObject({ name: 'ManualExecutionCancelledError' });
			await engine.clock.pass(200_000);
			expect(((await diary()) as string[]).filter((line) => line.endsWith('begins'))).toHaveLength(3);
		});
	});

	describe('when Upstash is away', () => {
		const away = (seconds: number): void =>
			engine.faultFor(seconds * 1000, { platform: 'upstash', kind: 'status', status: 503 });

		it('does not run, and says so', async () => {
			away(3600);
			const [result] = await workOn([service('site', { child: 'bad' })], { waitSeconds: 5 });
			expect(result).toMatchObject({
				ok: false,
				state: 'unreachable',
				error: { message: expect.stringContaining('503'), canRetry: false },
			});
			expect(engine.runsOf('bad')).toEqual([]);
		});

		it('runs without the lock for a person, within ten seconds, with a warning', async () => {
			addWorkflow(engine, 'plain', [{ name: 'Nothing' }]);
			away(3600);
			const beganMs = engine.clock.nodes.now();
			const [result] = runsOf(await begin([service('site', { child: 'plain' })], 'person')) as IDataObject[];
			expect(engine.clock.nodes.now() - beganMs).toBeLessThanOrEqual(10_500);
			expect(result).toMatchObject({ ok: true, lock: null });
			expect(result?.warning).toMatch(
				/^It ran without the lock "site\/production", since Upstash could not be reached/,
			);
		});

		it('in the middle, what runs goes on, and it is said', async () => {
			const run = begin([service('site', { seconds: 120 })]);
			await engine.clock.pass(20_000);
			away(60);
			const [result] = runsOf(await run) as IDataObject[];
			expect(result).toMatchObject({ ok: true });
			expect(result?.warning).toMatch(/^Upstash was away while it ran \(.*503.*\): after 300 s without a renewal/);
			expect(await held()).toEqual([]);
		});
	});

	describe('with a turn', () => {
		const key = 'slipway:turn:candlefish-ai/candlefish@main';
		const turned = (id: string, startAtMost = 3): void => {
			addWorkflow(engine, id, [
				{
					...redisStep('Ask', []),
					parameters: {
						resource: 'turn',
						operation: 'ask',
						turnName: 'candlefish-ai/candlefish@main',
						owner: 'release-a',
						item: '={{ $json }}',
						ifTaken: 'noItem',
					},
				},
				{
					name: 'Split',
					type: 'n8n-nodes-base.splitOut',
					typeVersion: 1,
					parameters: { fieldToSplitOut: 'services', options: {} },
				},
				heldStep({ turnName: 'candlefish-ai/candlefish@main', startAtMost }),
			]);
		};

		it('keeps it alive while it works', async () => {
			turned('turned');
			const run = begin([{ services: [service('a', { seconds: 400 })] }], 'turned');
			for (let count = 0; count < 12; count++) {
				await engine.clock.pass(30_000);
				const beatMs = Number(await engine.redis('HGET', key, 'beat'));
				expect(engine.clock.nodes.now() - beatMs).toBeLessThan(21_000);
			}
			expect(runsOf(await run)).toMatchObject([{ ok: true }]);
		}, 60_000);

		it('starts no more once another run has it, and lets go on what runs', async () => {
			turned('turned-one', 1);
			const run = begin([{ services: ['a', 'b', 'c'].map((name) => service(name, { seconds: 60 })) }], 'turned-one');
			await engine.clock.pass(20_000);
			await engine.redis('HSET', key, 'execution', '99@other');
			expect(runsOf(await run)).toMatchObject([
				{ ok: true },
				{ ok: false, state: 'turnLost' },
				{ ok: false, state: 'turnLost' },
			]);
			expect(await diary()).toEqual(['a begins', 'a ends']);
		});
	});
});
