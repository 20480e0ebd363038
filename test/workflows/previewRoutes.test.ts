import { describeOnEngine } from '../n8n/engine/installedN8n';
import { API, createPreviewWorld, PREVIEW_TRIGGER, type PreviewWorld } from './previewWorld';
import { MONOREPO, WATCH } from './releaseWorld';

jest.setTimeout(120_000);

const PALETTES = { [`${API}/server.js`]: '// palettes\n' };

// What starts 06: GitHub's webhook, GitHub Watch, the daily sweep, and 07 for a run that died.
describeOnEngine('a preview is looked at', () => {
	let world: PreviewWorld;
	beforeAll(async () => {
		world = await createPreviewWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => await world.renew());

	const lookedAt = () => world.engine.runsOf('slipway06preview').length;
	const day = async () => {
		await world.engine.start('slipway40daily');
	};

	it('when GitHub delivers that it was opened, and that it was closed', async () => {
		const receiver = await world.engine.hear(MONOREPO, PREVIEW_TRIGGER);
		const opened = await world.open(PALETTES, { deliver: true });
		await world.settled();
		expect(world.states(opened)).toEqual(['ready', 'ready', 'ready']);
		const synced = await world.sync(opened, { [`${API}/server.js`]: '// more palettes\n' }, { deliver: true });
		await world.settled();
		expect(world.parts(synced).app).toMatchObject({ state: 'ready', commit: synced.head });
		await world.act(opened, 'closed', { deliver: true });
		await world.settled();
		expect(world.states(opened)).toEqual(['removed', 'removed', 'removed']);
		// What docs/costs.md counts: opened, pushed to, its image built, closed.
		expect(world.engine.runsOf(PREVIEW_TRIGGER)).toHaveLength(4);
		// Also those that nobody wants are answered, without a run: a build of another workflow, a push.
		expect(receiver.answers.filter(({ status }) => ![200, 202].includes(status))).toEqual([]);
	});

	it('when no webhook came: within a minute by GitHub Watch', async () => {
		await day();
		const opened = await world.open(PALETTES);
		await world.engine.poll(WATCH);
		expect(world.states(opened)).toEqual(['ready', 'ready', 'ready']);
		await world.act(opened, 'closed');
		await world.engine.poll(WATCH);
		expect(world.states(opened)).toEqual(['removed', 'removed', 'removed']);
		const before = lookedAt();
		await world.engine.poll(WATCH);
		expect(lookedAt()).toBe(before);
	});

	it('once a day, when neither told that it was closed', async () => {
		const opened = await world.open(PALETTES);
		await world.look(opened);
		await world.act(opened, 'closed');
		await day();
		expect(world.states(opened)).toEqual(['removed', 'removed', 'removed']);
		expect(world.apps()).toEqual(['paintbox-api']);
		expect(world.branches()).toEqual(['main', 'preview-data']);
		const before = lookedAt();
		await day();
		expect(lookedAt()).toBe(before);
	});

	it('once a day, when the rows are lost and only the platforms know of it', async () => {
		const opened = await world.open(PALETTES);
		await world.look(opened);
		await world.act(opened, 'closed');
		world.forgetRows();
		await day();
		expect(world.apps()).toEqual(['paintbox-api']);
		expect(world.branches()).toEqual(['main', 'preview-data']);
	});

	it.each(['fly', 'neon'])('once a day by all that is known, when %s does not answer', async (platform) => {
		const opened = await world.open(PALETTES);
		await world.look(opened);
		await world.act(opened, 'closed');
		// The list for the sweep only: what is known by its row goes all the same.
		const path = platform === 'fly' ? '/v1/apps' : '/api/v2/projects/*/branches';
		const { sandbox } = world.engine;
		const fault = sandbox.addFault({ platform, method: 'GET', path, kind: 'status', status: 503, times: 'always' });
		await day();
		expect(world.states(opened)).toContain('removed');
		sandbox.removeFault(fault);
		await day();
		expect(world.states(opened)).toEqual(['removed', 'removed', 'removed']);
	});

	it('again, when its run died in the middle', async () => {
		const opened = await world.open(PALETTES);
		const isDead = world.engine.deaths.at('slipway27app', 'Deploy the image of the head', 'after');
		void world.look(opened);
		await isDead;
		await world.engine.startAgain();
		await world.settled();
		expect(world.states(opened)).toEqual(['ready', 'ready', 'ready']);
		expect(await world.comments(opened)).toHaveLength(1);
		expect(world.engine.openIncidents()).toEqual([]);
	});
});
