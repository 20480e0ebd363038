import { useManualClock } from '../../n8n/sandboxClock';
import { everyTarget } from './everyTarget';
import { canary, named, SecretSyncDriver } from './secretSyncDriver';

/* A record that the workflow keeps: what n8n keeps by itself is one text for all runs of a workflow. */

const clock = useManualClock();
const source = 'candlefish/production/record';
const value = (word: string): string => `${canary}-${word}-Qz7Wv8Lp3`;
const gitHub = everyTarget.find(({ platform }) => platform === 'github')?.parameters;
const inItem = { ...gitHub, secret: named(source), recordKeeping: 'item', prune: true };
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(source, JSON.stringify({ ONE: value('one'), TWO: value('two') }));
});
afterEach(() => driver.expectNoExposure());

const recordOf = ({ record }: { readonly record?: unknown }): string => String(record ?? '');

it('tells from the item what it wrote, also in a manual execution, and n8n keeps nothing', async () => {
	const first = await driver.run(inItem, 'manual');
	expect(first).toMatchObject({ added: ['ONE', 'TWO'], isRecordKnown: false, warnings: [] });
	expect(driver.memory).not.toContain('secretSync');
	const lastRecord = recordOf(first);
	expect(await driver.run({ ...inItem, lastRecord }, 'manual')).toMatchObject({
		needsChange: false,
		unchanged: ['ONE', 'TWO'],
		isRecordKnown: true,
	});
	// Without it nobody knows, and it is written again.
	clock.advance(5_000);
	expect(await driver.run(inItem)).toMatchObject({ written: ['ONE', 'TWO'], isRecordKnown: false });
	await driver.putSecret(source, JSON.stringify({ TWO: value('two') }));
	// By the first record, somebody else wrote it since.
	expect(await driver.run({ ...inItem, lastRecord })).toMatchObject({ removed: [], kept: [{ key: 'ONE' }] });
});

it('removes by it what the source has no more', async () => {
	const lastRecord = recordOf(await driver.run(inItem));
	await driver.putSecret(source, JSON.stringify({ TWO: value('two') }));
	const plan = await driver.run({ ...inItem, lastRecord, dryRun: true });
	expect(plan).toMatchObject({ removed: ['ONE'], isRecordKnown: true });
	expect(plan).not.toHaveProperty('record');
	expect(await driver.run({ ...inItem, lastRecord })).toMatchObject({ removed: ['ONE'] });
});

it('is worth nothing under another credential of the target, and shows no name and no digest', async () => {
	const lastRecord = recordOf(await driver.run(inItem));
	expect(lastRecord).toMatch(/^r1\.[\w-]+$/);
	driver.changedCredentials = { slipwayGitHubApi: { webhookSecret: 'another-webhook-secret' } };
	expect(await driver.run({ ...inItem, lastRecord })).toMatchObject({
		written: ['ONE', 'TWO'],
		removed: [],
		isRecordKnown: false,
	});
});

it('remembers of a sync that failed half-way what it had written', async () => {
	driver.sandbox.addFault({
		platform: 'github',
		method: 'PUT',
		path: '/repos/*/*/actions/secrets/TWO',
		kind: 'status',
		status: 422,
		times: 1,
	});
	const { synced } = await driver.run({ ...inItem, putResultInField: 'synced' });
	expect(synced).toMatchObject({ ok: false, done: ['ONE'], notDone: ['TWO'] });
	const lastRecord = recordOf(synced as { readonly record?: unknown });
	expect(await driver.run({ ...inItem, lastRecord })).toMatchObject({ unchanged: ['ONE'], added: ['TWO'] });
});
