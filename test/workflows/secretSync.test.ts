import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { FLY_TOKEN } from '../../sandbox/fly/fly';
import { SANDBOX_TOKEN as GITHUB_TOKEN } from '../../sandbox/github/world/accounts';
import type { JsonRecord } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const SYNC = 'slipway09secrets';
const SECRET = 'candlefish/production/paintbox-api';

/** A row as a person enters it. */
const row = (more: IDataObject = {}): IDataObject => ({
	service: 'paintbox-api',
	environment: 'production',
	source: 'aws',
	source_name: SECRET,
	enabled: true,
	synced_at: '',
	...more,
});

describeOnEngine('09 keeps secrets in step', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { platformSpeed: 10 });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	const want = (...wanted: IDataObject[]): void =>
		wanted.forEach((each) => engine.tables.insert('slipway_secret_syncs', each));
	const rows = (): JsonRecord[] => engine.tables.rows('slipway_secret_syncs');
	/** What 09 hands back. */
	const sync = async (item: IDataObject = {}): Promise<IDataObject> => {
		const run = await engine.start(SYNC, item, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const items = run.data?.resultData.runData['Hand it back']?.at(-1)?.data?.main?.[0] ?? [];
		expect(items).toHaveLength(1);
		return items[0]?.json ?? {};
	};
	const put = async (values: Readonly<Record<string, string>>, name = SECRET): Promise<string> => {
		const client = new SecretsManagerClient({
			region: 'us-east-1',
			endpoint: `${engine.sandbox.origin}/aws`,
			credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
		});
		const answer = await client.send(
			new PutSecretValueCommand({ SecretId: name, SecretString: JSON.stringify(values) }),
		);
		client.destroy();
		return answer.VersionId ?? '';
	};
	/** Past us, as a person does with flyctl. */
	const setAtFly = async (values: Readonly<Record<string, string>>): Promise<void> => {
		const answer = await fetch(`${engine.sandbox.origin}/fly/v1/apps/paintbox-api/secrets`, {
			method: 'POST',
			headers: { authorization: `Bearer ${FLY_TOKEN}`, 'content-type': 'application/json' },
			body: JSON.stringify({ values }),
		});
		expect(answer.ok).toBe(true);
	};

	it('brings a secret to Fly.io, says so in its row, and changes nothing the second time', async () => {
		want(row());
		const first = await sync();
		expect(first).toMatchObject({
			secrets: { ok: true, count: 1, reasons: [], drift: [] },
			secretsVersion: expect.any(String),
		});
		const [after] = rows();
		expect(after).toMatchObject({ state: 'synced', drift: '', reason: '', target_version: first.secretsVersion });
		expect(after?.secret_version).toMatch(/^[0-9a-f-]{36}$/);
		expect(first.secretVersion).toBe(after?.secret_version);
		expect(await sync()).toMatchObject({
			secretsVersion: first.secretsVersion,
			secretVersion: first.secretVersion,
			secrets: { ok: true, drift: [] },
		});
		expect(rows()).toMatchObject([{ state: 'inStep', drift: '', reason: '' }]);
	});

	it('tells a new version, which it brings, from what somebody changed at the target, which it names and puts right', async () => {
		want(row());
		await sync();
		const version = await put({ DATABASE_URL: 'postgres://db.invalid/other', SESSION_KEY: 'planted-second-value' });
		expect(await sync()).toMatchObject({ secretVersion: version, secrets: { ok: true, drift: [] } });
		expect(rows()).toMatchObject([{ state: 'synced', drift: '', secret_version: version }]);
		await setAtFly({ SESSION_KEY: 'planted-by-hand-value' });
		expect(await sync()).toMatchObject({ secrets: { ok: true, drift: ['SESSION_KEY'] } });
		expect(rows()).toMatchObject([{ state: 'synced', drift: 'SESSION_KEY', secret_version: version }]);
		await sync();
		expect(rows()).toMatchObject([{ state: 'inStep', drift: '' }]);
	});

	it('writes nothing where a row only watches, or a plan is asked for, and tells what differs', async () => {
		want(row({ plan_only: true }), row({ target: 'github', target_name: 'candlefish-ai/candlefish' }));
		await sync({ planOnly: true });
		expect(rows()).toMatchObject([
			{ state: 'differs', synced_at: '', drift: 'DATABASE_URL, SESSION_KEY', secret_version: '' },
			{ state: 'differs', synced_at: '', drift: '' },
		]);
		const writes = engine.sandbox
			.requests()
			.filter(
				({ platform, method, path }) =>
					['fly', 'github'].includes(platform) && method !== 'GET' && /secrets/.test(path),
			);
		expect(writes).toEqual([]);
	});

	it('brings each source to each target that takes it, and one that fails stops no other', async () => {
		const nanda = { service: 'nanda-workers', source_name: 'candlefish/production/nanda-workers' };
		want(
			row({ source_name: 'candlefish/production/nobody' }),
			row({ target: 'github', target_name: 'candlefish-ai/candlefish', prefix: 'PAINTBOX_' }),
			row(nanda),
			row({
				service: 'paintbox-frontend',
				source: 'neon',
				source_name: 'sandbox-paintbox-123456/br-quiet-hill-a1b2c3d4',
			}),
			row({ service: 'paintbox-frontend', source: 'upstash', source_name: '' }),
			row({ ...nanda, source: 'upstash', source_name: '' }),
			row({ service: 'nobody' }),
			row({ service: 'gateway', target: 'fly' }),
			row({ source: 'neon', source_name: 'paintbox' }),
			row({ enabled: false, source: 'who' }),
		);
		expect(await sync()).toMatchObject({ secrets: { ok: false, count: 9 } });
		expect(rows().map(({ state, reason }) => [state, reason])).toEqual([
			['failed', expect.stringMatching(/GetSecretValue.*nobody|find/)],
			['synced', ''],
			['synced', ''],
			['synced', ''],
			['synced', ''],
			['faulty', expect.stringContaining('ECS takes references')],
			['faulty', 'The catalog has no row of nobody in production'],
			['faulty', expect.stringContaining('target_name must say where to')],
			['faulty', expect.stringContaining('is not project/branch')],
			[null, null],
		]);
	});

	it('says which keys came over when only a part did, and goes on there the next time', async () => {
		want(row({ target: 'github', target_name: 'candlefish-ai/candlefish' }));
		const fault = engine.sandbox.addFault({
			platform: 'github',
			kind: 'status',
			status: 403,
			path: '**/actions/secrets/SESSION_KEY',
			method: 'PUT',
			times: 'always',
		});
		expect(await sync()).toMatchObject({ secrets: { ok: false } });
		expect(rows()).toMatchObject([
			{ state: 'failed', synced_at: '', reason: expect.stringMatching(/DATABASE_URL is done, SESSION_KEY not/) },
		]);
		engine.sandbox.removeFault(fault);
		expect(await sync()).toMatchObject({ secrets: { ok: true } });
		expect(rows()).toMatchObject([{ state: 'synced', drift: '', reason: '' }]);
	});

	it('says the limit of the target that a value is too large for', async () => {
		await put({ SMALL: 'planted-small-value', LARGE: 'x'.repeat(49 * 1024) });
		want(row({ target: 'github', target_name: 'candlefish-ai/candlefish' }));
		await sync();
		expect(rows()).toMatchObject([
			{ state: 'failed', reason: expect.stringMatching(/LARGE is larger than 48 KB.*Nothing was written/s) },
		]);
	});

	it('is asked for by a deployment for its own service, by nothing that only looks, and hands its item back', async () => {
		want(row(), row({ service: 'nanda-workers', source_name: 'candlefish/production/nanda-workers' }));
		const item = {
			service: 'paintbox-api',
			environment: 'production',
			task: 'deploy',
			commit: 'c1',
			nested: { as: 'it was' },
		};
		expect(await sync(item)).toMatchObject({ ...item, secrets: { count: 1 }, secretsVersion: expect.any(String) });
		expect(rows().map(({ state }) => state)).toEqual(['synced', null]);
		expect(await sync({ ...item, task: 'adopt' })).toMatchObject({
			...item,
			task: 'adopt',
			secrets: { count: 0, ok: true },
		});
		expect(await sync({ ...item, service: 'gateway' })).toMatchObject({ secrets: { count: 0, ok: true } });
	});

	it('forgets nothing where two run at the same time, and calls nothing drift that nobody changed', async () => {
		const gitHub = { target: 'github', target_name: 'candlefish-ai/candlefish' };
		want(
			row({ ...gitHub, prefix: 'PAINTBOX_', prune: true }),
			row({
				...gitHub,
				service: 'nanda-workers',
				source_name: 'candlefish/production/nanda-workers',
				prefix: 'NANDA_',
			}),
		);
		const ofOne = (service: string) => ({ service, environment: 'production', task: 'deploy' });
		await Promise.all([sync(ofOne('paintbox-api')), sync(ofOne('nanda-workers'))]);
		expect(rows()).toMatchObject([{ state: 'synced' }, { state: 'synced' }]);
		await Promise.all([sync(), sync()]);
		for (const each of rows()) expect(each).toMatchObject({ state: 'inStep', drift: '' });
		await put({ SESSION_KEY: 'planted-alone-value' });
		await sync();
		expect(rows()).toMatchObject([
			{ state: 'synced', drift: '' },
			{ state: 'inStep', drift: '' },
		]);
		const names = await fetch(`${engine.sandbox.origin}/github/repos/candlefish-ai/candlefish/actions/secrets`, {
			headers: { authorization: `Bearer ${GITHUB_TOKEN}` },
		});
		// DATABASE_URL is gone: it is still known who made it.
		expect(JSON.stringify(await names.json())).not.toContain('PAINTBOX_DATABASE_URL');
	});

	it('calls nothing drift that it only cannot remember', async () => {
		want(row({ target: 'github', target_name: 'candlefish-ai/candlefish' }));
		await sync();
		engine.tables.change('slipway_secret_syncs', () => true, { record: 'r1.of another credential' });
		expect(await sync()).toMatchObject({ secrets: { ok: true, drift: [] } });
		expect(rows()).toMatchObject([{ state: 'synced', drift: '' }]);
		await sync();
		expect(rows()).toMatchObject([{ state: 'inStep', drift: '' }]);
	});

	it('brings an earlier version back, in AWS and at the target, where the catalog wants it', async () => {
		want(row());
		const good = await put({ SESSION_KEY: 'planted-good-value' });
		await sync();
		const bad = await put({ SESSION_KEY: 'planted-bad-value' });
		await sync();
		const back = { service: 'paintbox-api', environment: 'production', task: 'rollback', toSecretVersion: good };
		expect(await sync(back)).toMatchObject({ secrets: { count: 0 } });
		expect(rows()).toMatchObject([{ secret_version: bad }]);
		engine.tables.change('slipway_services', ({ service }) => service === 'paintbox-api', { roll_back_secrets: true });
		expect(await sync(back)).toMatchObject({ secrets: { ok: true, count: 1 }, secretVersion: good });
		expect(rows()).toMatchObject([{ secret_version: good, state: 'synced' }]);
		// AWS's current version is the good one again: what comes next does not bring the bad one.
		expect(await sync()).toMatchObject({ secretVersion: good });
		expect(rows()).toMatchObject([{ secret_version: good, state: 'inStep' }]);
	});
});
