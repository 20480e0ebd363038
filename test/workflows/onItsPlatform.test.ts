import type { IDataObject } from 'n8n-workflow';

import { gatewaySchema } from '../../sandbox/kernel/gatewaySchema';
import type { LoggedRequest } from '../../sandbox/kernel/requestLog';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { MONOREPO } from './releaseWorld';

interface Place {
	readonly name: string;
	readonly item: IDataObject;
	/** What is changed for a new image, or a new build. */
	readonly file: string;
	/** Something new in that file, marked by a number. */
	readonly text: (mark: number) => string;
	/** A target of its kind that is not there. */
	readonly nowhere: string;
	readonly image: (commit: string) => string;
	/** Where the sandbox logs what is asked of it. */
	readonly log: string;
	/** The platform in the words of the node's results. */
	readonly sees: string;
	/** What a wait that is too short for anything says. */
	readonly underWay: readonly string[];
}

/** What the catalog of the example gives to 15, as far as 20 to 24 read it. */
const empty = {
	repository: MONOREPO,
	context: '',
	schema: '',
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
		text: (mark) => `// ${mark}\n`,
		nowhere: 'none-such',
		image: () => '',
		log: 'netlify',
		sees: 'netlify',
		underWay: ['queued', 'building', 'ready'],
	},
	{
		name: 'Fly.io',
		item: { ...empty, platform: 'fly', target: 'paintbox-api' },
		file: 'services/paintbox-api/server.js',
		text: (mark) => `// ${mark}\n`,
		nowhere: 'none-such',
		image: (commit) => `registry.fly.io/paintbox-api:${commit}`,
		log: 'fly',
		sees: 'fly',
		underWay: ['rolling'],
	},
	{
		name: 'ECS',
		item: { ...empty, platform: 'ecs', target: 'candlefish/gateway' },
		file: 'services/gateway/server.js',
		text: (mark) => `// ${mark}\n`,
		nowhere: 'candlefish/none',
		image: (commit) => `123456789012.dkr.ecr.us-east-1.amazonaws.com/gateway:${commit}`,
		log: 'aws',
		sees: 'awsEcs',
		// Where the last look fell into no rollout.
		underWay: ['rolling', 'unknown'],
	},
	{
		name: 'Temporal',
		item: { ...empty, platform: 'temporal', target: 'default/paintbox', strategy: '20% 5s' },
		file: 'services/paintbox-workers/server.js',
		text: (mark) => `// ${mark}\n`,
		nowhere: 'none/none',
		image: (commit) => commit,
		log: 'temporal',
		sees: 'temporal',
		underWay: ['rolling'],
	},
	{
		name: 'GraphOS',
		item: {
			...empty,
			platform: 'graphos',
			target: 'candlefish@production/gateway',
			schema: 'services/gateway/schema.graphql',
		},
		file: 'services/gateway/schema.graphql',
		text: (mark) => `${gatewaySchema}\ntype Mark${mark} {\n  id: ID!\n}\n`,
		nowhere: 'candlefish@nowhere/gateway',
		image: () => '',
		log: 'apollo',
		sees: 'graphos',
		underWay: ['building', 'rolling'],
	},
];

let marks = 0;

