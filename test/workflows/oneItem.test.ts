import type { IDataObject } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runs';

const CROWN = 'candlefish-ai/crown-trophy';
const ON_THE_RECORD = [
	'slipway03deploy',
	'slipway04rollback',
	'slipway11record',
	'slipway15platform',
	'slipway20netlify',
];
const MAX_ITEM_BYTES = 64_000;

describeOnEngine('one item travels', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		await engine.push(CROWN);
		engine.runner.runs.length = 0;
	});

	interface Seen {
		readonly step: string;
		readonly json: IDataObject;
	}

	const itemsOf = ({ workflow, data }: EngineRun): Seen[] =>
		Object.entries(data?.resultData.runData ?? {}).flatMap(([name, runs]) =>
			runs.flatMap((ran) =>
				(ran.data?.main ?? []).flatMap((items) =>
					(items ?? []).map(({ json }) => ({ step: `${workflow.id} ${name}`, json })),
				),
			),
		);

	/** Every item in the workflows of the record. */
	function items(): Seen[] {
		const found = ON_THE_RECORD.flatMap((id) => engine.runsOf(id).flatMap(itemsOf));
		expect(found.length).toBeGreaterThan(20);
		return found;
	}

	/** What a workflow handed back each time. */
	const handedBack = (id: string): IDataObject[] =>
		engine.runsOf(id).flatMap((run) =>
			itemsOf(run)
				.filter(({ step }) => step === `${id} ${run.lastNode}`)
				.map(({ json }) => json),
		);

	function expectGoodItems(): void {
		expect(
			items()
				.filter(({ json }) => Buffer.byteLength(JSON.stringify(json)) > MAX_ITEM_BYTES)
				.map(({ step }) => step),
		).toEqual([]);
		expect(
			items()
				.filter(({ json }) => json.error !== undefined)
				.map(({ step }) => step),
		).toEqual([]);
	}

	it('with a good push: the record, and what each step saw', async () => {
		const { sha } = await engine.push(CROWN, { message: 'é'.repeat(5_000) });
		expectGoodItems();
		expect(handedBack('slipway03deploy')).toEqual([
			expect.objectContaining({
				kind: 'deploy',
				state: 'live',
				commit: sha,
				verified: true,
				recorded: true,
				told: true,
				problems: '',
				headCommit: sha,
				gitHubDeploymentId: expect.stringMatching(/^\d+$/),
				rowId: expect.any(Number),
				live: expect.objectContaining({ ok: true, commit: sha }),
				lockNow: expect.objectContaining({ ok: true, held: true }),
				published: expect.objectContaining({ verified: true }),
				health: expect.objectContaining({ healthy: true }),
			}),
		]);
		expect(handedBack('slipway03deploy')[0]).not.toHaveProperty('announcement');
		expect(await engine.locks()).toEqual([]);
	});

	it('with a sick one: the roll back lies in the item of the deployment it belongs to', async () => {
		const { sha } = await engine.push(CROWN, { scenario: 'failing-health' });
		expectGoodItems();
		const [item] = handedBack('slipway04rollback');
		expect(item).toMatchObject({
			kind: 'deploy',
			commit: sha,
			health: { ok: false },
			rollback: { kind: 'rollback', state: 'live', isPart: true, recorded: true },
		});
		expect(handedBack('slipway03deploy')).toMatchObject([{ state: 'rolledBack', rollback: { state: 'live' } }]);
		// The roll back is inside the deployment's own lock, which is free when both have ended.
		expect(await engine.locks()).toEqual([]);
	});

	it("with a run below that dies: its error is a reason, and lies at no item's root any more", async () => {
		engine.faults.fail('slipway04rollback', 'List what it can go back to');
		engine.faults.fail('slipway11record', 'If it is in the ledger');
		await engine.push(CROWN, { scenario: 'failing-health' });
		const [item] = handedBack('slipway03deploy');
		expect(item).toMatchObject({
			state: 'unknown',
			reason: expect.stringContaining('Planted'),
			// A step of n8n's that fails in 11 loses neither the row nor the page.
			recorded: true,
			problems: '',
		});
		expect(item?.error).toBeUndefined();
		// What cannot be judged is looked at again later, and not round after round.
		expect(engine.runsOf('slipway03deploy').length).toBeLessThanOrEqual(2);
		expect(engine.runner.isBusy).toBe(false);
		expect(engine.openIncidents()).toHaveLength(1);
	});

	it('by hand: what the form gave, with the roll back beside it', async () => {
		await engine.push(CROWN);
		let run = await beginForm(engine, 'slipway05manual', { action: 'Roll back a service', reason: 'It is slow' });
		run = await sendPage(engine, run, ['crown-trophy / production']);
		const [choice] = (await openPage(engine, run)).fields.get('Go back to') ?? [];
		// The table above the choices is a field, too, which has no answer.
		run = await sendPage(engine, run, ['', JSON.stringify([choice])]);
		engine.runner.runs.length = 0;
		await sendPage(engine, run, ['crown-trophy']);
		expectGoodItems();
		const [item] = handedBack('slipway04rollback');
		expect(item).toMatchObject({
			service: 'crown-trophy',
			rollback: {
				state: 'live',
				isPart: false,
				recorded: true,
				actor: expect.stringMatching(/^Kim Park/),
				toDeploymentId: expect.stringMatching(/./),
			},
		});
		expect(await engine.locks()).toEqual([]);
	});
});
