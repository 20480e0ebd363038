import { setTimeout as delay } from 'node:timers/promises';

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeTasksCommand, ECSClient, RunTaskCommand, type Task } from '@aws-sdk/client-ecs';

import { createSandbox, type Sandbox } from '../../../sandbox';
import { isRecord, type JsonRecord, readString } from '../../../tools/json';
import { CLUSTER, SANDBOX_KEYS } from './awsDriver';

jest.setTimeout(180_000);

// The image of docs/backups.md as the sandbox runs it: what it dumps and restores is a real PostgreSQL.
const BUCKET = 'candlefish-backups';
const PROJECT = 'sandbox-paintbox-123456';

let sandbox: Sandbox;
let ecs: ECSClient;
let s3: S3Client;
beforeAll(async () => {
	sandbox = await createSandbox({ timeScale: 200 });
	const settings = { region: 'us-east-1', endpoint: `${sandbox.origin}/aws`, credentials: SANDBOX_KEYS };
	ecs = new ECSClient(settings);
	s3 = new S3Client({ ...settings, forcePathStyle: true });
});
afterAll(async () => {
	ecs.destroy();
	s3.destroy();
	await sandbox.close();
});
afterEach(async () => await control('aws/dumps', { behaviour: 'whole' }));

async function control(path: string, body: JsonRecord): Promise<JsonRecord> {
	const answer = await fetch(`${sandbox.origin}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
	const json: unknown = text === '' ? {} : JSON.parse(text);
	return isRecord(json) ? json : {};
}

/** Makes a branch, and gives its id. */
async function branch(name: string): Promise<string> {
	const answer = await fetch(`${sandbox.origin}/neon/api/v2/projects/${PROJECT}/branches`, {
		method: 'POST',
		headers: { authorization: 'Bearer sandbox-neon-token', 'content-type': 'application/json' },
		body: JSON.stringify({ branch: { name }, endpoints: [{ type: 'read_write' }] }),
	});
	const body: unknown = await answer.json();
	const made = isRecord(body) && isRecord(body.branch) ? readString(body.branch, 'id') : undefined;
	if (made === undefined) throw new Error(`${name}: ${answer.status} ${JSON.stringify(body)}`);
	return made;
}

/** Runs the task to its end; its exit code. */
async function run(variables: Readonly<Record<string, string>>): Promise<number | undefined> {
	const environment = Object.entries({
		PROJECT,
		DATABASE: 'neondb',
		ROLE: 'neondb_owner',
		BUCKET,
		KEY: 'paintbox.dump',
		NOTED_KEY: 'paintbox.dump.json',
		...variables,
	}).map(([name, value]) => ({ name, value }));
	const { tasks } = await ecs.send(
		new RunTaskCommand({
			cluster: CLUSTER,
			taskDefinition: 'slipway-backup',
			networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
			overrides: { containerOverrides: [{ name: 'backup', environment }] },
		}),
	);
	for (;;) {
		const found: Task | undefined = (
			await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [tasks?.[0]?.taskArn ?? ''] }))
		).tasks?.[0];
		if (found?.lastStatus === 'STOPPED') return found.containers?.[0]?.exitCode;
		await delay(100);
	}
}

async function noted(key = 'paintbox.dump.json'): Promise<JsonRecord> {
	const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
	const json: unknown = JSON.parse((await Body?.transformToString()) ?? '');
	return isRecord(json) ? json : {};
}

it('dumps a copy into S3, and restores it into another one', async () => {
	const from = await branch('slipway/backup');
	expect(await run({ ACTION: 'dump', BRANCH: from })).toBe(0);
	const note = await noted();
	expect(note).toMatchObject({ version: 1, action: 'dump', branch: from, tables: { 'public.colors': 3 } });
	const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'paintbox.dump', ChecksumMode: 'ENABLED' }));
	expect(head.ContentLength).toBe(note.bytes);
	expect(Buffer.from(head.ChecksumSHA256 ?? '', 'base64').toString('hex')).toBe(note.sha256);

	const into = await branch('slipway/drill');
	await control(`neon/branches/${into}/sql`, {
		sql: "DELETE FROM colors; INSERT INTO colors VALUES (9, 'Wrong', '#0')",
	});
	const restored = { ACTION: 'restore', BRANCH: into, SHA256: String(note.sha256), NOTED_KEY: 'drill.json' };
	expect(await run(restored)).toBe(0);
	expect(await noted('drill.json')).toMatchObject({ action: 'restore', tables: { 'public.colors': 3 } });
	const { rows } = await control(`neon/branches/${into}/sql`, { sql: 'SELECT name FROM colors ORDER BY id' });
	expect(rows).toEqual([{ name: 'Candle' }, { name: 'Fish' }, { name: 'Harbour' }]);

	// Never into the branch that production runs on, never what is not what was written down, never what is not there.
	expect(await run({ ...restored, BRANCH: 'br-quiet-hill-a1b2c3d4' })).toBe(11);
	expect(await run({ ...restored, SHA256: '00' })).toBe(17);
	expect(await run({ ...restored, KEY: 'nothing' })).toBe(20);
	await s3.send(
		new PutObjectCommand({
			Bucket: BUCKET,
			Key: 'rotten.dump',
			Body: 'CREATE TABLE x (id int',
			ChecksumAlgorithm: 'SHA256',
		}),
	);
	const { createHash } = await import('node:crypto');
	const rotten = createHash('sha256').update('CREATE TABLE x (id int').digest('hex');
	expect(await run({ ...restored, KEY: 'rotten.dump', SHA256: rotten })).toBe(18);
});

it('says by its exit code what went wrong', async () => {
	const from = await branch('slipway/backup-2');
	const dump = { ACTION: 'dump', BRANCH: from, KEY: 'x.dump', NOTED_KEY: 'x.json' };
	expect(await run({ ...dump, BUCKET: 'nobody-has-it' })).toBe(15);
	expect(await run({ ...dump, BUCKET: 'candlefish-archive-eu' })).toBe(16);
	expect(await run({ ...dump, BRANCH: 'br-none' })).toBe(10);
	expect(await run({ ...dump, ROLE: 'nobody' })).toBe(10);
	await control('aws/dumps', { behaviour: 'unnoted' });
	expect(await run(dump)).toBe(0);
	await expect(noted('x.json')).rejects.toThrow('does not exist');
	await control('aws/dumps', { behaviour: 'truncated' });
	expect(await run(dump)).toBe(0);
	const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'x.dump' }));
	expect(Number((await noted('x.json')).bytes)).toBeGreaterThan(head.ContentLength ?? 0);
});
