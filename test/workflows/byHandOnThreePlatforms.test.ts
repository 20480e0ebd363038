import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import type { ServiceName } from '../../tools/deliver/scenario';
import { isRecord } from '../../tools/json';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { createHandForm, type LastPage } from './handForm';
import { createReleaseWorld, EVERY, MONOREPO, type ReleaseWorld } from './releaseWorld';

/*
 * The form of 05 on Fly.io and ECS, and on a whole release over three platforms: what a person sees, what goes back,
 * and that nothing between the person and the roll back stops it.
 */

const [GATEWAY, API, SITE, WORKERS] = ['gateway', 'paintbox-api', 'paintbox-frontend', 'nanda-workers'] as const;

describeOnEngine('by hand, on three platforms', () => {
	let world: ReleaseWorld;
	let good: string;
	let newest: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 20 });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: EVERY });
		await world.calm();
		newest = await world.push({ touches: EVERY });
		await world.calm();
		expect(await world.commits()).toEqual(all(newest));
	});

	const form = createHandForm(() => world.engine);
	const { begin, choices, chooseDeployment, confirm, end, shown } = form;
	const all = (commit: string) => Object.fromEntries(EVERY.map((service) => [service, commit]));
	const nameOf = (service: string): string => `${service} / production`;
	const send = async (run: EngineRun, answers: readonly unknown[]): Promise<EngineRun> =>
		await sendPage(world.engine, run, answers);
	const upToConfirmation = async (service: ServiceName): Promise<EngineRun> =>
		await chooseDeployment(await send(await begin(), [nameOf(service)]), good);
	const releaseUpToConfirmation = async (): Promise<EngineRun> => {
		const run = await begin('Roll back a whole release');
		const [first] = await choices(run, 'Release');
		return await send(run, [first]);
	};
	const off = (platform: string) =>
		world.engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });
	const full = (): void => void (world.engine.tables.sizeBytes = MAX_SIZE_BYTES);
	const serviceRow = (service: string) =>
		world.engine.tables
			.rows('slipway_services')
			.find((row) => row.service === service && row.environment === 'production');
	const rollbacks = () => world.ledger().filter(({ kind }) => kind === 'rollback');

	/** What could have changed something on a platform since: all that is no read. */
	const writesSince = (since: number): string[] =>
		world.engine.sandbox
			.requests({ since })
			.filter(({ platform }) => platform !== 'public' && platform !== 'upstash')
			.filter(({ method, headers, path, body }) => {
				const action = headers['x-amz-target']?.split('.').at(-1) ?? '';
				if (action !== '') return !/^(Describe|List|Get)/.test(action);
				if (path === '/graphql') return !/^\s*query\b/.test(isRecord(body) ? String(body.query) : '');
				return method !== 'GET';
			})
			.map(({ platform, method, path }) => `${platform} ${method} ${path}`);
	const lastRequest = (): number => world.engine.sandbox.requests().at(-1)?.id ?? 0;

	describe.each([
		[API, 'fly', 'paintbox-api', 'Fly.io'],
		[GATEWAY, 'ecs', 'candlefish/gateway', 'ECS'],
	] as const)('%s', (service, platform, target, platformName) => {
		it('is looked at, put back, held, recorded; lifting the hold deploys the head again', async () => {
			const before = lastRequest();
			const offering = await send(await begin(), [nameOf(service)]);
			expect(await shown(offering)).toMatch(new RegExp(`${newest.slice(0, 7)}</b> is live now`));
			expect(await shown(offering)).toMatch(/<table>.*healthy, live now.*healthy.*<\/table>/s);
			const confirming = await chooseDeployment(offering, good);
			expect(await shown(confirming)).toMatch(
				new RegExp(
					`goes back from .*${newest.slice(0, 7)}.*${good.slice(0, 7)}.*A dry run passed: ${platformName} would`,
				),
			);
			expect(writesSince(before)).toEqual([]);

			expect(await end(await confirm(confirming))).toMatchObject({
				title: 'Rolled back',
				message: expect.stringMatching(/again, and it is healthy.*Pushes do not deploy/s),
			});
			expect(await world.commits()).toEqual({ ...all(newest), [service]: good });
			expect(serviceRow(service)).toMatchObject({ hold: true, hold_reason: expect.stringMatching(/by Kim Park/) });
			expect(rollbacks()).toMatchObject([
				{ service, state: 'live', verified: true, commit: good, live_commit: good, actor: 'Kim Park' },
			]);

			// What was rolled back is still there to be chosen, marked as such.
			const again = await send(await begin(), [nameOf(service)]);
			expect(await choices(again)).toContainEqual(
				expect.stringMatching(new RegExp(`^${newest.slice(0, 7)}.*, rolled back by Kim Park$`)),
			);

			const held = await world.push({ touches: EVERY });
			await world.calm();
			expect((await world.commits())[service]).toBe(good);
			await end(await send(await begin('Lift a hold', 'Mended'), [nameOf(service)]));
			await world.calm();
			expect(await world.commits()).toEqual(all(held));
			expect(world.engine.openIncidents()).toEqual([]);
			expect(await world.leftovers()).toEqual([]);
		});

		it('goes back with catalog and ledger away, by a typed target', async () => {
			world.engine.tables.break('slipway_services', 'read');
			world.engine.tables.break('slipway_deployments', 'read');
			const offering = await send(await begin(), [platform, target]);
			expect(await shown(offering)).toContain('nobody knows which of these are good');
			const { title, message } = await end(await confirm(await chooseDeployment(offering, good)));
			expect({ title, message }).toEqual({
				title: 'Rolled back',
				message: expect.stringContaining('It could not be held'),
			});
			expect((await world.state(service)).commit).toBe(good);
		});

		it('goes back with Redis, GitHub, the page and the tables away, all at once', async () => {
			const run = await begin();
			for (const name of ['upstash', 'pagerduty', 'github']) off(name);
			full();
			const confirming = await chooseDeployment(await send(run, [nameOf(service)]), good);
			expect((await end(await confirm(confirming))).title).toBe('Rolled back');
			expect((await world.state(service)).commit).toBe(good);
		});

		it('stops its deployment that is under way, and nothing of that goes live afterwards', async () => {
			const confirming = await upToConfirmation(service);
			const pushed = await world.push({ touches: [service] });
			await untilRunning(service, pushed);
			const { title } = await end(await confirm(confirming));
			await world.calm();
			expect(title).toBe('Rolled back');
			expect(await world.commits()).toEqual({ ...all(newest), [service]: good });
			expect(await world.leftovers()).toEqual([]);
			const states = world.ledger(service).flatMap((row) => (row.head_commit === pushed ? [String(row.state)] : []));
			expect(states.filter((state) => ['running', 'failed', 'unknown'].includes(state))).toEqual([]);
			expect(world.engine.openIncidents()).toEqual([]);
		});
	});

	/** Minutes until a deployment of that commit is under way on its platform. */
	async function untilRunning(service: string, commit: string): Promise<void> {
		const isRunning = (): boolean =>
			world.ledger(service).some((row) => row.commit === commit && row.kind === 'deploy' && row.state === 'running');
		for (let second = 0; second < 900 && !isRunning(); second++) {
			if (second % 60 === 0) world.engine.pollBeside('slipway08reconcile');
			await world.engine.clock.pass(1_000);
		}
		expect(isRunning()).toBe(true);
	}

	describe('a whole release', () => {
		const pageOf = async (run: EngineRun): Promise<LastPage> => await end(await confirm(run));

		it('goes back in reverse, every service is held, and nothing of it is deployed until they are lifted', async () => {
			const confirming = await releaseUpToConfirmation();
			expect(await shown(confirming)).toMatch(
				/paintbox-frontend.*Netlify would.*paintbox-api.*Fly\.io would.*ECS would/s,
			);
			const { title, message } = await pageOf(confirming);
			expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringContaining(GATEWAY) });
			expect(await world.commits()).toEqual(all(good));
			const order = rollbacks().map(({ service }) => String(service));
			expect([...order].sort()).toEqual([...EVERY].sort());
			expect(order.indexOf(SITE)).toBeLessThan(order.indexOf(API));
			expect(order.indexOf(API)).toBeLessThan(order.indexOf(GATEWAY));
			for (const row of rollbacks())
				expect(row).toMatchObject({ state: 'live', verified: true, live_commit: good, actor: 'Kim Park' });
			for (const service of EVERY) expect(serviceRow(service)).toMatchObject({ hold: true });
			await world.push({ touches: EVERY });
			await world.calm();
			expect(await world.commits()).toEqual(all(good));
			expect(await world.leftovers()).toEqual([]);
		});

		it.each([
			['Redis is away', () => void off('upstash'), 'again, and it is healthy'],
			['PagerDuty is away', () => void off('pagerduty'), 'again, and it is healthy'],
			['the tables are full', full, 'It could not be held'],
		])('goes back all the same when %s', async (_name, happen, words) => {
			const confirming = await releaseUpToConfirmation();
			happen();
			const { title, message } = await pageOf(confirming);
			expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringContaining(words) });
			expect(await world.commits()).toEqual(all(good));
		});

		it('says which part of it went back when one platform refuses, and pages that', async () => {
			world.engine.sandbox.addFault({
				platform: 'netlify',
				method: 'POST',
				path: '/api/v1/sites/*/deploys/*/restore',
				kind: 'status',
				status: 422,
				body: { code: 422, message: 'This deploy cannot be restored' },
				times: 'always',
			});
			const { title, message } = await pageOf(await releaseUpToConfirmation());
			expect(title).toBe('Partly rolled back');
			expect(message).toContain('cannot be restored');
			expect(await world.commits()).toEqual({ ...all(good), [SITE]: newest });
			expect(world.engine.openIncidents()).toMatchObject([{ dedupKey: `slipway/${SITE}/production` }]);
		});

		it('rolls back once when two people confirm at once', async () => {
			const runs = [await releaseUpToConfirmation(), await releaseUpToConfirmation()];
			const before = await world.deploymentCounts();
			const pages = await Promise.all(runs.map(pageOf));
			const after = await world.deploymentCounts();
			expect(pages.map(({ title }) => title)).toContain('Rolled back');
			expect(pages.filter(({ title }) => !['Rolled back', 'Nothing was changed'].includes(title))).toEqual([]);
			expect(await world.commits()).toEqual(all(good));
			// A restore makes no deployment on Netlify; the others make one for each roll back.
			for (const service of [GATEWAY, API, WORKERS])
				expect(Number(after[service]) - Number(before[service])).toBeLessThanOrEqual(1);
			expect(await world.leftovers()).toEqual([]);
		});

		it('stops what of the next release is under way', async () => {
			const confirming = await releaseUpToConfirmation();
			const pushed = await world.push({ touches: EVERY });
			await untilRunning(GATEWAY, pushed);
			const first = await confirm(confirming);
			// What went live meanwhile is shown anew, and confirmed.
			const { template } = await openPage(world.engine, first);
			if (template !== 'form-trigger-completion') await confirm(first);
			await world.calm();
			expect(Object.values(await world.commits())).not.toContain(pushed);
			expect(world.engine.openIncidents()).toEqual([]);
			expect(await world.leftovers()).toEqual([]);
		});

		it('goes back when its branch was deleted while the next one deploys', async () => {
			const confirming = await releaseUpToConfirmation();
			const pushed = await world.push({ touches: [GATEWAY] });
			await untilRunning(GATEWAY, pushed);
			await fetch(`${world.engine.sandbox.origin}/github/repos/${MONOREPO}/git/refs/heads/main`, {
				method: 'DELETE',
				headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
			});
			const first = await confirm(confirming);
			const { template } = await openPage(world.engine, first);
			if (template !== 'form-trigger-completion') await confirm(first);
			await world.calm();
			expect((await world.state(GATEWAY)).commit).not.toBe(pushed);
			expect(await world.leftovers()).toEqual([]);
		});
	});

	it('shows what a release would do on all three, writes nothing, and counts the calls', async () => {
		const next = await world.push({ touches: EVERY, isDelivered: false });
		const before = lastRequest();
		const rows = world.ledger().length;
		const run = await send(await begin('Show what a release would do'), [`${MONOREPO}@main`]);
		const { title, message } = await end(run);
		const asked = world.engine.sandbox.requests({ since: before });
		expect(title).toMatch(new RegExp(`^A release of ${MONOREPO}@main would change`));
		const calls = asked.filter(({ platform }) => platform === 'github').length;
		expect(message).toContain(`GitHub was called ${calls} times. Nothing was changed.`);
		expect(message).toMatch(/Netlify, Fly\.io and ECS were asked|ECS, Fly\.io and Netlify were asked/);
		expect(writesSince(before)).toEqual([]);
		expect(world.ledger()).toHaveLength(rows);
		expect(await world.commits()).toEqual(all(newest));
		expect(next).not.toBe(newest);
	});
});
