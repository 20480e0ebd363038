import { DeleteServiceCommand, ECSClient } from '@aws-sdk/client-ecs';

import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { FLY_TOKEN } from '../../sandbox/fly/fly';
import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import type { ServiceName } from '../../tools/deliver/scenario';
import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { createReleaseWorld, EVERY, PAGE_KEY, type ReleaseWorld } from './releaseWorld';

/*
 * What people do to a catalog and to their platforms while Slipway deploys. Each has an end that is stated here, and
 * a record; a webhook of a repository nobody configured, and repositories that were renamed or whose name somebody
 * else took, are in movedRepository.test.ts.
 */

const [GATEWAY, API, SITE] = ['gateway', 'paintbox-api', 'paintbox-frontend'] as const;
const WORKERS = 'nanda-workers';

describeOnEngine('bad input', () => {
	let world: ReleaseWorld;
	let good: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: EVERY });
		await world.calm();
		world.engine.runner.runs.length = 0;
	});

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
	const minutes = async (count: number): Promise<void> => {
		for (let minute = 0; minute < count; minute++) await world.minute();
	};
	const call = async (method: string, path: string, token: string, body?: object): Promise<void> => {
		const response = await fetch(`${world.engine.sandbox.origin}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		expect(response.status).toBeLessThan(300);
	};
	const siteId = (name: string): string => {
		const { netlify } = world.engine.sandbox.state();
		const sites = isRecord(netlify) ? readRecords(netlify, 'sites') : [];
		return String(sites.find((site) => site.name === name)?.id);
	};
	const summaries = () => world.engine.openIncidents().map(({ summary }) => String(summary));
	const ends = (service: string, commit: string): JsonRecord[] =>
		world.ledger(service).filter((row) => row.commit === commit);

	describe('a catalog row that is changed while a release runs', () => {
		/** Until the first service of the release is under way. */
		const begun = async (commit: string): Promise<void> => {
			for (let second = 0; second < 300; second++) {
				if (ends(GATEWAY, commit).length > 0) return;
				await world.engine.clock.pass(1_000);
			}
			throw new Error('The release did not begin');
		};

		it('and switched off is not deployed any more, nor what depends on it; the rest is', async () => {
			const head = await world.push({ touches: EVERY });
			await begun(head);
			expect(ends(API, head)).toEqual([]);
			setRow(API, { enabled: false });
			await world.calm();
			expect(await world.commits()).toMatchObject({ [GATEWAY]: head, [WORKERS]: head, [API]: good });
			expect(ends(API, head)).toEqual([]);
			expect(String(lastRelease()?.decisions)).toMatch(/paintbox-api\/production: blocked, .*off/);
			expect(await world.leftovers()).toEqual([]);
		});

		it('and held is not begun; lifted, it goes', async () => {
			const head = await world.push({ touches: EVERY });
			await begun(head);
			setRow(API, { hold: true, hold_reason: 'a demo' });
			await world.calm();
			expect(await world.commits()).toMatchObject({ [GATEWAY]: head, [API]: good, [SITE]: good });
			expect(String(lastRelease()?.decisions)).toContain('a demo');
			setRow(API, { hold: false });
			await world.push({ touches: [WORKERS] });
			await world.calm();
			expect((await world.state(API)).commit).toBe(head);
			expect(await world.leftovers()).toEqual([]);
		});

		it('and removed leaves a row that has an end, and a release that is told', async () => {
			const head = await world.push({ touches: EVERY });
			await begun(head);
			world.engine.tables.remove('slipway_services', (row) => row.service === GATEWAY);
			await world.calm();
			expect(ends(GATEWAY, head).at(-1)).toMatchObject({ state: 'live' });
			expect(ends(WORKERS, head).at(-1)).toMatchObject({ state: 'live' });
			// What it depended on cannot be looked up any more.
			expect(String(lastRelease()?.decisions)).toMatch(/paintbox-api\/production: blocked, .*"gateway"/);
			expect((await world.state(API)).commit).toBe(good);
			expect(await world.leftovers()).toEqual([]);
		});
	});

	describe('a service that was deleted', () => {
		const deleted: ReadonlyArray<readonly [string, string, () => Promise<void>]> = [
			['Netlify', SITE, async () => await call('DELETE', `/netlify/api/v1/sites/${siteId('paintbox')}`, NETLIFY_TOKEN)],
			['Fly.io', API, async () => await call('DELETE', '/fly/v1/apps/paintbox-api?force=true', FLY_TOKEN)],
			[
				'ECS',
				WORKERS,
				async () => {
					const client = new ECSClient({
						region: REGION,
						endpoint: `${world.engine.sandbox.origin}/aws`,
						credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
					});
					await client.send(new DeleteServiceCommand({ cluster: 'candlefish', service: WORKERS, force: true }));
					client.destroy();
				},
			],
		];

		it.each(deleted)(
			'on %s is not seen: nothing is done to it, a person is told, and the others go',
			async (_, service, remove) => {
				const before = world.ledger(service).length;
				await remove();
				const head = await world.push({ touches: EVERY });
				await minutes(45);
				expect(world.ledger(service)).toHaveLength(before);
				expect((await world.state(GATEWAY)).commit).toBe(head);
				expect(String(lastRelease()?.decisions)).toContain(`${service}/production: `);
				expect(summaries()).toEqual([expect.stringContaining(service)]);
				expect(world.pages()).toHaveLength(1);
				// Its row is taken out of the catalog: that is the end of it.
				world.engine.tables.remove('slipway_services', (row) => row.service === service);
				if (service === API) setRow(SITE, { depends_on: '' });
				await world.push({ touches: [GATEWAY] });
				await world.calm();
				expect(summaries()).toEqual([]);
				expect(await world.leftovers()).toEqual([]);
			},
		);
	});

	it('a site that was renamed is not seen, and told with what to do; under its new name it goes on', async () => {
		await call('PATCH', `/netlify/api/v1/sites/${siteId('paintbox')}`, NETLIFY_TOKEN, { name: 'paintbox-two' });
		const head = await world.push({ touches: EVERY });
		await minutes(45);
		expect(await world.commits([GATEWAY, API])).toEqual({ [GATEWAY]: head, [API]: head });
		expect(ends(SITE, head)).toEqual([]);
		expect(summaries()).toEqual([expect.stringContaining(SITE)]);
		setRow(SITE, { target: 'paintbox-two' });
		await world.push({ touches: [GATEWAY] });
		await world.calm();
		expect(ends(SITE, head).at(-1) ?? world.ledger(SITE).at(-1)).toMatchObject({ state: 'live', verified: true });
		expect(summaries()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	describe('an image', () => {
		it('whose build takes longer than its time is told once, and nothing is deployed; the next build mends it', async () => {
			setRow(WORKERS, { build_timeout: 5 });
			const before = world.ledger(WORKERS).length;
			await world.push({ touches: [WORKERS], files: { '.sandbox/workflow-hangs': 'build-nanda-workers.yml\n' } });
			await minutes(15);
			expect(world.ledger(WORKERS)).toHaveLength(before);
			expect(String(lastRelease()?.decisions)).toMatch(/buildMissing, .*has run for more than 5 minutes/);
			expect(world.pages()).toEqual([expect.stringContaining('nanda-workers')]);
			const head = await world.push({ touches: [WORKERS], files: { '.sandbox/workflow-hangs': null } });
			await world.calm();
			expect((await world.state(WORKERS)).commit).toBe(head);
			expect(summaries()).toEqual([]);
			expect(await world.leftovers()).toEqual([]);
		});

		it('that never comes is told once, and nothing is deployed', async () => {
			const before = world.ledger(WORKERS).length;
			await world.push({
				touches: [WORKERS],
				files: { '.github/workflows/build-nanda-workers.yml': 'on: workflow_dispatch\njobs: {}\n' },
			});
			await minutes(40);
			expect(world.ledger(WORKERS)).toHaveLength(before);
			expect((await world.state(WORKERS)).commit).toBe(good);
			expect(String(lastRelease()?.decisions)).toContain('buildMissing, No run of build-nanda-workers.yml came');
			expect(world.pages()).toEqual([expect.stringContaining('nanda-workers')]);
			expect(await world.leftovers()).toEqual([]);
		});

		it('whose label names another commit never serves, whatever its tag', async () => {
			const head = await world.push({ touches: [API] });
			await world.engine.clouds.control('/fly/images', {
				ref: `registry.fly.io/paintbox-api:${head}`,
				labels: { 'org.opencontainers.image.revision': 'b'.repeat(40) },
			});
			await world.calm();
			expect((await world.state(API)).commit).toBe(good);
			expect(ends(API, head).at(-1)).toMatchObject({
				state: 'failed',
				verified: false,
				reason: expect.stringContaining(`names commit ${'b'.repeat(40)}`),
			});
			expect(world.pages()).toHaveLength(1);
			expect(summaries()).toEqual([expect.stringContaining('paintbox-api')]);
			expect(await world.leftovers()).toEqual([]);
		});
	});

	describe('dependencies', () => {
		const blocked = async (service: ServiceName, reason: RegExp, others: readonly ServiceName[]): Promise<string> => {
			const before = world.ledger(service).length;
			const head = await world.push({ touches: EVERY });
			await world.calm();
			expect(world.ledger(service)).toHaveLength(before);
			const line = String(lastRelease()?.decisions)
				.split('\n')
				.find((text) => text.startsWith(`${service}/production: blocked`));
			expect(line).toMatch(reason);
			expect(await world.commits(others)).toEqual(Object.fromEntries(others.map((name) => [name, head])));
			expect(summaries()).toEqual([expect.stringContaining(service)]);
			expect(world.engine.openIncidents()).toMatchObject([{ dedupKey: PAGE_KEY }]);
			expect(await world.leftovers()).toEqual([]);
			return head;
		};

		it('on a service of another repository block the row, and nothing else', async () => {
			setRow(WORKERS, { depends_on: 'crown-trophy' });
			await blocked(WORKERS, /crown-trophy, which deploys from candlefish-ai\/crown-trophy@main/, [GATEWAY, API, SITE]);
		});

		it('in a circle block every service of it', async () => {
			setRow(GATEWAY, { depends_on: 'paintbox-frontend' });
			const head = await blocked(GATEWAY, /circle/, [WORKERS]);
			expect(await world.commits([API, SITE])).toEqual({ [API]: good, [SITE]: good });
			setRow(GATEWAY, { depends_on: '' });
			await world.push({ touches: [WORKERS] });
			await world.calm();
			expect(summaries()).toEqual([]);
			expect(await world.commits([GATEWAY, API])).toEqual({ [GATEWAY]: head, [API]: head });
			expect((await world.state(SITE)).commit).not.toBe(good);
		});
	});
});
