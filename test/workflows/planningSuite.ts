import { describeOnEngine } from '../n8n/engine/installedN8n';
import { nodeNamed } from '../n8n/engine/workflowFile';
import { createReleaseWorld, EVERY, MONOREPO, type ReleaseWorld } from './releaseWorld';

const SITE = 'paintbox-frontend';
const API = 'paintbox-api';

/** So fast that a wait of one second is cut off all the same. */
const PLATFORM_SPEED = 20;
const RELEASE = 'slipway02release';

/**
 * What is deployed is decided by what is there, whatever happened on the way: pushes that overtake each other, that
 * are skipped, held, forced back; a platform that builds another commit; a repository that has another name by now.
 * With a run of one second every deployment is handed over to the next one, which adopts it.
 */
export function describePlanning(longestRunSeconds: number): void {
	describeOnEngine(`what is to be deployed, with runs of ${longestRunSeconds} s`, () => {
		let world: ReleaseWorld;
		/** The head of the site before a test: live, and verified. */
		let good: string;
		let pageCount = 0;
		let isWell = false;
		beforeAll(async () => {
			world = await createReleaseWorld({ platformSpeed: PLATFORM_SPEED });
		});
		afterAll(async () => await world?.close());

		/** A world in which all is well; a new one only after a test that failed, or that leaves none. */
		async function prepare(): Promise<void> {
			if (!isWell) await world.renew();
			if (!isWell || world.engine.openIncidents().length > 0) {
				const commit = await world.push({ touches: EVERY });
				await world.calm();
				expect(new Set(Object.values(await world.commits()))).toEqual(new Set([commit]));
			}
			isWell = false;
			good = await commitOf(SITE);
			pageCount = world.pages().length;
		}

		const commitOf = async (service: typeof SITE | typeof API): Promise<string> => (await world.state(service)).commit;
		const deploysOf = (service: string, commit: string) =>
			world.ledger(service).filter((row) => row.kind === 'deploy' && row.commit === commit);
		const decisions = (): string =>
			world
				.releases()
				.map((row) => String(row.decisions))
				.join('\n');
		const setRow = (service: string, change: Record<string, unknown>): void =>
			world.engine.tables.change(
				'slipway_services',
				(row) => row.service === service && row.environment === 'production',
				change,
			);
		async function expectNothingLeft(pages = 0): Promise<void> {
			expect(await world.leftovers()).toEqual([]);
			expect(world.pages().slice(pageCount)).toEqual(Array.from({ length: pages }, () => expect.any(String)));
			isWell = true;
		}
		const handOvers = () =>
			world.engine.runner.steps.filter(({ workflowId, name }) => workflowId === RELEASE && name === 'Start anew')
				.length;

		let handOversBefore = 0;
		let handOverCount = 0;
		beforeAll(() => {
			const release = world.engine.workflows.get(RELEASE);
			if (!release) throw new Error('The bundle has no 02');
			nodeNamed(release, 'Decide what to do').parameters.longestRunSeconds = longestRunSeconds;
		});
		beforeEach(async () => {
			await prepare();
			handOversBefore = handOvers();
		});
		afterEach(() => {
			handOverCount += handOvers() - handOversBefore;
		});
		// A variant in which no wait is cut off would prove nothing.
		afterAll(() => {
			if (longestRunSeconds === 1) expect(handOverCount).toBeGreaterThan(20);
		});

		describe('when a push is overtaken by one that does not touch its service (N01)', () => {
			it('takes both along', async () => {
				const first = await world.push({ touches: [SITE] });
				const second = await world.push({ touches: [API] });
				await world.calm();
				expect([first, second]).toContain(await commitOf(SITE));
				expect(await commitOf(API)).toBe(second);
				await expectNothingLeft();
			});

			it('while it is being deployed, loses none of them', async () => {
				const first = await world.push({ touches: [SITE] });
				while (deploysOf(SITE, first).length === 0) await world.engine.clock.pass(500);
				const second = await world.push({ touches: [API] });
				await world.calm();
				expect(await commitOf(SITE)).not.toBe(good);
				expect(await commitOf(API)).toBe(second);
				await expectNothingLeft();
			});

			it('deploys what a skipped push left, with the next one', async () => {
				const skipped = await world.push({ touches: [SITE], message: 'wip: half a page [skip deploy]' });
				await world.calm();
				expect(await commitOf(SITE)).toBe(good);
				await world.push({ touches: [API] });
				await world.calm();
				expect(await commitOf(SITE)).not.toBe(good);
				expect(deploysOf(SITE, skipped)).toEqual([]);
				await expectNothingLeft();
			});

			it('deploys what a hold kept back, at the next look after it is lifted', async () => {
				setRow(SITE, { hold: true, hold_reason: 'Kim looks at it' });
				await world.push({ touches: [SITE] });
				await world.calm();
				expect(await commitOf(SITE)).toBe(good);
				setRow(SITE, { hold: false, hold_reason: '' });
				await world.push({ touches: [] });
				await world.calm();
				expect(await commitOf(SITE)).not.toBe(good);
				await expectNothingLeft();
			});

			it('does not try what failed again only because another service moved', async () => {
				const bad = await world.push({ touches: [SITE], buildFails: true });
				await world.calm();
				const { deploymentCount } = await world.state(SITE);
				const second = await world.push({ touches: [API], buildFails: true });
				await world.calm();
				expect((await world.state(SITE)).deploymentCount).toBe(deploymentCount);
				expect(await commitOf(API)).toBe(second);
				expect(deploysOf(SITE, bad)).toHaveLength(1);
				const fixed = await world.push({ touches: [SITE] });
				await world.calm();
				expect(await commitOf(SITE)).toBe(fixed);
				expect(world.engine.openIncidents()).toEqual([]);
				await expectNothingLeft(1);
			});
		});

		it.each([true, false])('gates the newer head that Netlify built instead, ill: %s (N02)', async (isIll) => {
			let newer = '';
			const ignore = world.engine.sandbox.onExchange(({ platform, method, path }) => {
				if (platform !== 'netlify' || method !== 'POST' || !path.endsWith('/builds')) return;
				ignore();
				void world
					.push({ touches: [], isDelivered: false, ...(isIll && { unhealthy: ['netlify/paintbox'] }) })
					.then((commit) => (newer = commit));
			});
			const pushed = await world.push({ touches: [SITE] });
			await world.calm();
			expect(newer).not.toBe('');
			const live = await world.state(SITE);
			expect(live.pageStatus).toBe(200);
			if (isIll) expect([good, pushed]).toContain(live.commit);
			else expect([newer, pushed]).toContain(live.commit);
			// Nothing is live without a verdict of its own.
			expect(world.ledger(SITE).at(-1)).toMatchObject({ live_commit: live.commit });
			await expectNothingLeft(isIll ? 1 : 0);
		});

		describe('when the branch is moved back by force (N04, M1)', () => {
			it('goes back to a commit that was good', async () => {
				const newer = await world.push({ touches: [SITE] });
				await world.calm();
				expect(await commitOf(SITE)).toBe(newer);
				await world.engine.clouds.moveBranch(MONOREPO, 'main', good);
				await world.calm();
				expect(await commitOf(SITE)).toBe(good);
				await expectNothingLeft();
			});

			it('takes a failed commit away without a word, since what is live is right again', async () => {
				await world.push({ touches: [SITE], unhealthy: ['netlify/paintbox'] });
				await world.calm();
				expect(await commitOf(SITE)).toBe(good);
				expect(world.engine.openIncidents()).toHaveLength(1);
				const { deploymentCount } = await world.state(SITE);
				await world.engine.clouds.moveBranch(MONOREPO, 'main', good);
				await world.calm();
				expect((await world.state(SITE)).deploymentCount).toBe(deploymentCount);
				expect(world.engine.openIncidents()).toEqual([]);
				await expectNothingLeft(1);
			});

			it('X, Y, X, Y puts each of them live in turn', async () => {
				const first = await world.push({ touches: [SITE] });
				await world.calm();
				const second = await world.push({ touches: [SITE] });
				await world.calm();
				for (const commit of [first, second, first, second]) {
					await world.engine.clouds.moveBranch(MONOREPO, 'main', commit);
					await world.calm();
					expect(await commitOf(SITE)).toBe(commit);
				}
				await expectNothingLeft();
			});
		});

		describe('of a staging row, a branch of the production site (N06)', () => {
			const staging = () =>
				world.engine.tables
					.rows('slipway_deployments')
					.filter(({ service, environment }) => service === SITE && environment === 'staging');

			it('asks about the staging deploy at its own address, and production stays', async () => {
				const commit = await world.push({ touches: [SITE], branch: 'staging' });
				await world.calm();
				expect(staging().at(-1)).toMatchObject({ state: 'live', live_commit: commit, context: 'branch:staging' });
				expect(await commitOf(SITE)).toBe(good);
				await expectNothingLeft();
			});

			it('an ill one is said, and is left where it is: Netlify can roll back production only', async () => {
				const rollbacks = () => world.ledger(SITE).filter(({ kind }) => kind === 'rollback');
				const before = rollbacks();
				await world.push({ touches: [SITE], branch: 'staging' });
				await world.calm();
				await world.push({ touches: [SITE], branch: 'staging', unhealthy: ['netlify/paintbox'] });
				await world.calm();
				expect(staging().at(-1)).toMatchObject({ state: 'failed' });
				expect(await world.state(SITE)).toMatchObject({ commit: good, pageStatus: 200 });
				expect(rollbacks()).toEqual(before);
				await expectNothingLeft(1);
			});
		});

		it('finds its rows when the repository has another name (N14)', async () => {
			await world.engine.clouds.control('/github/rename', { repository: MONOREPO, name: 'candlefish-next' });
			const answer = await world.engine.clouds.control('/github/push', {
				repository: 'candlefish-ai/candlefish-next',
				files: { 'apps/paintbox/change.txt': 'under another name\n' },
				message: 'Under another name',
			});
			await world.calm();
			expect(await commitOf(SITE)).toBe(answer.sha);
			expect(await world.leftovers()).toEqual([]);
			// The catalog has the old name: the next test begins anew.
			expect(isWell).toBe(false);
		});

		describe('when a message asks for no deployment (N20)', () => {
			it('obeys its first line, and writes that down', async () => {
				await world.push({ touches: [SITE], message: 'docs: a typo [skip deploy]\n\nIn the page.' });
				await world.calm();
				expect(await commitOf(SITE)).toBe(good);
				expect(decisions()).toMatch(/production.*: skipped, The first line of [0-9a-f]{7} asks for no deployment/);
				await expectNothingLeft();
			});

			it('takes no notice of the lines below, which others wrote', async () => {
				const pushed = await world.push({
					touches: [SITE],
					message: 'feat: a new page (#12)\n\n* wip\n* docs: a typo [skip deploy]',
				});
				await world.calm();
				expect(await commitOf(SITE)).toBe(pushed);
				await expectNothingLeft();
			});
		});
	});
}
