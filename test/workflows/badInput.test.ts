import type { ServiceName } from '../../tools/deliver/scenario';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type BadInputDriver, createBadInputDriver } from './badInputDriver';
import { EVERY, PAGE_KEY, type ReleaseWorld } from './releaseWorld';

/*
 * What people do to a catalog while Slipway deploys. Each has an end that is stated here, and a record; a webhook of a
 * repository nobody configured, and repositories that were renamed or whose name somebody else took, are in
 * movedRepository.test.ts.
 */

const [GATEWAY, API, SITE, WORKERS] = ['gateway', 'paintbox-api', 'paintbox-frontend', 'nanda-workers'] as const;

describeOnEngine('bad input', () => {
	let input: BadInputDriver;
	let world: ReleaseWorld;
	beforeAll(async () => {
		input = await createBadInputDriver();
		({ world } = input);
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => await input.renew());

	describe('a catalog row that is changed while a release runs', () => {
		/** Until the first service of the release is under way. */
		const begun = async (commit: string): Promise<void> => {
			for (let second = 0; second < 300; second++) {
				if (input.ends(GATEWAY, commit).length > 0) return;
				await world.engine.clock.pass(1_000);
			}
			throw new Error('The release did not begin');
		};

		it('and switched off is not deployed any more, nor what depends on it; the rest is', async () => {
			const head = await world.push({ touches: EVERY });
			await begun(head);
			expect(input.ends(API, head)).toEqual([]);
			input.setRow(API, { enabled: false });
			await world.calm();
			expect(await world.commits()).toMatchObject({ [GATEWAY]: head, [WORKERS]: head, [API]: input.good });
			expect(input.ends(API, head)).toEqual([]);
			expect(String(input.lastRelease()?.decisions)).toMatch(/paintbox-api\/production: blocked, .*off/);
			expect(await world.leftovers()).toEqual([]);
		});

		it('and held is not begun; lifted, it goes', async () => {
			const head = await world.push({ touches: EVERY });
			await begun(head);
			input.setRow(API, { hold: true, hold_reason: 'a demo' });
			await world.calm();
			expect(await world.commits()).toMatchObject({ [GATEWAY]: head, [API]: input.good, [SITE]: input.good });
			expect(String(input.lastRelease()?.decisions)).toContain('a demo');
			input.setRow(API, { hold: false });
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
			expect(input.ends(GATEWAY, head).at(-1)).toMatchObject({ state: 'live' });
			expect(input.ends(WORKERS, head).at(-1)).toMatchObject({ state: 'live' });
			// What it depended on cannot be looked up any more.
			expect(String(input.lastRelease()?.decisions)).toMatch(/paintbox-api\/production: blocked, .*"gateway"/);
			expect((await world.state(API)).commit).toBe(input.good);
			expect(await world.leftovers()).toEqual([]);
		});
	});

	describe('dependencies', () => {
		const blocked = async (service: ServiceName, reason: RegExp, others: readonly ServiceName[]): Promise<string> => {
			const before = world.ledger(service).length;
			const head = await world.push({ touches: EVERY });
			await world.calm();
			expect(world.ledger(service)).toHaveLength(before);
			const line = String(input.lastRelease()?.decisions)
				.split('\n')
				.find((text) => text.startsWith(`${service}/production: blocked`));
			expect(line).toMatch(reason);
			expect(await world.commits(others)).toEqual(Object.fromEntries(others.map((name) => [name, head])));
			expect(input.summaries()).toEqual([expect.stringContaining(service)]);
			expect(world.engine.openIncidents()).toMatchObject([{ dedupKey: PAGE_KEY }]);
			expect(await world.leftovers()).toEqual([]);
			return head;
		};

		it('on a service of another repository block the row, and nothing else', async () => {
			input.setRow(WORKERS, { depends_on: 'crown-trophy' });
			await blocked(WORKERS, /crown-trophy, which deploys from candlefish-ai\/crown-trophy@main/, [GATEWAY, API, SITE]);
		});

		it('in a circle block every service of it', async () => {
			input.setRow(GATEWAY, { depends_on: 'paintbox-frontend' });
			const head = await blocked(GATEWAY, /circle/, [WORKERS]);
			expect(await world.commits([API, SITE])).toEqual({ [API]: input.good, [SITE]: input.good });
			input.setRow(GATEWAY, { depends_on: '' });
			await world.push({ touches: [WORKERS] });
			await world.calm();
			expect(input.summaries()).toEqual([]);
			expect(await world.commits([GATEWAY, API])).toEqual({ [GATEWAY]: head, [API]: head });
			expect((await world.state(SITE)).commit).not.toBe(input.good);
		});
	});
});
