import type { IDataObject } from 'n8n-workflow';

import { readRecords, readString } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { PlantedSecrets, plantedSyncs } from './plantSecrets';
import { createReleaseWorld, EVERY, MONOREPO, type ReleaseWorld } from './releaseWorld';
import { redisContent, secretsIn } from './secretPlaces';

/* Secrets in every place that has some; then a release, a preview and a sync that go well, and one of each that fails;
   then a search of everything that is left behind, for each of them in each way of writing it. */

const API = 'paintbox-api';

describeOnEngine('planted secrets', () => {
	let world: ReleaseWorld;
	let secrets: PlantedSecrets;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10 });
		await world.renew();
		secrets = new PlantedSecrets(world.engine.sandbox);
		await secrets.plant();
		for (const sync of plantedSyncs) world.engine.tables.insert('slipway_secret_syncs', { ...sync, synced_at: '' });
	});
	afterAll(async () => await world?.close());

	const syncStates = (): Record<string, unknown> =>
		Object.fromEntries(
			world.engine.tables.rows('slipway_secret_syncs').map(({ service, state }) => [String(service), state]),
		);

	/** A pull request with that migration, looked at until nothing moves. */
	const preview = async (branch: string, sql: string): Promise<number> => {
		const { engine } = world;
		const files = {
			[`services/${API}/change.txt`]: branch,
			'.sandbox/migrations/001.sql': sql,
			// Of the commit before, which was ill.
			'.sandbox/unhealthy': null,
		};
		await engine.clouds.control('/github/push', { repository: MONOREPO, branch, files, deliver: false });
		await engine.clock.pass(120_000);
		const pull = { repository: MONOREPO, branch, title: branch, deliver: false };
		const { number } = await engine.clouds.control('/github/pull-requests', pull);
		await look(Number(number));
		return Number(number);
	};
	const look = async (number: number): Promise<void> => {
		const ask: IDataObject = { kind: 'preview', repository: MONOREPO, repositoryId: '', number, why: 'pullRequest' };
		const rest: IDataObject = { actor: 'kim', deliveryId: '', wish: false, services: [] };
		await world.engine.start('slipway06preview', { ...ask, ...rest, turnName: `${MONOREPO}#${number}` }, 'integrated');
	};
	const appRow = (number: number) =>
		world.engine.tables.rows('slipway_previews').find((row) => row.number === number && row.part === 'app');

	it('come over with a release', async () => {
		const commit = await world.push({ touches: EVERY });
		await world.calm();
		expect(Object.values(await world.commits())).toEqual(EVERY.map(() => commit));
		expect(syncStates()).toEqual(Object.fromEntries(EVERY.map((service) => [service, 'synced'])));
	});

	it('do not with one whose platform refuses them, repeats them, and whose service is then ill', async () => {
		const value = secrets.random('AWS session key that is refused');
		await secrets.put('candlefish/production/paintbox-api', { SESSION_KEY: value });
		const end = secrets.refuseAtFly(value);
		await world.push({ touches: [API], unhealthy: [`fly/${API}`] });
		await world.calm();
		end();
		expect(syncStates()).toMatchObject({ [API]: 'failed' });
		expect(world.ledger(API).at(-1)).toMatchObject({ kind: 'rollback', state: 'live' });
		expect(world.pages()).toHaveLength(1);
	});

	it('are in a preview that is made and removed, and in one whose program prints where its database is', async () => {
		const good = await preview('feature/good', 'CREATE TABLE palettes (id int);');
		expect(appRow(good)).toMatchObject({ state: 'ready' });
		await world.engine.clouds.control('/github/pull-requests', {
			repository: MONOREPO,
			number: good,
			action: 'closed',
			deliver: false,
		});
		await look(good);
		expect(appRow(good)).toMatchObject({ state: 'removed' });
		const bad = await preview('feature/bad', secrets.failingMigration);
		expect(appRow(bad)).toMatchObject({ state: 'failed' });
		expect(appRow(bad)?.log_end).toContain('no such table at');
	});

	it('and are in no execution, table, key of Redis, comment, page, log or request to those that get none', async () => {
		const places = await readPlaces();
		expect(secretsIn(places, new Map([['the service', API]]))).toEqual(
			[...places.keys()].map((place) => `the service in ${place}`),
		);
		expect(secrets.values.size).toBeGreaterThan(18);
		for (const value of secrets.values.values()) expect(value.length).toBeGreaterThan(10);
		expect(secretsIn(places, secrets.values)).toEqual([]);
	});

	async function readPlaces(): Promise<Map<string, string>> {
		const { runner, tables, sandbox } = world.engine;
		const state = sandbox.state();
		const gitHub = readRecords({ list: [state.github] }, 'list').flatMap((found) => readRecords(found, 'repositories'));
		const comments = gitHub.flatMap((repository) => readRecords(repository, 'comments'));
		const requests = sandbox.requests().filter(({ platform }) => ['github', 'pagerduty'].includes(platform));
		return new Map([
			["n8n's executions", JSON.stringify(runner.runs.map(({ data, error }) => ({ data, error })))],
			...['services', 'releases', 'deployments', 'previews', 'secret_syncs'].map((name): [string, string] => [
				`Data Table ${name}`,
				JSON.stringify(tables.rows(`slipway_${name}`)),
			]),
			['Redis', await redisContent(sandbox.origin)],
			['comments', comments.map((comment) => readString(comment, 'body')).join('\n')],
			['what GitHub shows', JSON.stringify(gitHub)],
			['what PagerDuty shows', JSON.stringify(state.pagerduty)],
			['what Netlify and Fly.io show', JSON.stringify([state.netlify, state.fly])],
			['requests to GitHub and PagerDuty', JSON.stringify(requests)],
		]);
	}
});
