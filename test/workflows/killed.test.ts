import type { Moment } from '../n8n/engine/deaths';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { bundledWorkflows } from '../n8n/engine/workflowFile';
import { CHAIN, createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/*
 * n8n is killed with -9 after every step of 02, 03 and 04, and at the very moments at which a platform has taken a
 * request and nobody has read the answer. After it has started again, the release goes on by itself: what was to go
 * live is live, what was to go back is back, no platform was asked for anything twice, and nobody is paged who would
 * not have been paged without it.
 */

const RELEASE = 'slipway02release';
const WORKFLOWS = [RELEASE, 'slipway03deploy', 'slipway04rollback'];
/** Within so long after n8n's start the release is in somebody's hands again. */
const TAKEN_UP_WITHIN_MS = 60_000;
/** What GitHub Watch needs when n8n starts no error workflow: a lease of five minutes, and its next poll. */
const FOUND_WITHIN_MS = 6 * 60_000;

const LEASE_MS = 5 * 60_000;
const BUILD_LOOK_MINUTES = 5;

interface Place {
	readonly workflowId: string;
	readonly step: string;
	readonly moment: Moment;
}

const places: Place[] = [...bundledWorkflows().values()]
	.filter(({ id }) => WORKFLOWS.includes(id))
	.flatMap(({ id, nodes }) =>
		nodes
			.filter(({ type }) => !type.endsWith('.stickyNote'))
			.map(({ name }) => ({ workflowId: id, step: name, moment: 'after' as const })),
	);

/** A push that all goes well with, and one whose last service is ill: then the chain goes back. */
type Play = 'good' | 'bad';
const plays: readonly Play[] = ['good', 'bad'];

const play = async (world: ReleaseWorld, which: Play): Promise<string> =>
	await world.push({ touches: CHAIN, ...(which === 'bad' && { unhealthy: ['netlify/paintbox'] }) });

const difference = (before: Record<string, number>, after: Record<string, number>): Record<string, number> =>
	Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));

