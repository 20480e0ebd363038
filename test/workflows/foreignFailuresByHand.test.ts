import { beginForm, letPageLapse, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { createForeignWorld, CROWN, foreignSteps, type ForeignWorld, SERVICE } from './foreignWorld';

/*
 * As in foreignFailures.test.ts, for what a person does by hand, and for the workflow that tells of a run that died.
 */

const NAME = `${SERVICE} / production`;

describeOnEngine("a step of n8n's that fails under a person's hand", () => {
	let world: ForeignWorld;
	let verified: string;

	beforeAll(async () => {
		world = await createForeignWorld();
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => {
		verified = await world.prepare();
	});

	const begin = async (reason: string): Promise<EngineRun> =>
		await beginForm(world.engine, 'slipway05manual', { action: 'Roll back a service', reason });

	it.each(foreignSteps('slipway04rollback', 'slipway05manual', 'slipway16prepare', 'slipway17change'))(
		'$workflowId "$step" says of a roll back only what it did',
		async ({ workflowId, step }) => {
			const { engine } = world;
			await engine.push(CROWN);
			let run = await sendPage(engine, await begin('It is slow'), [NAME]);
			const choice = (await openPage(engine, run)).fields
				.get('Go back to')
				?.find((option) => option.startsWith(verified.slice(0, 7)));
			expect(choice).toBeDefined();
			// The table above the choices is a field, too, which has no answer.
			run = await sendPage(engine, run, ['', JSON.stringify([choice])]);
			engine.faults.fail(workflowId, step);
			run = await sendPage(engine, run, [SERVICE]);
			await expectAnHonestEnd(run);
		},
	);

	async function expectAnHonestEnd(run: EngineRun): Promise<void> {
		const isBack = (await world.engine.live(CROWN)).commit === verified;
		if (run.status !== 'waiting') {
			// n8n's own error page: then somebody is paged.
			const isTold = world.engine.openIncidents().length > 0;
			expect({ step: run.lastNode, isTold }).toEqual({ step: run.lastNode, isTold: true });
			return;
		}
		const { data } = await openPage(world.engine, run);
		const title = String(data.title);
		if (isBack) expect(title).not.toMatch(/NOT rolled back|Nothing was changed/);
		else expect(title).not.toBe('Rolled back');
	}

	it.each(foreignSteps('slipway07page'))(
		'of $workflowId "$step" keeps no page from going out',
		async ({ workflowId, step }) => {
			const { engine } = world;
			engine.faults.fail(workflowId, step);
			// The claim cannot be made: nobody but the error workflow tells.
			const fault = engine.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 'always' });
			const execution = { id: '4', url: 'http://n8n/1', mode: 'trigger', error: { message: 'out of memory' } };
			const died = { execution, workflow: { id: 'slipway40daily', name: 'Slipway 40: Once a day' } };
			await engine.start('slipway07page', died, 'integrated');
			engine.sandbox.removeFault(fault);
			expect(engine.openIncidents()).toHaveLength(1);
		},
	);

	it('lets the form of a roll back end when nobody sends it', async () => {
		const ended = await letPageLapse(world.engine, await begin('x'));
		expect(String((await openPage(world.engine, ended)).data.title)).toBe('Nothing was changed');
	});
});
