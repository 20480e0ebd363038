import { createEngine, type Engine } from '../n8n/engine/engine';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';

const CROWN = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';
const minutes = (count: number): number => count * 60_000;

describeOnEngine('the roll back by hand', () => {
	let engine: Engine;
	let good: string;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		good = (await engine.push(CROWN)).sha;
		await engine.push(CROWN);
	});

	const begin = async (): Promise<EngineRun> =>
		await beginForm(engine, 'slipway05manual', { action: 'Roll back a service', reason: 'The checkout is slow' });
	const choices = async (run: EngineRun): Promise<readonly string[]> =>
		(await openPage(engine, run)).fields.get('Go back to') ?? [];
	const end = async (run: EngineRun): Promise<{ title: string; message: string }> => {
		expect(run).toMatchObject({ status: 'waiting', error: undefined });
		const { data, template } = await openPage(engine, run);
		expect(template).toBe('form-trigger-completion');
		return { title: String(data.title), message: String(data.message) };
	};

	/** Chooses the service and the last of the releases offered, and confirms. */
	async function rollBack(
		run: EngineRun,
		chosen = `${SERVICE} / production`,
	): Promise<{ title: string; message: string }> {
		let now = await sendPage(engine, run, [chosen]);
		const offered = (await choices(now)).find((option) => option.startsWith(good.slice(0, 7)));
		now = await sendPage(engine, now, [offered === undefined ? '' : JSON.stringify([offered]), SERVICE]);
		return await end(now);
	}
	const live = async (): Promise<string> => (await engine.live(CROWN)).commit;
	const off = (platform: string) => engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });

	it('puts the chosen release back, holds the service, and says both', async () => {
		expect(await rollBack(await begin())).toMatchObject({
			title: 'Rolled back',
			message: expect.stringMatching(/again, and it is healthy.*Pushes do not deploy/s),
		});
		expect(await live()).toBe(good);
		expect(engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE)).toMatchObject({
			hold: true,
			hold_reason: expect.stringContaining('Kim Park'),
		});
	});

	it.each([
		['Upstash is away', () => void off('upstash'), /lock of this service could not be taken/],
		['PagerDuty is away', () => void off('pagerduty'), /again, and it is healthy/],
		['the Data Tables are full', () => void (engine.tables.sizeBytes = MAX_SIZE_BYTES), /It could not be held/],
		['GitHub is away', () => void off('github'), /again, and it is healthy/],
		[
			'all of these',
			() => {
				for (const platform of ['upstash', 'pagerduty', 'github']) off(platform);
				engine.tables.sizeBytes = MAX_SIZE_BYTES;
			},
			/could not be shown to be in the ledger/,
		],
	])('rolls back all the same when %s, and says what was done', async (_name, happen, words) => {
		const run = await begin();
		happen();
		const { title, message } = await rollBack(run);
		expect(await live()).toBe(good);
		expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringMatching(words) });
	});

	it('rolls back all the same when the step that takes the lock is set up wrongly', async () => {
		const names = ['Take the lock of the service', 'Free the lock of the service'];
		const steps = engine.workflows.get('slipway04rollback')?.nodes.filter(({ name }) => names.includes(name)) ?? [];
		const lockNames = steps.map(({ parameters }) => parameters.lockName);
		for (const { parameters } of steps) parameters.lockName = "={{ '' }}";
		const { title, message } = await rollBack(await begin());
		steps.forEach(({ parameters }, index) => (parameters.lockName = lockNames[index]));
		expect(steps).toHaveLength(2);
		expect({ title, message }).toEqual({
			title: 'Rolled back',
			message: expect.stringContaining('lock of this service could not be taken'),
		});
		expect(await live()).toBe(good);
	});

	it('does not say "NOT rolled back" when Upstash goes away after it did', async () => {
		const run = await begin();
		engine.sandbox.onExchange(({ path, method }) => {
			if (method === 'POST' && path.endsWith('/restore')) off('upstash');
		});
		expect((await rollBack(run)).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('goes past a run that has the lock, and says that it may still go live', async () => {
		const lock = `slipway:lock:${SERVICE}/production`;
		await engine.redis('HSET', lock, 'owner', 'run 1', 'token', '1', 'since', '0', 'note', 'deploys abc1234');
		await engine.redis('PEXPIRE', lock, String(minutes(30)));
		const { title, message } = await rollBack(await begin());
		expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringContaining('deploys abc1234') });
		expect(await live()).toBe(good);
	});

	it('offers what Netlify has when the ledger cannot be read, and says that nobody knows which are good', async () => {
		engine.tables.break('slipway_deployments', 'read');
		const run = await sendPage(engine, await begin(), [`${SERVICE} / production`]);
		const page = await openPage(engine, run);
		expect(JSON.stringify(page.data)).toContain('nobody knows which of them are good');
		expect(await choices(run)).toContainEqual(
			expect.stringMatching(new RegExp(`^${good.slice(0, 7)}.*not known to be good`)),
		);
		expect(await live()).not.toBe(good);
	});

	it('takes a typed site when the catalog cannot be read, too', async () => {
		engine.tables.break('slipway_services', 'read');
		engine.tables.break('slipway_deployments', 'read');
		const run = await begin();
		expect([...(await openPage(engine, run)).fields.keys()]).toEqual(['Netlify site (its name or ID)']);
		expect(await rollBack(run, SERVICE)).toMatchObject({
			title: 'Rolled back',
			message: expect.stringContaining('It could not be held'),
		});
		expect(await live()).toBe(good);
	});

	it("takes a typed deploy when Netlify's list cannot be had either", async () => {
		engine.tables.break('slipway_deployments', 'read');
		const { id } = (await engine.clouds.deploys((await engine.clouds.siteOf(CROWN)).id)).find(
			({ commit }) => commit === good,
		) ?? { id: '' };
		const run = await begin();
		engine.faultFor(minutes(1), {
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/sites/*/deploys',
			kind: 'status',
			status: 503,
		});
		let now = await sendPage(engine, run, [`${SERVICE} / production`]);
		expect([...(await openPage(engine, now)).fields.keys()][0]).toBe('Netlify deploy to go back to (its ID)');
		await engine.clock.pass(minutes(1));
		now = await sendPage(engine, now, [id, SERVICE]);
		expect((await end(now)).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('says that it was NOT rolled back when Netlify refuses, and pages that', async () => {
		engine.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/deploys/*/restore',
			kind: 'status',
			status: 422,
			body: { code: 422, message: 'This deploy cannot be restored' },
			times: 'always',
		});
		expect(await rollBack(await begin())).toMatchObject({
			title: 'It was NOT rolled back',
			message: expect.stringContaining('cannot be restored'),
		});
		expect(engine.openIncidents()).toMatchObject([{ dedupKey: `slipway/${SERVICE}/production` }]);
	});

	it.each([
		'Show $& in the help of sed',
		'Costs $$5 and $`more`',
		"$' $1 $<name> ${x}",
		'{{ $env.HOME }} <b>x</b>',
		'a " quote and a \\ backslash',
	])('shows a release whose commit says %s, and goes back to it', async (message) => {
		good = (await engine.push(CROWN, { message })).sha;
		await engine.push(CROWN);
		const run = await sendPage(engine, await begin(), [`${SERVICE} / production`]);
		const offered = (await choices(run)).find((option) => option.startsWith(good.slice(0, 7)));
		expect(offered).toContain(message.slice(0, 10).replace(/<.*/, ''));
		const ended = await sendPage(engine, run, [JSON.stringify([offered]), SERVICE]);
		expect((await end(ended)).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('offers a service whose name holds what a template obeys', async () => {
		const row = engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE) ?? {};
		const columns = Object.entries(row).filter(([name]) => !['id', 'createdAt', 'updatedAt'].includes(name));
		engine.tables.insert('slipway_services', { ...Object.fromEntries(columns), service: 'cash-$&-$$' });
		expect((await openPage(engine, await begin())).fields.get('Service')).toContain('cash-$&-$$ / production');
	});

	it('refuses a release that is not on the page', async () => {
		const run = await sendPage(engine, await begin(), [`${SERVICE} / production`]);
		const ended = await sendPage(engine, run, [JSON.stringify(['abc1234 [65f1c0de7a1e0001d0000001]']), SERVICE]);
		expect(await end(ended)).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('not one of those on the page'),
		});
		expect(await live()).not.toBe(good);
	});

	it('lifts a hold, and says that it did not when the catalog cannot be written', async () => {
		await rollBack(await begin());
		const lift = async () => {
			const run = await beginForm(engine, 'slipway05manual', { action: 'Lift a hold', reason: 'Mended' });
			return await end(await sendPage(engine, run, [`${SERVICE} / production`]));
		};
		engine.tables.break('slipway_services', 'write');
		expect((await lift()).title).toBe('The hold was not lifted');
		engine.tables.mend();
		expect((await lift()).title).toBe('The hold is lifted');
	});
});
