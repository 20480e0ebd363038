import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const REPOSITORY = 'candlefish-ai/crown-trophy';
const KEY = `slipway/${REPOSITORY}@main`;
const MINUTE_MS = 60_000;

describeOnEngine('GitHub does not answer', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		engine.tables.change('slipway_services', ({ repository }) => repository !== REPOSITORY, { enabled: false });
		await engine.start('slipway40daily', {}, 'trigger');
		await ask('first');
	});

	const ask = async (deliveryId: string): Promise<void> => {
		const item = { repository: REPOSITORY, branch: 'main', why: 'push', actor: 'kim', deliveryId };
		await engine.start('slipway02release', item, 'integrated');
		await engine.runner.settled();
	};
	const minutes = async (count: number): Promise<void> => {
		for (let passed = 0; passed < count; passed++) {
			await engine.clock.pass(MINUTE_MS);
			await engine.poll('slipway08reconcile');
			await engine.runner.settled();
		}
	};
	const away = (path = '/**') =>
		engine.sandbox.addFault({ platform: 'github', kind: 'status', status: 503, times: 'always', path });
	const commit = async (text: string): Promise<string> =>
		(await engine.commit(REPOSITORY, { files: { 'apps/crown-trophy/index.html': `<h1>${text}</h1>` } })).sha;
	const live = async (): Promise<string> => (await engine.live(REPOSITORY)).commit;
	const states = () => engine.tables.rows('slipway_releases').map(({ state }) => state);

	it('for a while: nothing is done, nobody is woken, and it is deployed when GitHub is back', async () => {
		const before = await live();
		const head = await commit('while GitHub is away');
		const fault = away();
		await ask('second');
		expect(states().at(-1)).toBe('unseen');
		await minutes(10);
		expect(await live()).toBe(before);
		expect(engine.incidents()).toEqual([]);
		engine.sandbox.removeFault(fault);
		await minutes(12);
		expect(await live()).toBe(head);
		expect(engine.incidents()).toEqual([]);
	});

	it('for more than an hour: GitHub Watch tells it, as one incident, which is over when GitHub is back', async () => {
		const head = await commit('a long outage');
		const fault = away();
		await ask('second');
		await minutes(29);
		expect(engine.incidents()).toEqual([]);
		await minutes(41);
		expect(engine.incidents()).toMatchObject([
			{ dedupKey: 'slipway/watch', pageCount: 1, status: 'triggered', severity: 'warning' },
		]);
		engine.sandbox.removeFault(fault);
		await minutes(12);
		expect(await live()).toBe(head);
		expect(engine.incidents()).toMatchObject([{ pageCount: 1, status: 'resolved' }]);
	});

	it('about what differs alone, for long: the branch tells it, once, until it was deployed', async () => {
		const head = await commit('not compared for long');
		const fault = away('/repositories/*/compare/**');
		await ask('second');
		await minutes(34);
		expect(engine.incidents()).toEqual([]);
		await minutes(16);
		expect(engine.incidents()).toMatchObject([
			{ dedupKey: KEY, pageCount: 1, status: 'triggered', severity: 'warning' },
		]);
		engine.sandbox.removeFault(fault);
		await minutes(12);
		expect(await live()).toBe(head);
		expect(engine.incidents()).toMatchObject([{ pageCount: 1, status: 'resolved' }]);
	});

	it('about what differs alone: nothing is deployed blindly', async () => {
		const before = await live();
		await commit('not compared');
		away('/repositories/*/compare/**');
		await ask('second');
		expect(states().at(-1)).toBe('unseen');
		expect(await live()).toBe(before);
	});

	it('about deployments and statuses: the service is deployed all the same', async () => {
		const head = await commit('no statuses');
		away('/repos/*/*/deployments');
		await ask('second');
		expect(await live()).toBe(head);
		expect(states().at(-1)).toBe('live');
		expect(engine.incidents()).toEqual([]);
	});
});
