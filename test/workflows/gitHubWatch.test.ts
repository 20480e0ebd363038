import { createReleaseWorld, MONOREPO, type ReleaseWorld, WATCH } from './releaseWorld';

jest.setTimeout(300_000);

// The trigger that polls, with the whole bundle behind it: what no webhook told is seen within a minute, and where
// nothing moved nothing runs, since each execution of the Watch's workflow counts.
let world: ReleaseWorld;
beforeAll(async () => {
	world = await createReleaseWorld({ platformSpeed: 60 });
});
afterAll(async () => await world.close());

const runsOf = (workflowId: string) => world.engine.runner.runs.filter(({ workflow }) => workflow.id === workflowId);
const asked = (since: number) => world.engine.sandbox.requests({ platform: 'github' }).filter(({ id }) => id > since);
const lastRequest = () => world.engine.sandbox.requests({ platform: 'github' }).at(-1)?.id ?? 0;

async function quietMinutes(count: number) {
	const before = world.engine.runner.runs.length;
	for (let minute = 0; minute < count; minute++) await world.minute();
	return world.engine.runner.runs.length - before;
}

it('looks at all that is new once, then runs nothing while nothing moves', async () => {
	await world.renew();
	await world.calm();
	const since = lastRequest();
	const watched = runsOf(WATCH).length;
	expect(await quietMinutes(10)).toBe(0);
	expect(runsOf(WATCH)).toHaveLength(watched);
	const statuses = asked(since).map(({ status }) => status);
	// Three repositories of the example catalog, and the open pull requests of the one with previews, ten polls.
	expect(statuses).toHaveLength(40);
	expect(new Set(statuses)).toEqual(new Set([304]));
});

it('deploys within one poll what nobody heard of, with one execution', async () => {
	const watched = runsOf(WATCH).length;
	const sha = await world.push({ touches: ['paintbox-frontend'], isDelivered: false });
	await world.minute();
	expect(runsOf(WATCH)).toHaveLength(watched + 1);
	await world.calm();
	expect((await world.state('paintbox-frontend')).commit).toBe(sha);
	expect(runsOf(WATCH)).toHaveLength(watched + 1);
	expect(await world.leftovers()).toEqual([]);
	expect(world.pages()).toEqual([]);
});

it('starts nothing of its own for a push that was delivered', async () => {
	const watched = runsOf(WATCH).length;
	const sha = await world.push({ touches: ['paintbox-frontend'] });
	await world.calm();
	expect((await world.state('paintbox-frontend')).commit).toBe(sha);
	expect(runsOf(WATCH).length - watched).toBeLessThanOrEqual(1);
});

it('asks once about a branch that was deleted, and says so in the books', async () => {
	const watched = runsOf(WATCH).length;
	world.engine.sandbox.services.repositories.deleteBranch(MONOREPO, 'staging');
	await world.calm();
	expect(runsOf(WATCH)).toHaveLength(watched + 1);
	expect(world.releases().at(-1)).toMatchObject({ branch: 'staging' });
	expect(await quietMinutes(30)).toBe(0);
});
