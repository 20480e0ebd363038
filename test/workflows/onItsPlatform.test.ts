import type { IDataObject } from 'n8n-workflow';

import type { LoggedRequest } from '../../sandbox/kernel/requestLog';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { MONOREPO } from './releaseWorld';

interface Place {
	readonly name: string;
	readonly item: IDataObject;
	/** What is changed for a new image, or a new build. */
	readonly file: string;
	readonly image: (commit: string) => string;
	/** Where the sandbox logs what is asked of it. */
	readonly log: string;
	/** The platform in the words of the node's results. */
	readonly sees: string;
	/** What a wait that is too short for anything says. */
	readonly underWay: readonly string[];
}

/** What the catalog of the example gives to 15, as far as 20 to 22 read it. */
const empty = {
	context: '',
	container: '',
	migration: '',
	strategy: 'rolling',
	releaseCommand: '',
	secretsVersion: '',
};
const places: readonly Place[] = [
	{
		name: 'Netlify',
		item: { ...empty, platform: 'netlify', target: 'paintbox', context: 'production' },
		file: 'apps/paintbox/index.html',
		image: () => '',
		log: 'netlify',
		sees: 'netlify',
		underWay: ['queued', 'building', 'ready'],
	},
	{
		name: 'Fly.io',
		item: { ...empty, platform: 'fly', target: 'paintbox-api' },
		file: 'services/paintbox-api/server.js',
		image: (commit) => `registry.fly.io/paintbox-api:${commit}`,
		log: 'fly',
		sees: 'fly',
		underWay: ['rolling'],
	},
	{
		name: 'ECS',
		item: { ...empty, platform: 'ecs', target: 'candlefish/gateway' },
		file: 'services/gateway/server.js',
		image: (commit) => `123456789012.dkr.ecr.us-east-1.amazonaws.com/gateway:${commit}`,
		log: 'aws',
		sees: 'awsEcs',
		// Where the last look fell into no rollout.
		underWay: ['rolling', 'unknown'],
	},
];

