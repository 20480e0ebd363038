import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { NEON_TOKEN } from '../../sandbox/neon/neon';
import { isRecord, readPath, readRecords } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { API, createPreviewWorld, type Opened, type PreviewWorld, SITE } from './previewWorld';

jest.setTimeout(120_000);

const OILS = { [`${API}/server.js`]: '// oils\n', [`${SITE}/index.html`]: '<p>Oils' };
/** Actions build an image where the API's files change. */
const INKS = { [`${API}/server.js`]: '// inks\n' };
const CANARY = 'planted-canary-';

// Where a platform or a name is in the way, the preview has a stated end: the rows, the comment and GitHub's
// deployment say which part it was, and why. Nobody is paged for it.
describeOnEngine('a preview says what is in its way', () => {
	let world: PreviewWorld;
	beforeAll(async () => {
		world = await createPreviewWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => await world.renew());
	afterEach(() => expect(world.engine.openIncidents()).toEqual([]));

	const neon = async (path: string, body: object) => {
		const answer = await fetch(`${world.engine.sandbox.origin}/_sandbox/neon${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(answer.ok).toBe(true);
	};
	const suspendComputes = async () => {
		const { neon: state } = world.engine.sandbox.state();
		for (const endpoint of readRecords(isRecord(state) ? state : {}, 'endpoints')) {
			const path = `/neon/api/v2/projects/${String(endpoint.project_id)}/endpoints/${String(endpoint.id)}/suspend`;
			const headers = { authorization: `Bearer ${NEON_TOKEN}` };
			await fetch(`${world.engine.sandbox.origin}${path}`, { method: 'POST', headers });
		}
		await world.engine.clock.pass(60_000);
	};
	const comment = async (opened: Opened) => (await world.comments(opened)).join('\n---\n');
	const deploymentStates = async (opened: Opened) => {
		const deployments = await world.deployments(opened);
		const lists = await Promise.all(
			deployments.map(async ({ id }) => await world.gitHub(`/deployments/${String(id)}/statuses`)),
		);
		return lists.map((list) => (Array.isArray(list) ? readPath(list[0], 'state') : undefined));
	};
	const secrets = () =>
		new SecretsManagerClient({
			endpoint: `${world.engine.sandbox.origin}/aws`,
			region: REGION,
			credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
		});

	it.each([
		['deploy-preview-7', 'would answer where Netlify puts its own preview'],
		['staging', 'staging'],
	])('a head branch that a site has no room for: %s', async (branch, why) => {
		const opened = await world.open(OILS, { branch });
		await world.look(opened);
		expect(world.states(opened)).toEqual(['ready', 'ready', 'refused']);
		expect(world.parts(opened).site?.reason).toContain(why);
		const said = await comment(opened);
		expect(said).toMatch(/The preview of \w{7} failed/);
		expect(said).toContain('⛔ refused');
		expect(await deploymentStates(opened)).toEqual(['failure']);
		// Its removal touches nothing of what stands at that name.
		await world.act(opened, 'closed');
		await world.look(opened);
		expect(world.states(opened)).toEqual(['removed', 'removed', 'removed']);
	});

	it('the address of another pull request, whose branch is written alike', async () => {
		const first = await world.open(OILS, { branch: 'feature/Oils' });
		await world.look(first);
		const second = await world.open(OILS, { branch: 'feature-oils' });
		await world.look(second);
		expect([world.states(first), world.states(second)]).toEqual([
			['ready', 'ready', 'ready'],
			['ready', 'ready', 'refused'],
		]);
		expect(world.parts(second).site?.reason).toContain('feature/Oils');
		// The second goes, and the first stands.
		const url = String(world.parts(first).site?.url);
		await world.act(second, 'closed');
		await world.look(second);
		expect((await fetch(url)).headers.get('x-commit')).toBe(first.head);
	});

	it('a plan that has no room for another branch; and it goes on when a person asks, once there is room', async () => {
		await neon('/limits', { branches_per_project: 2 });
		const opened = await world.open(OILS);
		await world.look(opened);
		const [database, app, site] = world.states(opened);
		expect(database).toBe('failed');
		expect(['ready', 'making']).not.toContain(app);
		expect(['ready', 'making']).not.toContain(site);
		expect(world.apps()).toEqual(['paintbox-api']);
		expect(await comment(opened)).toMatch(/as many branches as its plan allows, 2/);
		expect(await deploymentStates(opened)).toEqual(['failure']);
		await neon('/limits', { branches_per_project: 10 });
		await world.look(opened);
		expect(world.parts(opened).database?.state).toBe('failed');
		await world.look(opened, { why: 'person', wish: true });
		expect(world.states(opened)).toEqual(['ready', 'ready', 'ready']);
		expect(await world.comments(opened)).toHaveLength(1);
	});

	it('nothing, where the compute of its database was suspended: it wakes', async () => {
		const opened = await world.open(OILS);
		await world.look(opened);
		await suspendComputes();
		const synced = await world.sync(opened, {
			...INKS,
			'.sandbox/migrations/002_inks.sql': 'CREATE TABLE inks (id int);',
		});
		await world.look(synced);
		expect(world.states(synced)).toEqual(['ready', 'ready', 'ready']);
		expect((await world.tablesOf(String(world.parts(synced).app?.url))).tables).toContain('inks');
	});

	it('a migration that fails: why, with the end of its log, and nothing of the app runs', async () => {
		const opened = await world.open({ ...OILS, '.sandbox/migrations/001_oils.sql': 'CREATE TABEL oils (id int);' });
		await world.look(opened);
		expect(world.parts(opened).app).toMatchObject({
			state: 'failed',
			reason: expect.stringContaining('The release command failed') as string,
			log_end: expect.stringContaining('syntax error at or near "TABEL"') as string,
		});
		expect(await comment(opened)).toMatch(/The end of its log[^]*syntax error at or near "TABEL"/);
		expect(await deploymentStates(opened)).toEqual(['failure']);
		const runs = world.engine.runsOf('slipway06preview');
		expect(runs.at(-1)).toMatchObject({ status: 'error' });
		// A commit that mends it is all it takes.
		const mended = await world.sync(opened, {
			...INKS,
			'.sandbox/migrations/001_oils.sql': 'CREATE TABLE oils (id int);',
		});
		await world.look(mended);
		expect(world.states(mended)).toEqual(['ready', 'ready', 'ready']);
		expect(await comment(mended)).not.toContain('TABEL');
	});

	it('the same, and no log where Fly.io does not give it', async () => {
		const { sandbox } = world.engine;
		sandbox.addFault({ platform: 'fly', path: '/api/v1/apps/*/logs', kind: 'status', status: 500, times: 'always' });
		const opened = await world.open({ ...OILS, '.sandbox/migrations/001_oils.sql': 'CREATE TABEL oils (id int);' });
		await world.look(opened);
		expect(world.parts(opened).app).toMatchObject({
			state: 'failed',
			reason: expect.stringContaining('The release command failed') as string,
			log_end: '',
		});
		expect(sandbox.requests({ platform: 'fly' }).filter(({ path }) => path.includes('/logs'))).not.toEqual([]);
	});

	it('a secret that is too large for its target, of which nothing is said but its name', async () => {
		const value = CANARY.padEnd(6000, 'x');
		const Name = 'candlefish/preview/paintbox-frontend';
		await secrets().send(new CreateSecretCommand({ Name, SecretString: JSON.stringify({ BIG: value }) }));
		world.engine.tables.change(
			'slipway_services',
			({ service, environment }) => service === 'paintbox-frontend' && environment === 'preview',
			{ secret_name: Name },
		);
		const opened = await world.open(OILS);
		await world.look(opened);
		expect(world.states(opened)).toEqual(['ready', 'ready', 'failed']);
		expect(await comment(opened)).toContain('BIG has 6000 characters; Netlify accepts 5000');
		const said = [await comment(opened), world.engine.runner.runs, world.engine.tables.rows('slipway_previews')];
		expect(JSON.stringify(said)).not.toContain(CANARY);
	});

	it('an image that nobody builds: it waits for it, and then says what is missing', async () => {
		const opened = await world.open({ [`${SITE}/index.html`]: '<p>Only the site' });
		await world.look(opened);
		expect(world.states(opened)).toEqual(['ready', 'waiting', 'waiting']);
		expect(await comment(opened)).toMatch(/No run of build&#45;paintbox&#45;api\.yml builds the image of \w{7} yet/);
		expect(await deploymentStates(opened)).toEqual(['pending']);
		await world.engine.clock.pass(11 * 60_000);
		await world.look(opened);
		expect(world.states(opened)).toEqual(['ready', 'failed', 'waiting']);
		expect(await comment(opened)).toContain('did not run within 10 minutes. Let it run for pull requests');
		// The next commit has one.
		const built = await world.sync(opened, INKS);
		await world.look(built);
		expect(world.states(built)).toEqual(['ready', 'ready', 'ready']);
	});
});
