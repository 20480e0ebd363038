import { listAt, numberAt } from '../../../nodes/deployment/values/jsonFields';
import { useManualClock } from '../../n8n/sandboxClock';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

// A preview's app as workflow 27 makes it: app, secrets, then the image with its migration.

const clock = useManualClock();
const project = 'sandbox-paintbox-123456';
const main = 'br-quiet-hill-a1b2c3d4';
const branchName = 'preview/pr-7-k3f9';
const app = 'paintbox-api-pr-7-k3f9';
const production = 'paintbox-api';
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => {
	expect(driver.recorder.violations()).toEqual([]);
	await driver.sandbox.close();
});
beforeEach(async () => {
	await driver.reset();
	await driver.fly({ resource: 'app', operation: 'create', appName: app, sourceApp: named(production) });
	await driver.api('sandbox-neon-token', 'POST', `/neon/api/v2/projects/${project}/branches`, {
		branch: { name: branchName, parent_id: main },
		endpoints: [{ type: 'read_write' }],
	});
	clock.advance(60_000);
});
afterEach(() => driver.expectNoExposure());

const previewSecrets = async (): Promise<number> => {
	const synced = await driver.run({
		source: 'preview',
		secret: named(''),
		project: byId(project),
		branch: byId(branchName),
		target: 'fly',
		app: named(app),
		apply: 'stage',
	});
	return numberAt(synced, 'versions', 'target') ?? 0;
};
/** An image of a commit with these migrations. */
const built = async (files: Record<string, string>): Promise<string> => {
	const migrations = Object.entries(files).map(([name, sql]) => [`.sandbox/migrations/${name}`, sql] as const);
	const { sha } = driver.sandbox.services.repositories.commit('candlefish-ai/candlefish', 'feature', {
		files: Object.fromEntries(migrations),
		message: 'Add palettes',
	});
	const ref = `registry.fly.io/paintbox-api:${sha}`;
	await driver.api('', 'POST', '/_sandbox/fly/images', {
		ref,
		labels: { 'org.opencontainers.image.revision': sha },
	});
	return ref;
};
const deploy = async (image: string, minSecretsVersion: number) =>
	await driver.fly({
		app: named(app),
		image: named(image),
		sourceApp: named(production),
		releaseCommand: 'migrate',
		options: { minSecretsVersion, machineTimeoutSeconds: 60 },
		waitForCompletion: true,
		timeoutSeconds: 600,
	});
const tables = async (name: string) => {
	const response = await fetch(`${driver.sandbox.origin}/apps/${name}/tables`);
	return { status: response.status, body: (await response.json()) as unknown };
};

it("a table that the commit's migration makes is in the preview's database, and not in production's", async () => {
	const image = await built({
		'002_more.sql': 'ALTER TABLE palettes ADD COLUMN name text;',
		'001_palettes.sql': 'CREATE TABLE palettes (id serial PRIMARY KEY);',
	});
	expect(await deploy(image, await previewSecrets())).toMatchObject({ verified: true });
	expect(await tables(app)).toEqual({ status: 200, body: { tables: ['colors', 'palettes', 'schema_migrations'] } });
	await driver.run({
		source: 'neon',
		project: byId(project),
		branch: byId(main),
		target: 'fly',
		app: named(production),
		apply: 'deploy',
		timeoutSeconds: 300,
	});
	expect(await tables(production)).toEqual({ status: 200, body: { tables: ['colors'] } });
});

it('runs each migration once', async () => {
	const first = await built({ '001_palettes.sql': 'CREATE TABLE palettes (id serial PRIMARY KEY);' });
	await deploy(first, await previewSecrets());
	const second = await built({ '002_brushes.sql': 'CREATE TABLE brushes (id serial PRIMARY KEY);' });
	expect(await deploy(second, await previewSecrets())).toMatchObject({ verified: true, version: 'v2' });
	expect(listAt((await tables(app)).body, 'tables')).toEqual(['brushes', 'colors', 'palettes', 'schema_migrations']);
});

it('a migration that fails leaves the app without a machine, and nothing of itself', async () => {
	const image = await built({ '001_bad.sql': 'CREATE TABLE half (id int); SELECT nonsense FROM nowhere;' });
	await expect(deploy(image, await previewSecrets())).rejects.toThrow(
		'The release command failed, and no machine was changed: it ended with exit code 1',
	);
	expect((await fetch(`${driver.sandbox.origin}/apps/${app}/tables`)).status).toBe(503);
	const log = await driver.fly({ resource: 'app', operation: 'logTail', app: named(app), lines: 2 });
	expect(log.text).toBe('migrate: relation "nowhere" does not exist\nMain child exited with code: 1');
	const good = await built({ '001_bad.sql': 'CREATE TABLE whole (id int);' });
	expect(await deploy(good, await previewSecrets())).toMatchObject({ verified: true });
	expect(listAt((await tables(app)).body, 'tables')).toEqual(['colors', 'schema_migrations', 'whole']);
});

it('a migration without a database fails, and says so by its exit', async () => {
	await expect(deploy(await built({ '001.sql': 'SELECT 1;' }), 0)).rejects.toThrow('it ended with exit code 1');
});
