import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { exposedParts } from '../nodes/SecretSync/exposure';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/* What a deployment needs of its secrets comes before it, and a roll back may bring the earlier ones back. */

const API = 'paintbox-api';
const WORKERS = 'nanda-workers';
const secretOf = (service: string): string => `candlefish/production/${service}`;

describeOnEngine('the secrets of a release', () => {
	let world: ReleaseWorld;
	let planted: string[];
	let goodVersion: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: [API, WORKERS] });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		planted = [];
		goodVersion = await put(API, { SESSION_KEY: 'Wq8zT4-planted-kX1first' });
		for (const service of [API, WORKERS]) {
			const row: IDataObject = { service, environment: 'production', enabled: true, synced_at: '' };
			world.engine.tables.insert('slipway_secret_syncs', { ...row, source_name: secretOf(service) });
		}
		await world.push({ touches: [API, WORKERS] });
		await world.calm();
	});

	const client = () =>
		new SecretsManagerClient({
			region: 'us-east-1',
			endpoint: `${world.engine.sandbox.origin}/aws`,
			credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
		});
	const put = async (service: string, values: Readonly<Record<string, string>>): Promise<string> => {
		planted.push(...Object.values(values));
		const command = new PutSecretValueCommand({ SecretId: secretOf(service), SecretString: JSON.stringify(values) });
		return (await client().send(command)).VersionId ?? '';
	};
	const currentVersion = async (): Promise<string | undefined> =>
		(await client().send(new GetSecretValueCommand({ SecretId: secretOf(API) }))).VersionId;
	const syncRow = (service: string): JsonRecord =>
		world.engine.tables.rows('slipway_secret_syncs').find((row) => row.service === service) ?? {};
	const lastRow = (service: string, kind: string): JsonRecord | undefined =>
		world
			.ledger(service)
			.filter((row) => row.kind === kind)
			.at(-1);
	/** The least secrets that machines were asked to boot with, oldest first. */
	const leastSecrets = (): number[] =>
		world.engine.sandbox
			.requests()
			.filter(({ platform, method, path }) => platform === 'fly' && method === 'POST' && /\/machines/.test(path))
			.flatMap(
				({ body }) => /"min_secrets_version":\s*(\d+)/.exec(JSON.stringify(body ?? '').replaceAll('\\', ''))?.[1] ?? [],
			)
			.map(Number);
	/** What the tasks of the workers that run were given, by the variable. */
	const taskSecrets = (): unknown[] => {
		const { aws } = world.engine.sandbox.state();
		return readRecords(isRecord(aws) ? aws : {}, 'tasks')
			.filter((task) => task.service === WORKERS && task.status === 'RUNNING' && task.desired_status === 'RUNNING')
			.map((task) => task.secret_versions);
	};

	it('are there when its images come: Fly boots with at least that version, ECS refers to it, the ledger notes it', async () => {
		const [api, workers] = await Promise.all([
			put(API, { SESSION_KEY: 'Jm2vB9-planted-second' }),
			put(WORKERS, { QUEUE_TOKEN: 'Rt5nC3-planted-queue', MODEL_KEY: 'Ux7pD6-planted-model' }),
		]);
		await world.push({ touches: [API, WORKERS] });
		await world.calm();
		expect(lastRow(API, 'deploy')).toMatchObject({ state: 'live', secret_version: api });
		expect(lastRow(WORKERS, 'deploy')).toMatchObject({ state: 'live', secret_version: workers });
		const wanted = Number(syncRow(API).target_version);
		expect(wanted).toBeGreaterThan(1);
		expect(leastSecrets().at(-1)).toBe(wanted);
		expect(taskSecrets().length).toBeGreaterThan(0);
		for (const given of taskSecrets()) expect(JSON.stringify(given)).toContain(workers);
		expect(syncRow(API)).toMatchObject({ state: 'synced', drift: '', reason: '' });
		expect(await world.leftovers()).toEqual([]);
		expectNothingShown();
	});

	it('go back with a deployment that was bad, where the catalog wants it, and stay where it does not', async () => {
		const bad = async (): Promise<string> => {
			const version = await put(API, { SESSION_KEY: 'Kd4wE8-planted-bad' });
			await world.push({ touches: [API], unhealthy: [`fly/${API}`] });
			await world.calm();
			return version;
		};
		world.engine.tables.change('slipway_services', ({ service }) => service === API, { roll_back_secrets: true });
		await bad();
		expect(lastRow(API, 'rollback')).toMatchObject({ state: 'live', secret_version: goodVersion });
		expect(await currentVersion()).toBe(goodVersion);
		// The machines that go back boot with the secrets that came back, not with those that were there a moment before.
		expect(leastSecrets().at(-1)).toBe(Number(syncRow(API).target_version));
		expect(syncRow(API)).toMatchObject({ secret_version: goodVersion, state: 'synced' });
		world.engine.tables.change('slipway_services', ({ service }) => service === API, { roll_back_secrets: false });
		const badVersion = await bad();
		expect(lastRow(API, 'rollback')).toMatchObject({ state: 'live', secret_version: '' });
		expect(await currentVersion()).toBe(badVersion);
		expectNothingShown();
	});

	it('hold up no deployment when they cannot be read', async () => {
		world.engine.tables.change('slipway_secret_syncs', ({ service }) => service === API, { source_name: 'nobody' });
		const commit = await world.push({ touches: [API] });
		await world.calm();
		expect(await world.commits([API])).toEqual({ [API]: commit });
		expect(syncRow(API)).toMatchObject({ state: 'failed', secret_version: goodVersion });
		expect(syncRow(API).reason).not.toBe('');
	});

	/** In no item, no table, no page, no comment; and no platform but the target was told. */
	function expectNothingShown(): void {
		expect(planted.length).toBeGreaterThan(0);
		const { runner, tables, sandbox } = world.engine;
		expect(exposedParts(JSON.stringify(runner.runs.map(({ data, error }) => ({ data, error }))), planted)).toEqual([]);
		for (const table of ['slipway_services', 'slipway_releases', 'slipway_deployments', 'slipway_secret_syncs']) {
			expect(exposedParts(JSON.stringify(tables.rows(table)), planted)).toEqual([]);
		}
		expect(exposedParts(JSON.stringify(world.pages()), planted)).toEqual([]);
		const requests = sandbox.requests().filter(({ platform, path }) => platform !== 'aws' && !/\/secrets/.test(path));
		expect(exposedParts(JSON.stringify(requests), planted)).toEqual([]);
		expect(isRecord(sandbox.state().github)).toBe(true);
		expect(exposedParts(JSON.stringify(sandbox.state().github), planted)).toEqual([]);
	}
});
