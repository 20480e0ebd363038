import type { IDataObject } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runs';
import { leftBeginning, leftRow } from './leftRow';

const KEY = 'slipway/candlefish-ai/candlefish@main';
const page = { action: 'trigger', key: KEY, summary: 'the API is not healthy', severity: 'critical', source: 'api' };
const minute = 60_000;

describeOnEngine('what was left undone', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		// No branch is looked at: only what was left.
		await engine.redis('DEL', 'slipway:watch');
	});

	const tell = async (change: IDataObject = {}): Promise<IDataObject> => {
		const run = await engine.start('slipway13tell', { announcement: { page: { ...page, ...change } } }, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		return run.data?.resultData.runData['Hand it back']?.at(-1)?.data?.main?.[0]?.[0]?.json.page as IDataObject;
	};
	const look = async (afterMs = minute): Promise<EngineRun | undefined> => {
		await engine.clock.pass(afterMs);
		const run = await engine.poll('slipway08reconcile');
		await engine.runner.settled();
		return run;
	};
	const away = (platform = 'pagerduty') =>
		engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });

	describe('a page', () => {
		it('that gets through is told at once, and nobody looks at it again', async () => {
			expect(await tell()).toMatchObject({ told: true, problem: '' });
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY }]);
			expect(await look()).toBeUndefined();
		});

		it('that does not is tried again after 1, 2 and 4 minutes, and told when PagerDuty is back', async () => {
			const fault = away();
			expect(await tell()).toMatchObject({ told: false, problem: expect.stringMatching(/is tried again/) });
			const tries: number[] = [];
			for (let passed = 1; passed <= 9; passed++) if (await look()) tries.push(passed);
			expect(tries).toEqual([1, 3, 7]);
			expect(engine.openIncidents()).toEqual([]);
			engine.sandbox.removeFault(fault);
			for (let passed = 0; passed < 9; passed++) await look();
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY }]);
			expect(await look(20 * minute)).toBeUndefined();
		});

		it('that is overtaken by the good end is not told after it', async () => {
			const fault = away();
			await tell();
			engine.sandbox.removeFault(fault);
			await tell({ action: 'resolve' });
			await look();
			expect(engine.openIncidents()).toEqual([]);
		});

		it('is told while Redis is away', async () => {
			away('upstash');
			expect(await tell()).toMatchObject({ told: true });
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY }]);
		});

		it('that can neither be sent nor kept is tried for minutes by a run of its own, and then by 07', async () => {
			engine.faultFor(5 * minute, { platform: 'pagerduty', kind: 'status', status: 503, times: 'always' });
			away('upstash');
			expect(await tell()).toMatchObject({ told: false });
			await engine.runner.settled();
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY }]);
		});
	});

	describe('a row that the ledger did not take', () => {
		const keep = async (kept: object) => await engine.redis('HSET', 'slipway:rows', 'd/1/api', JSON.stringify(kept));
		const kept = async () => await engine.redis('HLEN', 'slipway:rows');
		const forgetNothing = () =>
			engine.sandbox.addFault({ platform: 'upstash', action: 'HDEL', kind: 'status', status: 503, times: 'always' });

		it('is written when somebody looks, and forgotten', async () => {
			await keep(leftRow);
			await look();
			expect(engine.tables.rows('slipway_deployments')).toMatchObject([{ service: 'api', state: 'live' }]);
			expect(await kept()).toBe(0);
		});

		it('of a deployment that was begun is written into its own row', async () => {
			engine.tables.insert('slipway_deployments', leftBeginning);
			await keep({ ...leftRow, id: 1 });
			await look();
			expect(engine.tables.rows('slipway_deployments')).toMatchObject([{ id: 1, state: 'live' }]);
		});

		it('is written once, however often it cannot be forgotten', async () => {
			const fault = forgetNothing();
			await keep(leftRow);
			for (let looks = 0; looks < 3; looks++) await look(11 * minute);
			expect(await kept()).toBe(1);
			engine.sandbox.removeFault(fault);
			await look(11 * minute);
			expect(await kept()).toBe(0);
			expect(engine.tables.rows('slipway_deployments')).toMatchObject([{ state: 'live' }]);
		});

		it('that tells a beginning is not written over the end', async () => {
			engine.tables.insert('slipway_deployments', { ...leftRow });
			await keep(leftBeginning);
			await look();
			expect(engine.tables.rows('slipway_deployments')[0]).toMatchObject({ state: 'live' });
			expect(await kept()).toBe(0);
		});

		it('of a second deployment of the service by the same release is a row of its own', async () => {
			engine.tables.insert('slipway_deployments', { ...leftRow });
			await keep({ ...leftRow, started_at: '2026-11-27T03:30:00.000Z', finished_at: '2026-11-27T03:31:00.000Z' });
			await look();
			expect(engine.tables.rows('slipway_deployments')).toHaveLength(2);
		});

		it('of a release is written once for each of its states', async () => {
			const fault = forgetNothing();
			const release = {
				id: 0,
				release_id: 'd/1',
				repository: 'candlefish-ai/candlefish',
				started_at: leftRow.started_at,
			};
			for (const state of ['compensating', 'rolledBack']) {
				await engine.redis('HSET', 'slipway:rows', `d/1/release/${state}`, JSON.stringify({ ...release, state }));
			}
			for (let looks = 0; looks < 3; looks++) await look(11 * minute);
			engine.sandbox.removeFault(fault);
			await look(11 * minute);
			expect(await kept()).toBe(0);
			expect(
				engine.tables
					.rows('slipway_releases')
					.map(({ state }) => state)
					.sort(),
			).toEqual(['compensating', 'rolledBack']);
		});

		it.each([
			['', 0],
			[', and was begun there,', 1],
		])('stays kept while the ledger%s takes none', async (_what, id) => {
			if (id > 0) engine.tables.insert('slipway_deployments', leftBeginning);
			await keep({ ...leftRow, id });
			engine.tables.break('slipway_deployments', 'write');
			expect(await look()).toMatchObject({ status: 'success' });
			expect(await kept()).toBe(1);
			engine.tables.mend();
			await look(11 * minute);
			expect(await kept()).toBe(0);
			expect(engine.tables.rows('slipway_deployments')).toMatchObject([{ state: 'live' }]);
		});
	});

	describe('a run that died', () => {
		const die = async (id: string, change: IDataObject = {}) => {
			const execution = { id, url: 'http://n8n/1', mode: 'trigger', error: { message: 'out of memory' }, ...change };
			const item = { execution, workflow: { id: 'x', name: 'Slipway 40: Once a day' } };
			return await engine.start('slipway07page', item, 'integrated');
		};

		it('of its own is told once, however often n8n reports it', async () => {
			for (const id of ['4', '4', '4']) expect(await die(id)).toMatchObject({ status: 'success' });
			expect(engine.incidents()).toMatchObject([
				{ dedupKey: 'slipway/execution/4', summary: expect.not.stringContaining('Nobody could see') },
			]);
			await die('5');
			expect(engine.incidents()).toHaveLength(2);
		});

		it('is told while Redis is away', async () => {
			away('upstash');
			await die('4');
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: 'slipway/execution/4' }]);
		});

		it('that failed, and told so, is not told again', async () => {
			await die('4', { error: { message: 'Told: the API is not healthy' } });
			expect(engine.incidents()).toEqual([]);
		});
	});

	it('once a day the list of what is watched is written anew, and old history goes, but not what can be gone back to', async () => {
		await engine.redis('HSET', 'slipway:watch', 'candlefish-ai/gone', '{}');
		const old = { release_id: 'd/0', service: 'api', finished_at: '2025-01-01T00:00:00.000Z' };
		engine.tables.insert('slipway_deployments', { ...old, verified: false });
		engine.tables.insert('slipway_deployments', { ...old, verified: true });
		engine.tables.insert('slipway_releases', { release_id: 'd/0', finished_at: '2025-01-01T00:00:00.000Z' });
		expect(await engine.start('slipway40daily')).toMatchObject({ status: 'success' });
		expect(await engine.redis('HKEYS', 'slipway:watch')).toEqual([
			'candlefish-ai/candlefish',
			'candlefish-ai/promoteros',
			'candlefish-ai/crown-trophy',
		]);
		expect(engine.tables.rows('slipway_deployments')).toMatchObject([{ verified: true }]);
		expect(engine.tables.rows('slipway_releases')).toEqual([]);
	});
});
