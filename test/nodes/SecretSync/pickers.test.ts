import type { INodeParameters } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const neon = { source: 'neon', project: byId('sandbox-paintbox-123456'), branch: byId('br-quiet-hill-a1b2c3d4') };
const gitHub = { target: 'gitHub', repository: named('candlefish-ai/paintbox') };
const ecs = { target: 'awsEcs', taskDefinitionFamily: named('nanda-workers') };
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret('candlefish/production/picked', JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1' }));
	await driver.api('sandbox-github-token', 'PUT', '/github/repos/candlefish-ai/paintbox/environments/production', {});
	await driver.api('sandbox-github-token', 'PUT', '/github/repos/candlefish-ai/paintbox/environments/staging', {});
});
afterEach(() => expect(driver.recorder.violations()).toEqual([]));

it.each<readonly [string, INodeParameters, string, string, string]>([
	['searchSecrets', {}, 'picked', 'candlefish/production/picked', 'nobody'],
	['searchProjects', { source: 'neon' }, 'paint', 'sandbox-paintbox-123456', 'nobody'],
	['searchBranches', neon, 'MAIN', 'br-quiet-hill-a1b2c3d4', 'nobody'],
	['searchDatabases', neon, 'NEON', 'neondb', 'nobody'],
	['searchRoles', neon, 'owner', 'neondb_owner', 'nobody'],
	['searchRedisDatabases', { source: 'upstashDatabase' }, 'slip', '5a4d6b0c-0000-4000-8000-000000000001', 'nobody'],
	['searchSites', {}, 'paint', '7a1e0001-5b0c-4c1f-9d00-000000000001', 'nobody'],
	['searchApps', { target: 'fly' }, 'API', 'paintbox-api', 'nobody'],
	['searchRepositories', { target: 'gitHub' }, 'paint', 'candlefish-ai/paintbox', 'nobody'],
	['searchEnvironments', gitHub, 'prod', 'production', 'nobody'],
	['searchTaskDefinitionFamilies', {}, 'WORK', 'nanda-workers', 'nobody'],
	['searchContainers', ecs, 'nanda', 'nanda-workers', 'nobody'],
])('%s finds by name what there is, and nothing else', async (method, parameters, filter, value, nobody) => {
	const all = await driver.choices(method, parameters);
	const found = await driver.choices(method, parameters, filter);
	expect(found.length).toBeGreaterThan(0);
	expect(found.length).toBeLessThanOrEqual(all.length);
	expect(found.some((each) => each.value === value || each.name === value)).toBe(true);
	expect(await driver.choices(method, parameters, nobody)).toEqual([]);
});

it.each([
	['searchBranches', { source: 'neon' }],
	['searchDatabases', { source: 'neon', project: neon.project }],
	['searchRoles', { source: 'neon', project: neon.project }],
	['searchEnvironments', { target: 'gitHub' }],
	['searchContainers', { target: 'awsEcs' }],
	['searchSecretVersions', {}],
])('%s asks nobody before what it belongs to is chosen', async (method, parameters) => {
	const before = driver.sandbox.requests().length;
	expect(await driver.choices(method, parameters)).toEqual([]);
	expect(driver.sandbox.requests()).toHaveLength(before);
});

it('lists the versions of a secret, the newest first, with their labels', async () => {
	clock.advance(60_000);
	await driver.putSecret('candlefish/production/picked', JSON.stringify({ API_KEY: 'Jm2-pL7-second-vB9' }));
	const versions = await driver.choices('searchSecretVersions', { secret: named('candlefish/production/picked') });
	expect(versions.map(({ name }) => name)).toEqual([
		expect.stringContaining('AWSCURRENT'),
		expect.stringContaining('AWSPREVIOUS'),
	]);
	const before = await driver.run({
		secret: named('candlefish/production/picked'),
		versionId: { __rl: true, mode: 'list', value: String(versions[1]?.value) },
		target: 'fly',
		app: named('paintbox-api'),
	});
	expect(before).toMatchObject({ source: { version: versions[1]?.value }, added: ['API_KEY'] });
});

it('takes what older workflows hold as a text, where a list is now', async () => {
	const found = await driver.run({
		secret: named('candlefish/production/picked'),
		target: 'awsEcs',
		taskDefinitionFamily: 'nanda-workers',
		container: 'nanda-workers',
		operation: 'plan',
	});
	expect(found).toMatchObject({ added: ['API_KEY'] });
});

it('says what is wrong with a token that was refused', async () => {
	driver.changedCredentials = { slipwayNetlifyApi: { accessToken: 'expired-0123456789' } };
	await expect(driver.choices('searchSites')).rejects.toThrow(/Netlify answered GET \/sites with 401/);
});