describeOnEngine('n8n that is killed', () => {
	let world: ReleaseWorld;
	/** What each play costs the platforms when nobody is killed, and how often it comes to each step. */
	const costs = new Map<Play, Record<string, number>>();
	const visits = new Map<Play, Map<string, number>>();
	let isWell = false;
	let isHeadGood = false;

	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 20, services: CHAIN });
		await renew();
		for (const which of plays) {
			const before = await world.deploymentCounts();
			const stepsBefore = world.engine.runner.steps.length;
			const commitsBefore = await world.commits();
			const commit = await play(world, which);
			await world.calm();
			await expectEnd(which, commit, commitsBefore);
			costs.set(which, difference(before, await world.deploymentCounts()));
			const counts = new Map<string, number>();
			for (const { workflowId, name } of world.engine.runner.steps.slice(stepsBefore))
				counts.set(`${workflowId} ${name}`, (counts.get(`${workflowId} ${name}`) ?? 0) + 1);
			visits.set(which, counts);
		}
	});
	afterAll(async () => await world?.close());

	async function renew(): Promise<void> {
		await world.renew();
		await play(world, 'good');
		await world.calm();
		isHeadGood = true;
	}

	/** A world in which all is well; a new one only after a test that failed. */
	async function prepare(which: Play): Promise<void> {
		world.engine.deaths.mend();
		if (!isWell) await renew();
		isWell = false;
		if (which === 'bad' && !isHeadGood) {
			await play(world, 'good');
			await world.calm();
		}
	}

	async function expectEnd(which: Play, commit: string, commitsBefore: Record<string, string>): Promise<void> {
		const now = await world.commits(CHAIN);
		for (const service of CHAIN)
			expect([service, now[service]]).toEqual([service, which === 'good' ? commit : commitsBefore[service]]);
		// What the dead held, and nobody needed again, lapses.
		await world.engine.clock.pass(LEASE_MS);
		expect(await world.leftovers()).toEqual([]);
		expect(world.engine.openIncidents()).toHaveLength(which === 'good' ? 0 : 1);
		isHeadGood = which === 'good';
		isWell = true;
	}

	/** Plays, with n8n killed on the way, and checks that it makes no difference. */
	async function expectNoDifference(
		which: Play,
		kill: () => Promise<void>,
		{ isMourning = true, withinMs = TAKEN_UP_WITHIN_MS } = {},
	): Promise<void> {
		await prepare(which);
		const { engine } = world;
		const countsBefore = await world.deploymentCounts();
		const pagesBefore = world.pages().length;
		const commitsBefore = await world.commits();
		const death = kill();
		const commit = await play(world, which);
		const died = await Promise.race([death.then(() => true), world.calm().then(() => false)]);
		expect({ died }).toEqual({ died: true });
		await engine.startAgain({ isMourning });
		const upAtMs = engine.clock.nodes.now();
		const looksBefore = looks().length;
		await world.calm();
		// What GitHub told of the end of a build while n8n was down is lost: the build is looked at after five minutes.
		for (let minute = 0; minute < BUILD_LOOK_MINUTES; minute++) await world.minute();
		await world.calm();
		await expectEnd(which, commit, commitsBefore);
		isWell = false;
		expect(difference(countsBefore, await world.deploymentCounts())).toEqual(costs.get(which));
		expect(world.pages().slice(pagesBefore)).toEqual(which === 'good' ? [] : [expect.any(String)]);
		const [next] = looks().slice(looksBefore);
		expect((next?.beganMs ?? 0) - upAtMs).toBeLessThanOrEqual(withinMs);
		isWell = true;
	}

	const looks = () =>
		world.engine.runner.steps.filter(
			({ workflowId, name }) => workflowId === RELEASE && name === 'Note what is looked at',
		);
	const keyOf = ({ workflowId, step }: Place): string => `${workflowId} ${step}`;
	const playOf = (place: Place): Play | undefined => plays.find((which) => visits.get(which)?.has(keyOf(place)));
	/** In the middle of all the times that a play comes there: not in the look that finds nothing yet. */
	const visitOf = (place: Place, which: Play): number => Math.ceil((visits.get(which)?.get(keyOf(place)) ?? 1) / 2);

	it('is killed at thirty places and more', () => {
		expect(places.filter((place) => playOf(place) !== undefined).length).toBeGreaterThanOrEqual(30);
	});

	it.each(places)('$moment $workflowId "$step" goes on where it was', async (place) => {
		const which = playOf(place);
		// Only a run whose time is over starts anew (planning.test.ts), and only a service with syncs has secrets to bring
		// back (secretsInRelease.test.ts).
		if (which === undefined) {
			expect(['Start anew', 'Bring its secrets back']).toContain(place.step);
			return;
		}
		const { workflowId, step, moment } = place;
		await expectNoDifference(
			which,
			async () => await world.engine.deaths.at(workflowId, step, moment, visitOf(place, which)),
			// It had left already, and waits for a build.
			step === 'Leave the turn' ? { withinMs: FOUND_WITHIN_MS } : {},
		);
	});

	/** Killed when a platform has answered such a request. */
	const killAtRequest = async (platform: string, fits: (method: string, path: string, words: string) => boolean) =>
		await new Promise<void>((resolve) => {
			const ignore = world.engine.sandbox.onExchange(({ platform: asked, method, path, requestHeaders }) => {
				if (asked !== platform || !fits(method, path, String(requestHeaders['x-amz-target'] ?? ''))) return;
				ignore();
				world.engine.runner.kill();
				resolve();
			});
		});

	it.each([
		['good', 'netlify', 'a build', (method: string, path: string) => method === 'POST' && path.endsWith('/builds')],
		['good', 'fly', 'a machine', (method: string, path: string) => method === 'POST' && /\/machines\/\w+$/.test(path)],
		['good', 'aws', 'a service', (_m: string, _p: string, words: string) => words.endsWith('.UpdateService')],
		['bad', 'netlify', 'a restore', (method: string, path: string) => method === 'POST' && path.endsWith('/restore')],
	] as const)(
		'in a %s release, when %s has taken %s and nobody has read the answer',
		async (which, platform, _what, fits) => {
			await expectNoDifference(which, async () => await killAtRequest(platform, fits));
		},
	);

	it.each([
		['slipway03deploy', 'Do it on its platform', 'good'],
		['slipway02release', 'Deploy the wave', 'good'],
		['slipway04rollback', 'Roll it back on its platform', 'bad'],
	] as const)('after %s "%s", and nobody tells of it, is found by GitHub Watch', async (workflowId, step, which) => {
		await expectNoDifference(which, async () => await world.engine.deaths.at(workflowId, step, 'after'), {
			isMourning: false,
			withinMs: FOUND_WITHIN_MS,
		});
	});
});