/** Each task of 20, 21 and 22, asked for through 15: one item in, the same item out. */
describeOnEngine('what 15 has done', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { platformSpeed: 10 });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	/** What 15 hands back: exactly one item, with all that came in as it was. */
	const done = async (item: IDataObject): Promise<IDataObject> => {
		const marked: IDataObject = { ...item, release: { releaseId: 'r-1', branch: 'main' }, kept: ['as', { it: 'was' }] };
		const run = await engine.start('slipway15platform', marked, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const items = (run.data?.resultData.runData[run.lastNode ?? '']?.at(-1)?.data?.main ?? []).flatMap(
			(out) => out ?? [],
		);
		expect(items).toHaveLength(1);
		const json = items[0]?.json ?? {};
		const added = ['live', 'published', 'deployments'];
		expect(Object.fromEntries(Object.entries(json).filter(([name]) => !added.includes(name)))).toEqual(marked);
		return json;
	};
	const field = (json: IDataObject, name: string): IDataObject => (json[name] ?? {}) as IDataObject;
	const look = async (item: IDataObject) => field(await done({ ...item, task: 'look' }), 'live');
	/** A commit whose image is there. */
	const built = async ({ file }: Place): Promise<string> => {
		const { sha } = await engine.commit(MONOREPO, { files: { [file]: `// ${Math.random()}\n` } });
		await engine.clock.pass(120_000);
		return sha;
	};
	const deployOf = (place: Place, commit: string, waitSeconds = 200): IDataObject => ({
		...place.item,
		task: 'deploy',
		branch: 'main',
		commit,
		message: 'feat: oils',
		artifact: place.image(commit),
		releaseId: 'r-1',
		waitSeconds,
	});
	const writes = (place: Place): number =>
		engine.sandbox.requests({ platform: place.log }).filter((request) => isWrite(place, request)).length;

	describe.each(places)('on $name', (place) => {
		it('look: what is live, and nothing is changed', async () => {
			const before = writes(place);
			const json = await done({ ...place.item, task: 'look' });
			expect(field(json, 'live')).toMatchObject({
				ok: true,
				platform: place.sees,
				isLive: true,
				deploymentId: expect.stringMatching(/./),
				artifact: expect.stringMatching(/./),
				underWay: null,
			});
			expect(Object.keys(json)).not.toContain('published');
			expect(writes(place)).toBe(before);
		});

		it('list: what can be gone back to, and what is live', async () => {
			const commit = await built(place);
			await done(deployOf(place, commit));
			const json = await done({ ...place.item, task: 'list' });
			const deployments = field(json, 'deployments').items as IDataObject[];
			expect(deployments.length).toBeGreaterThanOrEqual(2);
			expect(field(json, 'live')).toMatchObject({ ok: true, commit });
		});

		it('deploy: this commit is live, and that was seen', async () => {
			const commit = await built(place);
			const published = field(await done(deployOf(place, commit)), 'published');
			expect(published).toMatchObject({ ok: true, state: 'live', verified: true });
			expect(await look(place.item)).toMatchObject({ commit, deploymentId: String(published.id), underWay: null });
		});

		it('adopt: what was still under way when the time was up is followed to its end, and not made twice', async () => {
			const commit = await built(place);
			const first = field(await done(deployOf(place, commit, 1)), 'published');
			expect(first).toMatchObject({ ok: false, verified: false });
			expect(place.underWay).toContain(first.state);
			const { underWay } = await look(place.item);
			expect(underWay).toMatchObject({ deploymentId: String(first.id) });
			const adopted = field(
				await done({ ...deployOf(place, commit), task: 'adopt', deploymentId: String(first.id) }),
				'published',
			);
			expect(adopted).toMatchObject({ ok: true, verified: true, id: first.id });
			expect(await look(place.item)).toMatchObject({ commit, deploymentId: String(first.id), underWay: null });
		});

		it('rollback: what was live before is live again; a dry run says so, and changes nothing', async () => {
			const before = await look(place.item);
			const commit = await built(place);
			const bad = String(field(await done(deployOf(place, commit)), 'published').id);
			const back: IDataObject = {
				...place.item,
				task: 'rollback',
				badDeploymentId: bad,
				toDeploymentId: String(before.deploymentId),
				verifiedDeployments: [String(before.deploymentId)],
				waitSeconds: 200,
			};
			const asked = writes(place);
			const plan = field(await done({ ...back, dryRun: true }), 'published');
			expect(plan).toMatchObject({ ok: true });
			expect(writes(place)).toBe(asked);
			expect(await look(place.item)).toMatchObject({ deploymentId: bad });
			expect(field(await done(back), 'published')).toMatchObject({ ok: true, verified: true });
			expect(await look(place.item)).toMatchObject({ isLive: true, artifact: before.artifact, underWay: null });
		});

		it.each(['look', 'deploy', 'adopt', 'rollback'])('%s of what is not there is data, not an error', async (task) => {
			const target = place.item.platform === 'ecs' ? 'candlefish/none' : 'none-such';
			const json = await done({
				...deployOf(place, 'a'.repeat(40)),
				task,
				target,
				deploymentId: 'none',
				badDeploymentId: 'none',
				toDeploymentId: 'none',
				verifiedDeployments: [],
			});
			expect(field(json, task === 'look' ? 'live' : 'published')).toMatchObject({
				ok: false,
				error: { message: expect.stringMatching(/./), advice: expect.stringMatching(/./) },
			});
		});

		it('nothing: the item comes back as it was, and nobody is asked', async () => {
			const before = engine.sandbox.requests({ platform: place.log }).length;
			const json = await done({ ...place.item, task: 'nothing' });
			expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['live', 'published', 'deployments']));
			expect(engine.sandbox.requests({ platform: place.log })).toHaveLength(before);
		});
	});

	it.each([
		['look', 'live'],
		['deploy', 'published'],
		['rollback', 'published'],
	])('says that it knows no such platform, for %s', async (task, name) => {
		const json = await done({ ...empty, platform: 'heroku', target: 'x', task });
		expect(field(json, name)).toMatchObject({ ok: false, error: { message: expect.stringContaining('heroku') } });
	});
});

/** Fly.io is read by GraphQL, and ECS by posts, which say what they do. */
function isWrite({ log }: Place, { method, path, headers }: LoggedRequest): boolean {
	if (log === 'aws') return !/\.(?:Describe|List|Get)\w+$/.test(headers['x-amz-target'] ?? '');
	return method !== 'GET' && !path.endsWith('/graphql');
}
