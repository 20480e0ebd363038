import { useManualClock } from '../../n8n/sandboxClock';
import { ManagementDriver, named } from './managementDriver';

const clock = useManualClock();
let upstash: ManagementDriver;
beforeAll(async () => {
	upstash = await ManagementDriver.start(clock);
});
beforeEach(async () => await upstash.sandbox.reset());
afterAll(async () => {
	expect(upstash.recorder.violations()).toEqual([]);
	await upstash.sandbox.close();
});

const slipway = { resource: 'backup', database: named('slipway') };
const create = { ...slipway, operation: 'create', name: 'before-release-7' };
const one = { ...slipway, backup: named('before-release-7') };
const restore = { ...one, operation: 'restore', confirmName: 'slipway' };

describe('Create', () => {
	it('waits until the backup is complete, and makes none twice', async () => {
		expect(await upstash.run(create)).toMatchObject({
			created: true,
			name: 'before-release-7',
			state: 'completed',
			sizeBytes: 4096,
			database: 'slipway',
		});
		expect(await upstash.run(create)).toMatchObject({ created: false, state: 'completed' });
		expect(upstash.writes()).toHaveLength(1);
	});

	it('is a failure when the backup fails, and says so again the next time', async () => {
		await upstash.nextBackupEnds('failed');
		for (const timeoutSeconds of [900, 60]) {
			const error = await upstash.failure({ ...create, timeoutSeconds });
			expect(error.message).toContain('could not make backup before-release-7 of database slipway');
			expect(error.advice).toContain('do not go on');
		}
	});

	it('says how far it was when the time is up', async () => {
		await upstash.nextBackupEnds('pending');
		const error = await upstash.failure({ ...create, timeoutSeconds: 60 });
		expect(error.message).toContain('was not done after 60 s, last seen: pending');
	});

	it('makes one when the answer is lost', async () => {
		upstash.sandbox.addFault({ platform: 'upstash-management', method: 'POST', kind: 'lostReply' });
		expect(await upstash.run(create)).toMatchObject({ state: 'completed' });
		expect(upstash.writes()).toHaveLength(1);
	});
});

it('lists backups, the newest first, and offers them', async () => {
	expect(await upstash.items({ ...slipway, operation: 'getMany' })).toEqual([]);
	await upstash.run(create);
	clock.advance(60_000);
	await upstash.run({ ...create, name: 'later' });
	const listed = await upstash.items({ ...slipway, operation: 'getMany' });
	expect(listed.map(({ name }) => name)).toEqual(['later', 'before-release-7']);
	const [raw] = await upstash.items({ ...slipway, operation: 'getMany', simplify: false, limit: 1 });
	expect(raw).toMatchObject({ name: 'later', backup_id: listed[0]?.id, backup_size: 4096 });
	const [offered] = await upstash.search('searchBackups', 'later', { ...slipway, operation: 'restore' });
	expect(offered).toMatchObject({ value: listed[0]?.id });
});

describe('Restore', () => {
	it('waits until the database answers again, and does not claim what it cannot see', async () => {
		await upstash.run(create);
		const restored = await upstash.run(restore);
		expect(restored).toMatchObject({
			accepted: true,
			verified: false,
			databaseState: 'active',
			backup: { name: 'before-release-7' },
		});
	});

	it('refuses a backup that is not complete, or not there', async () => {
		const missing = await upstash.failure(restore);
		expect(missing.message).toBe('Database slipway has no such backup');
		await upstash.nextBackupEnds('failed');
		await upstash.failure(create);
		const failed = await upstash.failure(restore);
		expect(failed.message).toContain('its state is "failed"');
		expect(failed.advice).toContain('Choose a completed backup');
		expect(upstash.writes()).toHaveLength(1);
	});

	it.each(['', 'slipway2'])('overwrites nothing unless the name is typed again (%j)', async (confirmName) => {
		await upstash.run(create);
		const error = await upstash.failure({ ...restore, confirmName });
		expect(error.message).toContain('Database slipway was not overwritten: Name of the Database Again is');
		expect(error.advice).toBe('Type slipway there if that is the database to be overwritten');
		expect(upstash.writes()).toHaveLength(1);
	});

	it('writes nothing in a dry run', async () => {
		await upstash.run(create);
		expect(await upstash.run({ ...restore, dryRun: true })).toMatchObject({ plan: { action: 'restore' } });
		expect(upstash.writes()).toHaveLength(1);
	});
});

it('deletes a backup; a second time there is nothing to delete', async () => {
	await upstash.run(create);
	expect(await upstash.run({ ...one, operation: 'delete' })).toMatchObject({ deleted: true, existed: true });
	expect(await upstash.run({ ...one, operation: 'delete' })).toMatchObject({ deleted: false, existed: false });
});
