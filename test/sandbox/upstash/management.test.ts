import { createManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createUpstashManagementPlatform, seedDatabaseId } from '../../../sandbox/upstash';
import type { ContractRecorder } from '../../contract/contractRecorder';
import { createContractRecorder } from '../../contract/contractRecorder';

const clock = createManualClock();
const key = 'sandbox-upstash-management-key';
let sandbox: Sandbox;
let recorder: ContractRecorder;

beforeAll(async () => {
	sandbox = await startSandbox({ platforms: [createUpstashManagementPlatform], clock, seed: 'upstash' });
	recorder = createContractRecorder(sandbox);
});
beforeEach(async () => await sandbox.reset());
afterAll(async () => {
	await sandbox.close();
	expect(recorder.checked()).toBeGreaterThan(20);
	expect(recorder.violations()).toEqual([]);
});

interface Answer {
	readonly status: number;
	readonly body: unknown;
}

async function call(method: string, path: string, json?: unknown, apiKey = key): Promise<Answer> {
	const response = await fetch(`${sandbox.origin}/upstash-management/v2/redis${path}`, {
		method,
		headers: {
			Authorization: `Basic ${Buffer.from(`ops@candlefish.ai:${apiKey}`).toString('base64')}`,
			...(json !== undefined && { 'Content-Type': 'application/json' }),
		},
		...(json !== undefined && { body: JSON.stringify(json) }),
	});
	return { status: response.status, body: (await response.json()) as unknown };
}

const database = async (id: string): Promise<unknown> => (await call('GET', `/database/${id}`)).body;
const fresh = { database_name: 'locks', platform: 'aws', primary_region: 'eu-west-1' };

async function createLocks(): Promise<string> {
	const { body } = await call('POST', '/database', fresh);
	return (body as { database_id: string }).database_id;
}

test('databases are made, listed, changed and deleted', async () => {
	const id = await createLocks();
	expect((await call('GET', '/databases')).body).toMatchObject([
		{ database_name: 'slipway', database_id: seedDatabaseId },
		{ database_name: 'locks', read_regions: [], eviction: false },
	]);
	expect(await call('POST', `/enable-eviction/${id}`)).toEqual({ status: 200, body: 'OK' });
	expect(await database(id)).toMatchObject({ eviction: true });
	await call('POST', `/disable-eviction/${id}`);
	expect(await database(id)).toMatchObject({ eviction: false });
	expect((await call('DELETE', `/database/${id}`)).body).toBe('OK');
	expect(await call('GET', `/database/${id}`)).toEqual({ status: 404, body: 'database not found' });
});

test('regions change after a while, and nothing else meanwhile', async () => {
	const id = await createLocks();
	await call('POST', `/update-regions/${id}`, { read_regions: ['us-east-1'] });
	expect(await database(id)).toMatchObject({ read_regions: [], modifying_state: 'updating-regions' });
	expect((await call('DELETE', `/database/${id}`)).status).toBe(400);
	clock.advance(30_000);
	expect(await database(id)).toMatchObject({ read_regions: ['us-east-1'], modifying_state: '' });
});

test('what makes no sense is refused', async () => {
	const id = await createLocks();
	expect((await call('POST', '/database', fresh)).body).toContain('already exists');
	const bad = { ...fresh, database_name: 'other', primary_region: 'us-central1' };
	expect((await call('POST', '/database', bad)).body).toContain('us-central1');
	const own = await call('POST', `/update-regions/${id}`, { read_regions: ['eu-west-1'] });
	expect(own.body).toContain('primary region');
	expect(await call('GET', '/databases', undefined, 'wrong')).toEqual({
		status: 401,
		body: 'unauthorized',
	});
});

test('a new password, and credentials that can be hidden', async () => {
	const before = await database(seedDatabaseId);
	const { body } = await call('POST', `/reset-password/${seedDatabaseId}`);
	const fields = body as Record<string, string>;
	expect(fields.password).not.toBe((before as Record<string, string>).password);
	const hidden = await call('GET', `/database/${seedDatabaseId}?credentials=hide`);
	expect(hidden.body).not.toHaveProperty('rest_token');
	const kept = JSON.stringify([sandbox.state(), sandbox.requests()]);
	for (const secret of [fields.password, fields.rest_token, key]) expect(kept).not.toContain(secret);
});

test('backups end, fail, are restored and deleted', async () => {
	const path = (verb: string): string => `/${verb}/${seedDatabaseId}`;
	const backups = async () =>
		(await call('GET', path('list-backup'))).body as Array<{ backup_id: string; state: string }>;
	await call('POST', path('create-backup'), { name: 'nightly' });
	const [first] = await backups();
	expect(first?.state).toBe('pending');
	const restore = async () => await call('POST', path('restore-backup'), { backup_id: first?.backup_id });
	expect((await restore()).body).toContain('pending');
	clock.advance(20_000);
	expect((await restore()).body).toBe('OK');
	expect(await database(seedDatabaseId)).toMatchObject({ modifying_state: 'restoring-backup' });
	clock.advance(15_000);
	await fetch(`${sandbox.origin}/_sandbox/upstash-management/backups`, {
		method: 'POST',
		body: JSON.stringify({ outcome: 'failed' }),
	});
	await call('POST', path('create-backup'), { name: 'unlucky' });
	clock.advance(20_000);
	expect((await backups()).map(({ state }) => state)).toEqual(['completed', 'failed']);
	await call('DELETE', `${path('delete-backup')}/${first?.backup_id ?? ''}`);
	expect(await backups()).toHaveLength(1);
});

test('statistics', async () => {
	const { body } = await call('GET', `/stats/${seedDatabaseId}`);
	expect(body).toMatchObject({ total_monthly_requests: 0, command_counts: [] });
	expect((body as { throughput: unknown[] }).throughput).toHaveLength(24);
});
