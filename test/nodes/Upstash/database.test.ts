import { useManualClock } from '../../n8n/sandboxClock';
import { sandboxUpstashToken as seedToken, seedDatabaseId as seedId } from '../../../sandbox/upstash';
import { ManagementDriver, named } from './managementDriver';

const clock = useManualClock();
let upstash: ManagementDriver;
beforeAll(async () => {
	upstash = await ManagementDriver.start(clock);
});
beforeEach(async () => await upstash.sandbox.reset());
afterAll(async () => {
	expect(upstash.recorder.violations()).toEqual([]);
	expect(upstash.recorder.checked('upstash-management')).toBeGreaterThan(20);
	await upstash.sandbox.close();
});

const resource = 'database';
const slipway = { resource, database: named('slipway') };
const create = { resource, operation: 'create', name: 'paintbox-locks', primaryRegion: 'eu-west-1' };

describe('Get and Get Many', () => {
	it('mask what lets one use the database, and do not even ask for it', async () => {
		const database = await upstash.run({ ...slipway, operation: 'get' });
		expect(database).toMatchObject({
			id: seedId,
			name: 'slipway',
			state: 'active',
			primaryRegion: 'us-east-1',
			password: '***',
			restToken: '***',
		});
		const [listed] = await upstash.items({ resource, operation: 'getMany' });
		const raw = await upstash.run({ ...slipway, operation: 'get', simplify: false });
		expect(raw).toMatchObject({ database_name: 'slipway', type: 'payg' });
		expect(JSON.stringify([database, listed, raw])).not.toContain(seedToken);
		const reads = upstash.sandbox
			.requests({ platform: 'upstash-management' })
			.filter(({ path }) => path.includes('/database/'));
		expect(reads.length).toBeGreaterThan(0);
		expect(reads.every(({ query }) => 'credentials' in query)).toBe(true);
	});

	it('reveal when asked to', async () => {
		expect(await upstash.run({ ...slipway, operation: 'get', reveal: true })).toMatchObject({ restToken: seedToken });
		const [listed = {}] = await upstash.items({ resource, operation: 'getMany', reveal: true });
		expect(listed).toMatchObject({
			restToken: seedToken,
			restUrl: expect.stringMatching(/^https:\/\/sandbox-slipway-\d+\.upstash\.io$/) as string,
		});
		const raw = await upstash.run({ ...slipway, operation: 'get', reveal: true, simplify: false });
		expect(raw.rest_token).toBe(seedToken);
	});

	it('search and filter by name', async () => {
		await upstash.run(create);
		expect(await upstash.items({ resource, operation: 'getMany', nameContains: 'PAINT' })).toHaveLength(1);
		expect(await upstash.items({ resource, operation: 'getMany', returnAll: false, limit: 1 })).toHaveLength(1);
		expect(await upstash.search('searchDatabases', 'slip', { resource, operation: 'get' })).toEqual([
			{ name: 'slipway · us-east-1 · payg', value: seedId },
		]);
	});

	it('say what to do when the database is missing, or the key is wrong', async () => {
		const missing = await upstash.failure({ resource, operation: 'get', database: named('nowhere') });
		expect(missing.message).toBe('Upstash has no database "nowhere" that this credential may see');
		expect(missing.advice).toContain('from the list');
		const refused = await upstash.failure({ ...slipway, operation: 'get' }, 'not-the-right-key');
		expect(refused.message).toContain('401: unauthorized');
		expect(refused.advice).toContain('Account > Management API');
	});
});

describe('Create', () => {
	it('makes a database and waits until it is active', async () => {
		const made = await upstash.run({ ...create, settings: { readRegions: ['us-east-1'], eviction: true, budget: 5 } });
		expect(made).toMatchObject({
			created: true,
			state: 'active',
			primaryRegion: 'eu-west-1',
			readRegions: ['us-east-1'],
			eviction: true,
			budget: 5,
			password: '***',
		});
		expect(
			(await upstash.run({ ...create, name: 'in-google', primaryRegion: 'europe-west1', reveal: true })).restToken,
		).toMatch(/^[0-9a-f]{48}$/);
	});

	it('does not make a second one of a name', async () => {
		await upstash.run(create);
		const error = await upstash.failure(create);
		expect(error.message).toContain('has a database "paintbox-locks" already');
		expect(error.advice).toContain('Return It');
		expect(await upstash.run({ ...create, ifExists: 'return' })).toMatchObject({ created: false });
		expect(upstash.writes()).toHaveLength(1);
	});

	it('finds one whose making was not answered', async () => {
		upstash.sandbox.addFault({ platform: 'upstash-management', method: 'POST', kind: 'lostReply' });
		expect(await upstash.run(create)).toMatchObject({ created: true });
		expect(upstash.writes()).toHaveLength(1);
	});

	it('refuses read regions for Google Cloud, and writes nothing in a dry run', async () => {
		const error = await upstash.failure({
			...create,
			primaryRegion: 'us-central1',
			settings: { readRegions: ['us-east-1'] },
		});
		expect(error.message).toContain('us-central1 is in Google Cloud');
		expect(await upstash.run({ ...create, dryRun: true })).toMatchObject({ plan: { platform: 'aws', exists: false } });
		expect(upstash.writes()).toEqual([]);
	});
});

