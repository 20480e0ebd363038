import { createEngine, type Engine } from '../n8n/engine/engine';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { letPageLapse, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { createHandForm, type LastPage } from './handForm';

const CROWN = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';
const NAME = `${SERVICE} / production`;
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

	const form = createHandForm(() => engine);
	const { begin, choices, end, shown } = form;
	const chooseDeployment = async (offering: EngineRun, commit = good): Promise<EngineRun> =>
		await form.chooseDeployment(offering, commit);

	async function rollBack(run: EngineRun): Promise<LastPage> {
		const confirming = await chooseDeployment(await sendPage(engine, run, [NAME]));
		return await end(await sendPage(engine, confirming, [SERVICE]));
	}
	const live = async (): Promise<string> => (await engine.live(CROWN)).commit;
	const off = (platform: string) => engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });

	it('shows what there is, what it would do, puts the chosen one back, holds the service, and says all of it', async () => {
		const run = await begin();
		const offering = await sendPage(engine, run, [NAME]);
		expect(await shown(offering)).toMatch(/<table>.*healthy, live now.*<\/table>/s);
		const confirming = await chooseDeployment(offering);
		expect(await shown(confirming)).toMatch(/goes back from .*, which is live, to .*A dry run passed: Netlify would/s);
		expect(await end(await sendPage(engine, confirming, [SERVICE]))).toMatchObject({
			title: 'Rolled back',
			message: expect.stringMatching(/again, and it is healthy.*Pushes do not deploy/s),
		});
		expect(await live()).toBe(good);
		expect(engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE)).toMatchObject({
			hold: true,
			hold_reason: expect.stringMatching(/by Kim Park .*The checkout is slow/),
		});
		expect(await engine.locks()).toEqual([]);
	});

	it.each([
		['Upstash is away', () => void off('upstash'), /again, and it is healthy/],
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

	const row = () => engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE);
	const restores = (): { count: number } => {
		const seen = { count: 0 };
		engine.sandbox.onExchange(({ path, method }) => {
			if (method === 'POST' && path.endsWith('/restore')) seen.count++;
		});
		return seen;
	};
	const upToConfirmation = async (run: EngineRun): Promise<EngineRun> =>
		await chooseDeployment(await sendPage(engine, run, [NAME]));

	it('shows anew what changed since it was shown, and does nothing until that is confirmed', async () => {
		const confirming = await upToConfirmation(await begin());
		const pushed = await engine.push(CROWN);
		const again = await sendPage(engine, confirming, [SERVICE]);
		expect(await shown(again)).toMatch(/changed since this page was shown/);
		expect(await shown(again)).toContain(pushed.sha.slice(0, 7));
		expect(await live()).toBe(pushed.sha);
		expect(row()?.hold).toBe(false);
		expect((await end(await sendPage(engine, again, [SERVICE]))).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('rolls back once when two people confirm at once, and tells the other', async () => {
		const runs = [await upToConfirmation(await begin()), await upToConfirmation(await begin())];
		const seen = restores();
		const pages = await Promise.all(runs.map(async (run) => await end(await sendPage(engine, run, [SERVICE]))));
		// Who comes second waits for the first, and finds it done.
		expect(pages.filter(({ title }) => title === 'Rolled back').length).toBeGreaterThanOrEqual(1);
		expect(pages.filter(({ title }) => !['Rolled back', 'Nothing was changed'].includes(title))).toEqual([]);
		expect(seen.count).toBe(1);
		expect(await live()).toBe(good);
		expect(await engine.locks()).toEqual([]);
	});

	it('changes nothing when the same form was open twice and the second is confirmed later', async () => {
		const runs = [await upToConfirmation(await begin()), await upToConfirmation(await begin())] as const;
		expect((await end(await sendPage(engine, runs[0], [SERVICE]))).title).toBe('Rolled back');
		const seen = restores();
		expect(await end(await sendPage(engine, runs[1], [SERVICE]))).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('somebody was faster'),
		});
		expect(seen.count).toBe(0);
	});

	it('stops a deployment that is under way, and nothing of it goes live afterwards', async () => {
		const confirming = await upToConfirmation(await begin());
		const { sha, payload } = await engine.commit(CROWN);
		await engine.intake(payload);
		for (let waited = 0; waited < 60 && (await engine.locks()).length === 0; waited++) await engine.clock.pass(1_000);
		expect(await engine.locks()).toHaveLength(1);
		const { title } = await end(await sendPage(engine, confirming, [SERVICE]));
		await engine.runner.settled();
		await engine.clock.pass(minutes(10));
		expect(title).toBe('Rolled back');
		expect(await live()).toBe(good);
		expect(engine.tables.rows('slipway_deployments').find(({ commit }) => commit === sha)).toMatchObject({
			state: 'stoppedByPerson',
		});
		expect(engine.incidents()).toEqual([]);
		expect(await engine.locks()).toEqual([]);
	});

	it('goes past a dead run that has the lock', async () => {
		const lock = 'slipway:lock:netlify/crown-trophy';
		await engine.redis('HSET', lock, 'owner', 'run 1', 'token', '1', 'since', '0', 'note', 'deploys abc1234');
		await engine.redis('PEXPIRE', lock, String(minutes(30)));
		expect((await rollBack(await begin())).title).toBe('Rolled back');
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

	it('offers what the platform has when the ledger cannot be read, and says that nobody knows which are good', async () => {
		engine.tables.break('slipway_deployments', 'read');
		const offering = await sendPage(engine, await begin(), [NAME]);
		expect(await shown(offering)).toContain('nobody knows which of these are good');
		const offered = (await choices(offering)).find((option) => option.startsWith(good.slice(0, 7)));
		expect(offered).toMatch(/not known to be good/);
		const confirming = await sendPage(engine, offering, [JSON.stringify([offered])]);
		expect((await end(await sendPage(engine, confirming, [SERVICE]))).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('takes a typed platform and target when the catalog cannot be read, too', async () => {
		engine.tables.break('slipway_services', 'read');
		engine.tables.break('slipway_deployments', 'read');
		const run = await begin();
		expect([...(await openPage(engine, run)).fields.keys()]).toEqual([
			'Platform',
			'Target (site, app, or cluster/service)',
		]);
		const offering = await sendPage(engine, run, ['netlify', SERVICE]);
		const offered = (await choices(offering)).find((option) => option.startsWith(good.slice(0, 7)));
		const confirming = await sendPage(engine, offering, [JSON.stringify([offered])]);
		expect(await end(await sendPage(engine, confirming, [SERVICE]))).toMatchObject({
			title: 'Rolled back',
			message: expect.stringContaining('It could not be held'),
		});
		expect(await live()).toBe(good);
	});

	it("takes a typed deployment when the platform's list cannot be had either", async () => {
		engine.tables.break('slipway_deployments', 'read');
		const { id } = (await engine.clouds.deploys((await engine.clouds.siteOf(CROWN)).id)).find(
			({ commit }) => commit === good,
		) ?? { id: '' };
		const run = await begin();
		engine.faultFor(minutes(5), {
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/sites/*/deploys',
			kind: 'status',
			status: 503,
		});
		const offering = await sendPage(engine, run, [NAME]);
		expect([...(await openPage(engine, offering)).fields.keys()]).toEqual([
			'Deployment to go back to (its ID on the platform)',
		]);
		await engine.clock.pass(minutes(5));
		const confirming = await sendPage(engine, offering, [id]);
		expect((await end(await sendPage(engine, confirming, [SERVICE]))).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('says that it was NOT rolled back when the platform refuses, and pages that', async () => {
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
	])('shows a deployment whose commit says %s, and goes back to it', async (message) => {
		good = (await engine.push(CROWN, { message })).sha;
		await engine.push(CROWN);
		const offering = await sendPage(engine, await begin(), [NAME]);
		const offered = (await choices(offering)).find((option) => option.startsWith(good.slice(0, 7)));
		expect(offered).toContain(message.slice(0, 10).replace(/<.*/, ''));
		const confirming = await chooseDeployment(offering);
		expect((await end(await sendPage(engine, confirming, [SERVICE]))).title).toBe('Rolled back');
		expect(await live()).toBe(good);
	});

	it('refuses a deployment that is not on the page', async () => {
		const offering = await sendPage(engine, await begin(), [NAME]);
		const sent = await sendPage(engine, offering, ['', JSON.stringify(['abc1234 [65f1c0de7a1e0001d0000001]'])]);
		expect(await end(sent)).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('not one of those on the page'),
		});
		expect(await live()).not.toBe(good);
	});

	it('changes nothing when nobody confirms in time, or another name is typed', async () => {
		const lapsed = await letPageLapse(engine, await upToConfirmation(await begin()));
		expect((await end(lapsed)).message).toContain('Nobody confirmed');
		const typed = await sendPage(engine, await upToConfirmation(await begin()), ['crown']);
		expect((await end(typed)).message).toContain('instead of');
		expect(await live()).not.toBe(good);
		expect(row()?.hold).toBe(false);
	});

	it('holds a service, and lifting it looks at once: what was pushed meanwhile is deployed', async () => {
		const held = await sendPage(engine, await begin('Hold a service'), [NAME]);
		expect((await end(held)).title).toBe('It is held');
		const pushed = await engine.push(CROWN);
		expect(await live()).not.toBe(pushed.sha);
		const lifted = await sendPage(engine, await begin('Lift a hold', 'Mended'), [NAME]);
		await engine.runner.settled();
		expect(await end(lifted)).toMatchObject({
			title: 'The hold is lifted',
			message: expect.stringContaining('looked at right now'),
		});
		expect(await live()).toBe(pushed.sha);
		expect(row()).toMatchObject({ hold: false, hold_reason: expect.stringMatching(/^Lifted by Kim Park .*Mended/) });
	});

	it('tries again what failed, once for each time that a person asks, and nothing that is well', async () => {
		const attempts = () =>
			engine.tables
				.rows('slipway_deployments')
				.filter(({ kind, service }) => kind === 'deploy' && service === row()?.service).length;
		const tryAgain = async (): Promise<void> => {
			const tried = await sendPage(engine, await begin('Try a service again', 'It was their outage'), [NAME]);
			await engine.runner.settled();
			expect(await end(tried)).toMatchObject({
				title: 'It is tried again',
				message: expect.stringContaining('looked at right now'),
			});
		};
		const beforeAll = attempts();
		await tryAgain();
		expect(attempts()).toBe(beforeAll);
		await engine.push(CROWN, { scenario: 'bad-build' });
		const failed = attempts();
		expect(failed).toBe(beforeAll + 1);
		await tryAgain();
		expect(attempts()).toBe(failed + 1);
		expect(row()).toMatchObject({ hold: false });
	});

	it('says that a hold was not lifted when the catalog cannot be written', async () => {
		await sendPage(engine, await begin('Hold a service'), [NAME]);
		engine.tables.break('slipway_services', 'write');
		const lifted = await sendPage(engine, await begin('Lift a hold'), [NAME]);
		expect((await end(lifted)).title).toBe('The hold was not lifted');
	});

	it('rolls back a whole release, and leaves what it is not live at any more', async () => {
		/** The release that was newest before anything was rolled back. */
		const chooseRelease = async (id = ''): Promise<EngineRun> => {
			const releasing = await begin('Roll back a whole release');
			const releases = (await openPage(engine, releasing)).fields.get('Release') ?? [];
			return await sendPage(engine, releasing, [releases.find((label) => label.includes(id))]);
		};
		const newest = engine.tables.rows('slipway_releases').at(-1);
		const confirming = await chooseRelease();
		expect(await shown(confirming)).toMatch(/the whole release.*goes back from/s);
		const [label = ''] = [...(await openPage(engine, confirming)).fields.keys()];
		const ended = await sendPage(engine, confirming, [label.replace('To confirm, type ', '')]);
		expect((await end(ended)).title).toBe('Rolled back');
		expect(await live()).toBe(good);
		expect(await end(await chooseRelease(String(newest?.commit).slice(0, 7)))).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('not live any more'),
		});
	});

	it('shows what a release would do, and changes nothing', async () => {
		const { sha } = await engine.commit(CROWN);
		const before = engine.tables.rows('slipway_deployments').length;
		const run = await sendPage(engine, await begin('Show what a release would do'), [`${CROWN}@main`]);
		const { title, message } = await end(run);
		expect(title).toBe(`A release of ${CROWN}@main would change 1 of 1 services`);
		expect(message).toMatch(/Nothing was changed.*<td>deploy: /s);
		expect(await live()).not.toBe(sha);
		expect(engine.tables.rows('slipway_deployments')).toHaveLength(before);
		expect(await engine.locks()).toEqual([]);
	});

	it('changes nothing when a step of its own dies, and says that nobody knows', async () => {
		engine.faults.fail('slipway17change', 'Take up what was confirmed');
		const ended = await sendPage(engine, await upToConfirmation(await begin()), [SERVICE]);
		expect((await end(ended)).title).toBe('Nobody knows whether it was done');
		expect(await live()).not.toBe(good);
	});
});
