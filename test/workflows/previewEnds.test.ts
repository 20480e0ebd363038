import { isRecord, readString } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { sampled } from '../sample';
import { API, createPreviewWorld, type Opened, type PreviewWorld, SITE } from './previewWorld';

jest.setTimeout(120_000);

const OILS = { [`${API}/server.js`]: '// oils\n', [`${SITE}/index.html`]: '<p>Oils' };
const WATERCOLOURS = { [`${API}/server.js`]: '// watercolours\n', [`${SITE}/index.html`]: '<p>Watercolours' };

// How a pull request's preview follows it, and where it ends when something is in the way. All by state: every look
// is one ask, whatever happened.
describeOnEngine('a preview follows its pull request', () => {
	let world: PreviewWorld;
	beforeAll(async () => {
		world = await createPreviewWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => await world.renew());

	const allOf = (state: string) => [state, state, state];
	const commentIds = async ({ number }: Opened) => {
		const found = await world.gitHub(`/issues/${number}/comments`);
		return Array.isArray(found) ? found.filter(isRecord).map(({ id }) => id) : [];
	};
	const versionOf = async (url: unknown) => {
		const answer = await fetch(`${String(url)}/version.json`);
		const body: unknown = await answer.json();
		return isRecord(body) ? (readString(body, 'commit') ?? readString(body, 'version')) : undefined;
	};
	/** What was asked of a platform that changes something there. */
	const writes = (platform: string) =>
		world.engine.sandbox
			.requests({ platform })
			.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql') && !path.includes('/comments'));

	it('to its next head: the same database, app and comment, and what runs is new', async () => {
		const opened = await world.open(OILS);
		await world.look(opened);
		const [before, ids] = [world.parts(opened), await commentIds(opened)];
		const synced = await world.sync(opened, WATERCOLOURS);
		await world.look(synced);
		const after = world.parts(synced);
		expect(world.states(synced)).toEqual(allOf('ready'));
		expect([after.app?.commit, after.site?.commit]).toEqual([synced.head, synced.head]);
		expect(after.database?.platform_id).toBe(before.database?.platform_id);
		expect([after.app?.name, after.app?.url]).toEqual([before.app?.name, before.app?.url]);
		expect(await versionOf(after.app?.url)).toBe(synced.head);
		expect(await commentIds(synced)).toEqual(ids);
		expect((await world.comments(synced))[0]).toContain(synced.head.slice(0, 7));
		// GitHub shows the head's deployment alone.
		expect((await world.deployments(synced)).map(({ sha }) => sha)).toEqual([synced.head]);
	});

	it('into a draft, which has none and says so, and out of it', async () => {
		const opened = await world.open(OILS);
		await world.look(opened);
		await world.act(opened, 'converted_to_draft');
		await world.look(opened);
		expect(world.states(opened)).toEqual(allOf('removed'));
		expect(await world.comments(opened)).toEqual([expect.stringMatching(/is a draft: .* are gone/)]);
		await world.act(opened, 'ready_for_review');
		await world.look(opened);
		expect(world.states(opened)).toEqual(allOf('ready'));
		expect(await world.comments(opened)).toEqual([expect.stringContaining('is ready')]);
	});

	it('not out of a fork, which gets nothing, and a comment that says why', async () => {
		const opened = await world.open(OILS, { fork: true });
		const before = ['neon', 'fly', 'netlify', 'aws'].map((platform) => writes(platform).length);
		await world.look(opened);
		expect(world.parts(opened)).toEqual({});
		expect(['neon', 'fly', 'netlify', 'aws'].map((platform) => writes(platform).length)).toEqual(before);
		expect(await world.comments(opened)).toEqual([expect.stringMatching(/comes from a fork[^]*no secrets/)]);
		await world.look(opened);
		expect(await commentIds(opened)).toHaveLength(1);
	});

	it('into its close while it is built: nothing is left of it', async () => {
		const opened = await world.open(OILS);
		const looking = world.look(opened);
		await world.until(() => world.apps().length === 2);
		await world.act(opened, 'closed');
		await Promise.all([looking, world.look(opened)]);
		expect(world.states(opened).filter((state) => state !== undefined && state !== 'removed')).toEqual([]);
		expect([world.apps(), world.branches(), world.contexts()]).toEqual([
			['paintbox-api'],
			['main', 'preview-data'],
			[],
		]);
		expect(await world.comments(opened)).toEqual([expect.stringContaining('was removed')]);
		expect(await world.deployments(opened)).toEqual([]);
	});

	it('through two pushes at once: one preview, of the later one', async () => {
		const opened = await world.open(OILS);
		const looking = world.look(opened);
		await world.until(() => world.apps().length === 2);
		const synced = await world.sync(opened, WATERCOLOURS);
		await Promise.all([looking, world.look(synced), world.look(synced)]);
		expect(world.states(synced)).toEqual(allOf('ready'));
		expect(await versionOf(world.parts(synced).app?.url)).toBe(synced.head);
		expect(world.apps()).toHaveLength(2);
		expect(world.branches()).toHaveLength(3);
		expect(await commentIds(synced)).toHaveLength(1);
	});

	const deaths = [
		['slipway06preview', 'Make or remove the parts', 'before'],
		['slipway25part', 'Write it down first', 'after'],
		['slipway26database', 'Make its branch', 'during'],
		['slipway27app', 'Make its app', 'during'],
		['slipway28site', 'Build the branch', 'during'],
		['slipway06preview', 'Tell how it stands', 'during'],
	] as const;
	it.each(sampled(deaths, 2))('through the death of n8n in %s at "%s" (%s)', async (workflow, step, moment) => {
		const opened = await world.open(OILS);
		const isDead = world.engine.deaths.at(workflow, step, moment);
		void world.look(opened);
		await isDead;
		await world.engine.startAgain();
		await world.look(opened);
		expect(world.states(opened)).toEqual(allOf('ready'));
		expect([world.apps().length, world.branches().length]).toEqual([2, 3]);
		expect(await commentIds(opened)).toHaveLength(1);
		expect(await world.deployments(opened)).toHaveLength(1);
		expect(world.engine.openIncidents()).toEqual([]);
	});
});
