import { describeOnEngine } from '../n8n/engine/installedN8n';
import { API, createPreviewWorld, type PreviewWorld } from './previewWorld';

const PALETTES = {
	[`${API}/server.js`]: '// palettes\n',
	'.sandbox/migrations/001_palettes.sql': 'CREATE TABLE palettes (id serial PRIMARY KEY);',
};

describeOnEngine('the preview of a pull request', () => {
	let world: PreviewWorld;
	beforeAll(async () => {
		world = await createPreviewWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => await world.renew());

	it('is a database, an app and one comment that has both; what it migrates is in its own database alone', async () => {
		const opened = await world.open(PALETTES);
		await world.look(opened);
		const { database, app } = world.parts(opened);
		expect(database).toMatchObject({ state: 'ready', platform: 'neon', target: 'paintbox', commit: opened.head });
		expect(app).toMatchObject({ state: 'ready', target: 'candlefish-previews', commit: opened.head });
		const url = String(app?.url);
		expect(await world.tablesOf(url)).toEqual({ status: 200, tables: ['colors', 'palettes', 'schema_migrations'] });
		expect(await world.tablesIn('main')).toEqual(['colors']);
		expect(world.branches()).toEqual(['main', 'preview-data', String(database?.name)]);
		const comments = await world.comments(opened);
		expect(comments).toHaveLength(1);
		expect(comments[0]).toContain(url);
		expect(await world.deployments(opened)).toHaveLength(1);
	});

	it('is gone when the pull request is closed, and the comment says so', async () => {
		const opened = await world.open(PALETTES);
		await world.look(opened);
		const url = String(world.parts(opened).app?.url);
		await world.act(opened, 'closed');
		await world.look(opened);
		expect(await world.tablesOf(url)).toMatchObject({ status: 404 });
		expect(world.contexts()).toEqual([]);
		expect(Object.values(world.rows()).map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
		expect(world.apps()).toEqual(['paintbox-api']);
		expect(world.branches()).toEqual(['main', 'preview-data']);
		const comments = await world.comments(opened);
		expect(comments).toHaveLength(1);
		expect(comments[0]).toMatch(/removed/);
	});
});
