import { DeleteServiceCommand, ECSClient } from '@aws-sdk/client-ecs';

import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { FLY_TOKEN } from '../../sandbox/fly/fly';
import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type BadInputDriver, createBadInputDriver } from './badInputDriver';
import { EVERY, type ReleaseWorld } from './releaseWorld';

/*
 * What people do to their platforms while Slipway deploys: services that are deleted or renamed, images that do not come
 * or are not what they say. Each has an end that is stated here, and a record.
 */

const [GATEWAY, API, SITE, WORKERS] = ['gateway', 'paintbox-api', 'paintbox-frontend', 'nanda-workers'] as const;

describeOnEngine('bad input of platforms', () => {
	let input: BadInputDriver;
	let world: ReleaseWorld;
	beforeAll(async () => {
		input = await createBadInputDriver();
		({ world } = input);
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => await input.renew());

	describe('a service that was deleted', () => {
		const deleted: ReadonlyArray<readonly [string, string, () => Promise<void>]> = [
			[
				'Netlify',
				SITE,
				async () => await input.call('DELETE', `/netlify/api/v1/sites/${input.siteId('paintbox')}`, NETLIFY_TOKEN),
			],
			['Fly.io', API, async () => await input.call('DELETE', '/fly/v1/apps/paintbox-api?force=true', FLY_TOKEN)],
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
				await input.minutes(45);
				expect(world.ledger(service)).toHaveLength(before);
				expect((await world.state(GATEWAY)).commit).toBe(head);
				expect(String(input.lastRelease()?.decisions)).toContain(`${service}/production: `);
				expect(input.summaries()).toEqual([expect.stringContaining(service)]);
				expect(world.pages()).toHaveLength(1);
				// Its row is taken out of the catalog: that is the end of it.
				world.engine.tables.remove('slipway_services', (row) => row.service === service);
				if (service === API) input.setRow(SITE, { depends_on: '' });
				await world.push({ touches: [GATEWAY] });
				await world.calm();
				expect(input.summaries()).toEqual([]);
				expect(await world.leftovers()).toEqual([]);
			},
		);
	});

	it('a site that was renamed is not seen, and told with what to do; under its new name it goes on', async () => {
		await input.call('PATCH', `/netlify/api/v1/sites/${input.siteId('paintbox')}`, NETLIFY_TOKEN, {
			name: 'paintbox-two',
		});
		const head = await world.push({ touches: EVERY });
		await input.minutes(45);
		expect(await world.commits([GATEWAY, API])).toEqual({ [GATEWAY]: head, [API]: head });
		expect(input.ends(SITE, head)).toEqual([]);
		expect(input.summaries()).toEqual([expect.stringContaining(SITE)]);
		input.setRow(SITE, { target: 'paintbox-two' });
		await world.push({ touches: [GATEWAY] });
		await world.calm();
		expect(input.ends(SITE, head).at(-1) ?? world.ledger(SITE).at(-1)).toMatchObject({ state: 'live', verified: true });
		expect(input.summaries()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	describe('an image', () => {
		it('whose build takes longer than its time is told once, and nothing is deployed; the next build mends it', async () => {
			input.setRow(WORKERS, { build_timeout: 5 });
			const before = world.ledger(WORKERS).length;
			await world.push({ touches: [WORKERS], files: { '.sandbox/workflow-hangs': 'build-nanda-workers.yml\n' } });
			await input.minutes(15);
			expect(world.ledger(WORKERS)).toHaveLength(before);
			expect(String(input.lastRelease()?.decisions)).toMatch(/buildMissing, .*has run for more than 5 minutes/);
			expect(world.pages()).toEqual([expect.stringContaining('nanda-workers')]);
			const head = await world.push({ touches: [WORKERS], files: { '.sandbox/workflow-hangs': null } });
			await world.calm();
			expect((await world.state(WORKERS)).commit).toBe(head);
			expect(input.summaries()).toEqual([]);
			expect(await world.leftovers()).toEqual([]);
		});

		it('that never comes is told once, and nothing is deployed', async () => {
			const before = world.ledger(WORKERS).length;
			await world.push({
				touches: [WORKERS],
				files: { '.github/workflows/build-nanda-workers.yml': 'on: workflow_dispatch\njobs: {}\n' },
			});
			await input.minutes(40);
			expect(world.ledger(WORKERS)).toHaveLength(before);
			expect((await world.state(WORKERS)).commit).toBe(input.good);
			expect(String(input.lastRelease()?.decisions)).toContain('buildMissing, No run of build-nanda-workers.yml came');
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
			expect((await world.state(API)).commit).toBe(input.good);
			expect(input.ends(API, head).at(-1)).toMatchObject({
				state: 'failed',
				verified: false,
				reason: expect.stringContaining(`names commit ${'b'.repeat(40)}`),
			});
			expect(world.pages()).toHaveLength(1);
			expect(input.summaries()).toEqual([expect.stringContaining('paintbox-api')]);
			expect(await world.leftovers()).toEqual([]);
		});
	});
});
