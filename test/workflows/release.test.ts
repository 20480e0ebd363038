import { describeOnEngine } from '../n8n/engine/installedN8n';
import { CHAIN, createReleaseWorld, EVERY, PAGE_KEY, type ReleaseWorld } from './releaseWorld';

/*
 * One release over three platforms, from GitHub's delivery to the last row: ordered by what depends on what, side by
 * side where nothing does, compensated in reverse, told once.
 */

const [GATEWAY, API, SITE] = ['gateway', 'paintbox-api', 'paintbox-frontend'] as const;
const WORKERS = 'nanda-workers';

describeOnEngine('a release over three platforms', () => {
	let world: ReleaseWorld;
	let good: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: EVERY });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: EVERY });
		await world.calm();
		world.engine.runner.runs.length = 0;
	});

	const all = (commit: string) => Object.fromEntries(EVERY.map((service) => [service, commit]));
	const openPages = () => world.engine.openIncidents().map(({ dedupKey }) => dedupKey);
	const rowsAfter = (rowId: number) => world.ledger().filter(({ id }) => Number(id) > rowId);
	const lastRowId = (): number => Math.max(0, ...world.ledger().map(({ id }) => Number(id)));
	const setRow = (service: string, change: Record<string, unknown>): void =>
		world.engine.tables.change(
			'slipway_services',
			(row) => row.service === service && row.environment === 'production',
			change,
		);
	const lastRelease = () =>
		world
			.releases()
			.filter(({ branch }) => branch === 'main')
			.at(-1);
	const timeOf = (row: Record<string, unknown> | undefined, column: string): number =>
		new Date(String(row?.[column])).getTime();

	it('puts every service at the head, in the order of what it depends on, and leaves nothing behind', async () => {
		expect(await world.commits()).toEqual(all(good));
		const [gateway, api, site, workers] = [GATEWAY, API, SITE, WORKERS].map((service) =>
			world.ledger(service).find(({ kind, commit }) => kind === 'deploy' && commit === good),
		);
		expect(timeOf(gateway, 'finished_at')).toBeLessThanOrEqual(timeOf(api, 'started_at'));
		expect(timeOf(api, 'finished_at')).toBeLessThanOrEqual(timeOf(site, 'started_at'));
		expect(timeOf(workers, 'started_at')).toBeLessThan(timeOf(gateway, 'finished_at'));
		for (const row of [gateway, api, site, workers])
			expect(row).toMatchObject({ state: 'live', verified: true, live_commit: good, branch: 'main' });
		expect(lastRelease()).toMatchObject({ state: 'live', commit: good });
		expect(openPages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	it('shows its deployments on GitHub, one for each service, as they ended', async () => {
		const shown = (await world.engine.clouds.deployments('candlefish-ai/candlefish')).filter(
			({ commit }) => commit === good,
		);
		expect(shown.map(({ environment, state }) => `${environment} ${state}`).sort()).toEqual(
			EVERY.map((service) => `production: ${service} success`).sort(),
		);
	});

	it('deploys only what a push touches', async () => {
		const before = lastRowId();
		const next = await world.push({ touches: [API] });
		await world.calm();
		expect(await world.commits()).toEqual({ ...all(good), [API]: next });
		expect(rowsAfter(before).map(({ service, kind }) => `${String(service)} ${String(kind)}`)).toEqual([
			`${API} deploy`,
		]);
	});

	describe('whose last service is ill', () => {
		let bad: string;
		let before: number;
		beforeEach(async () => {
			before = lastRowId();
			bad = await world.push({ touches: EVERY, unhealthy: ['netlify/paintbox'] });
		});

		it('goes back in reverse where it has to, stays where nothing is wrong, and pages once; the next good push resolves', async () => {
			await world.calm();
			expect(await world.commits()).toEqual({ ...all(good), [WORKERS]: bad });
			const rollbacks = rowsAfter(before).filter(({ kind }) => kind === 'rollback');
			expect(rollbacks.map(({ service }) => service)).toEqual([SITE, API, GATEWAY]);
			for (const row of rollbacks) expect(row).toMatchObject({ state: 'live', verified: true, live_commit: good });
			expect(rollbacks.slice(1)).toMatchObject([{ because: `${SITE}/production` }, { because: `${SITE}/production` }]);
			const [, api, gateway] = rollbacks;
			expect(timeOf(api, 'finished_at')).toBeLessThanOrEqual(timeOf(gateway, 'finished_at'));
			expect(world.releases().map(({ state }) => state)).toContain('compensating');
			expect(lastRelease()).toMatchObject({
				state: 'failed',
				reason: expect.stringContaining(`${WORKERS}/production`),
			});
			expect(world.engine.openIncidents()).toMatchObject([{ dedupKey: PAGE_KEY, pageCount: 1 }]);
			expect(world.pages()).toHaveLength(1);

			// It is red in n8n's list, and 07 pages nothing for that.
			const red = world.engine.runsOf('slipway02release').filter(({ status }) => status === 'error');
			expect(red.map(({ error }) => error?.message)).toEqual([expect.stringMatching(/^Told: /)]);

			const next = await world.push({ touches: EVERY });
			await world.calm();
			expect(await world.commits()).toEqual(all(next));
			expect(openPages()).toEqual([]);
			expect(world.pages()).toHaveLength(1);
		});

		it('is not tried again by a push that changes nothing, and is when the failed one is mended alone', async () => {
			await world.calm();
			const rows = lastRowId();
			await world.push({ touches: [], unhealthy: ['netlify/paintbox'] });
			await world.calm();
			expect(lastRowId()).toBe(rows);
			const mended = await world.push({ touches: [SITE] });
			await world.calm();
			const now = await world.commits();
			expect(now[SITE]).toBe(mended);
			// What went back because of it goes with it: at the content that the head has.
			expect([bad, mended]).toContain(now[API]);
			expect([bad, mended]).toContain(now[GATEWAY]);
		});
	});

	it('takes everything back with "compensate: release", and nothing of what says "never"', async () => {
		setRow(SITE, { compensate: 'release' });
		setRow(API, { compensate: 'never' });
		const bad = await world.push({ touches: EVERY, unhealthy: ['netlify/paintbox'] });
		await world.calm();
		expect(await world.commits()).toEqual({ ...all(good), [API]: bad });
		expect(lastRelease()).toMatchObject({ state: 'failed', reason: expect.stringContaining(`${API}/production`) });
	});

	it('stops at a build that fails: what depends on it is not begun, and what went before goes back', async () => {
		const bad = await world.push({ touches: EVERY, buildFails: true });
		await world.calm();
		expect(await world.commits()).toEqual({ ...all(good), [WORKERS]: bad });
		expect(world.ledger(SITE).at(-1)).toMatchObject({ state: 'failed' });
		expect(world.pages()).toHaveLength(1);
	});

	it('begins nothing after a first service that is ill, and names what waits', async () => {
		const before = lastRowId();
		await world.push({ touches: CHAIN, unhealthy: ['ecs/candlefish/gateway'] });
		await world.calm();
		expect(await world.commits()).toEqual(all(good));
		expect(rowsAfter(before).map(({ service }) => service)).not.toContain(SITE);
		expect(rowsAfter(before).map(({ service }) => service)).not.toContain(API);
		expect(lastRelease()).toMatchObject({ state: 'failed' });
		expect(world.pages()).toHaveLength(1);
	});
});