/** Each task of 20 to 24, asked for through 15: one item in, the same item out. */
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
	const built = async ({ file, text }: Place): Promise<string> => {
		const { sha } = await engine.commit(MONOREPO, { files: { [file]: text(++marks) } });
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
			const json = await done({
				...deployOf(place, 'a'.repeat(40)),
				task,
				target: place.nowhere,
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

	describe('several that are looked at', () => {
		const looks = places.map(({ item, name }) => ({ ...item, task: 'look', service: name }));
		const workers = { ...empty, platform: 'ecs', target: 'candlefish/nanda-workers', task: 'look', service: 'workers' };
		const seen = async (items: readonly IDataObject[]): Promise<IDataObject[]> => {
			const workflow = engine.workflows.get('slipway15platform');
			if (!workflow) throw new Error('no 15');
			const run = await engine.runner.run(
				workflow,
				'integrated',
				items.map((json) => ({ json })),
			);
			await engine.runner.settled();
			expect(run).toMatchObject({ status: 'success' });
			return (run.data?.resultData.runData[run.lastNode ?? '']?.at(-1)?.data?.main?.[0] ?? []).map(({ json }) => json);
		};
		const runCounts = (): number[] =>
			['15platform', '22ecs', '21fly'].map((id) => engine.runsOf(`slipway${id}`).length);

		it('share a run of their platform, and each gets its own answer, in their order', async () => {
			const items = [workers, ...looks];
			const alone = [];
			for (const item of items) alone.push(await look(item));
			engine.runner.runs.length = 0;
			const json = await seen(items);
			expect(json.map(({ live }) => live)).toEqual(alone);
			expect(json.map((each) => ({ ...each, live: undefined }))).toEqual(
				items.map((item) => ({ ...item, live: undefined })),
			);
			expect(runCounts()).toEqual([1, 1, 1]);
		});

		it('come back as they are where a release saw them a moment ago: nobody is asked, and no run is started', async () => {
			const before = engine.sandbox.requests({ platform: 'aws' }).length;
			engine.runner.runs.length = 0;
			const known = {
				...workers,
				task: 'seen',
				seenAt: '2026-11-27T06:00:00.000Z',
				live: { ok: true, deploymentId: 'x' },
			};
			const fly = looks.find(({ service }) => service === 'Fly.io');
			expect(await seen([known, { ...fly }])).toMatchObject([known, { service: 'Fly.io', live: { ok: true } }]);
			expect(runCounts()).toEqual([1, 0, 1]);
			expect(engine.sandbox.requests({ platform: 'aws' })).toHaveLength(before);
		});

		it('suffer nothing from one whose row is faulty: the others are seen', async () => {
			const faulty = { ...workers, target: 'candlefish/nanda workers/of all', service: 'faulty' };
			const json = await seen([faulty, workers, ...looks]);
			expect(json.map(({ service, live }) => [service, (live as IDataObject).ok])).toEqual([
				['faulty', false],
				['workers', true],
				...looks.map(({ service }) => [service, true]),
			]);
			expect(json[0]?.live).toMatchObject({ error: { message: expect.stringMatching(/./) } });
		});

		it('suffer nothing from a platform whose workflow dies, or is not there: it is said', async () => {
			engine.faults.fail('slipway22ecs', 'See what is live');
			const graphos = engine.workflows.get('slipway23graphos');
			engine.workflows.delete('slipway23graphos');
			try {
				const json = await seen([workers, ...looks]);
				const failed = json.flatMap(({ service, live }) =>
					(live as IDataObject).ok === true ? [] : [[service, live]],
				);
				const died = { ok: false, error: { message: expect.stringMatching(/^Its run died: .*Planted/) } };
				const missing = { ok: false, error: { message: expect.stringMatching(/^Its workflow could not be run/) } };
				expect(failed).toMatchObject([
					['workers', died],
					['ECS', died],
					['GraphOS', missing],
				]);
				// A look that dies pages nobody: whoever called it tells.
				expect(engine.incidents()).toEqual([]);
			} finally {
				if (graphos) engine.workflows.set('slipway23graphos', graphos);
			}
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

/** Fly.io and GraphOS are read by GraphQL, and ECS by posts, which say what they do. */
function isWrite({ log }: Place, { method, path, headers, body }: LoggedRequest): boolean {
	if (log === 'apollo') return /mutation Slipway(?!Check)/.test(JSON.stringify(body));
	if (log === 'aws') return !/\.(?:Describe|List|Get)\w+$/.test(headers['x-amz-target'] ?? '');
	return method !== 'GET' && !path.endsWith('/graphql');
}