describe('Update Regions', () => {
	const update = { ...slipway, operation: 'updateRegions', readRegions: ['eu-west-1', 'us-west-2'] };

	it('waits until the regions are there, and says when nothing changed', async () => {
		expect(await upstash.run(update)).toMatchObject({
			changed: true,
			added: ['eu-west-1', 'us-west-2'],
			removed: [],
			modifying: null,
			readRegions: ['eu-west-1', 'us-west-2'],
		});
		expect(await upstash.run(update)).toMatchObject({ changed: false });
		expect(await upstash.run({ ...update, readRegions: ['us-west-2'] })).toMatchObject({ removed: ['eu-west-1'] });
		expect(upstash.writes()).toHaveLength(2);
	});

	it('does not succeed while they are missing', async () => {
		const error = await upstash.failure({ ...update, timeoutSeconds: 5 });
		expect(error.message).toContain('was not done after 5 s, last seen: active, updating-regions');
		const busy = await upstash.failure({ ...slipway, operation: 'enableEviction' });
		expect(busy.message).toContain('database is being modified');
		expect(busy.advice).toContain('run this again when that is done');
	});

	it.each([
		[['us-east-1'], 'is the primary region', 'Take it out'],
		[['mars-1'], '"mars-1" is not a read region', 'us-east-1'],
	])('refuses %j', async (readRegions, message, advice) => {
		const error = await upstash.failure({ ...update, readRegions });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(upstash.writes()).toEqual([]);
	});
});

it('turns eviction on and off, and says when it was so already', async () => {
	expect(await upstash.run({ ...slipway, operation: 'enableEviction' })).toMatchObject({
		eviction: true,
		changed: true,
	});
	expect(await upstash.run({ ...slipway, operation: 'enableEviction' })).toMatchObject({
		eviction: true,
		changed: false,
	});
	expect(await upstash.run({ ...slipway, operation: 'disableEviction' })).toMatchObject({
		eviction: false,
		changed: true,
	});
	expect(upstash.writes()).toHaveLength(2);
});

it('does not succeed when eviction stays as it was', async () => {
	upstash.sandbox.addFault({
		platform: 'upstash-management',
		method: 'POST',
		kind: 'status',
		status: 200,
		body: '"OK"',
	});
	const error = await upstash.failure({ ...slipway, operation: 'enableEviction' });
	expect(error.message).toContain('to be on was not done after 30 s');
});

it('resets the password, redacted unless it is to be revealed', async () => {
	const reset = await upstash.run({ ...slipway, operation: 'resetPassword' });
	expect(reset).toMatchObject({ reset: true, password: '***', restToken: '***' });
	const now = await upstash.run({ ...slipway, operation: 'get', reveal: true });
	expect(now.restToken).not.toBe(seedToken);
	expect(JSON.stringify(reset)).not.toContain(String(now.password));
	upstash.sandbox.addFault({ platform: 'upstash-management', method: 'POST', kind: 'lostReply' });
	const again = await upstash.run({ ...slipway, operation: 'resetPassword', reveal: true });
	expect(again.password).toBe((await upstash.run({ ...slipway, operation: 'get', reveal: true })).password);
});

it('gives stats as numbers', async () => {
	const stats = await upstash.run({ ...slipway, operation: 'stats' });
	expect(stats).toMatchObject({
		id: seedId,
		name: 'slipway',
		commandsToday: expect.any(Number) as number,
		keys: expect.any(Number) as number,
	});
	expect(await upstash.run({ ...slipway, operation: 'stats', simplify: false })).toHaveProperty('daily_net_commands');
});

describe('Delete', () => {
	const remove = { resource, operation: 'delete', database: named('paintbox-locks') };

	it('asks for the name again', async () => {
		await upstash.run(create);
		const error = await upstash.failure({ ...remove, confirmName: 'slipway' });
		expect(error.message).toContain('Database paintbox-locks was not deleted');
		expect(error.advice).toContain('Type paintbox-locks there');
		expect(await upstash.run({ ...remove, confirmName: 'paintbox-locks' })).toMatchObject({
			deleted: true,
			name: 'paintbox-locks',
		});
		expect(await upstash.items({ resource, operation: 'getMany' })).toHaveLength(1);
	});

	it('does not succeed while it is still there', async () => {
		await upstash.run(create);
		upstash.sandbox.addFault({
			platform: 'upstash-management',
			method: 'DELETE',
			kind: 'status',
			status: 200,
			body: '"OK"',
		});
		const error = await upstash.failure({ ...remove, confirmName: 'paintbox-locks' });
		expect(error.message).toContain('is still there');
	});
});
