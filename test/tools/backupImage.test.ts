import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'pg';

import { createAwsPlatform } from '../../sandbox/aws/index';
import { type Sandbox, startSandbox } from '../../sandbox/kernel/sandbox';
import { isRecord, type JsonRecord } from '../../tools/json';
import { freePort } from '../../tools/n8n/ports';
import { type QueuePostgres, startPostgres, whyNoPostgres } from '../../tools/queue/postgres';
import { findPostgres, findProgram } from '../../tools/systemPrograms';
import { SANDBOX_KEYS } from '../sandbox/aws/awsDriver';

jest.setTimeout(180_000);

// The script of docs/backup-image as its container runs it: real pg_dump, pg_restore, psql, jq, curl and AWS command
// line, against a real PostgreSQL and the sandbox's S3. Neon's two answers come from a server of the test.
const script = path.resolve(__dirname, '../../docs/backup-image/backup.sh');
const programs = findPostgres();
const isRunnable =
	programs !== undefined &&
	whyNoPostgres(programs) === undefined &&
	['bash', 'jq', 'curl', 'psql', 'pg_dump', 'pg_restore', 'aws', 'basenc'].every((name) => findProgram(name));

let folder: string;
let data: string;
let postgres: QueuePostgres;
let sandbox: Sandbox;
let neon: Server;
let neonPort: number;

/** Runs the script; its exit code. */
async function run(variables: Readonly<Record<string, string>>): Promise<number> {
	const child = spawn('bash', [script], {
		stdio: ['ignore', 'ignore', 'ignore'],
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			AWS_ENDPOINT_URL: `${sandbox.origin}/aws`,
			AWS_ACCESS_KEY_ID: SANDBOX_KEYS.accessKeyId,
			AWS_SECRET_ACCESS_KEY: SANDBOX_KEYS.secretAccessKey,
			AWS_DEFAULT_REGION: 'us-east-1',
			AWS_CONFIG_FILE: path.join(folder, 'aws'),
			NEON_API: `http://127.0.0.1:${neonPort}`,
			NEON_API_KEY: 'key',
			PROJECT: 'p',
			BRANCH: 'br-copy',
			DATABASE: 'shop',
			ROLE: postgres.user,
			BUCKET: 'candlefish-backups',
			KEY: 'shop.dump',
			NOTED_KEY: 'shop.dump.json',
			...variables,
		},
	});
	return await new Promise((resolve) => child.on('close', (code) => resolve(code ?? -1)));
}

async function noted(key = 'shop.dump.json'): Promise<JsonRecord> {
	const settings = { region: 'us-east-1', endpoint: `${sandbox.origin}/aws`, credentials: SANDBOX_KEYS };
	const s3 = new S3Client({ ...settings, forcePathStyle: true });
	const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'candlefish-backups', Key: key }));
	const json: unknown = JSON.parse((await Body?.transformToString()) ?? '');
	s3.destroy();
	return isRecord(json) ? json : {};
}

async function sql(text: string, database = 'shop'): Promise<unknown[]> {
	const { port, user, password } = postgres;
	const client = new Client({ host: '127.0.0.1', port, user, password, database });
	await client.connect();
	try {
		return (await client.query<JsonRecord>(text)).rows;
	} finally {
		await client.end();
	}
}

(isRunnable ? describe : describe.skip)('the script of the backup image', () => {
	beforeAll(async () => {
		if (programs === undefined) return;
		folder = await mkdtemp(path.join(tmpdir(), 'slipway-backup-'));
		await writeFile(path.join(folder, 'aws'), '[default]\ns3 =\n  addressing_style = path\n');
		data = await mkdtemp('/tmp/slipway-backup-postgres-');
		postgres = await startPostgres({ programs, folder: data, port: await freePort(), password: 'secret' });
		sandbox = await startSandbox({ platforms: [createAwsPlatform] });
		neon = createServer((request, response) => {
			response.statusCode = request.headers.authorization === 'Bearer key' ? 200 : 401;
			const { user, password, port } = postgres;
			const uri = `postgresql://${user}:${password}@127.0.0.1:${port}/shop?sslmode=disable`;
			const branch = { default: request.url?.includes('br-main') === true, protected: false };
			response.end(JSON.stringify(request.url?.includes('connection_uri') ? { uri } : { branch }));
		});
		await new Promise<void>((resolve) => neon.listen(0, '127.0.0.1', resolve));
		const address = neon.address();
		neonPort = typeof address === 'object' && address !== null ? address.port : 0;
		await sql('CREATE DATABASE shop', 'postgres');
		await sql(`CREATE TABLE colors (id serial PRIMARY KEY, name text); INSERT INTO colors (name) VALUES ('a'), ('b');
			CREATE SCHEMA "my shop"; CREATE TABLE "my shop"."o'rders" (id int)`);
	});
	afterAll(async () => {
		neon.close();
		await sandbox.close();
		await postgres.stop();
		for (const each of [folder, data]) await rm(each, { recursive: true, force: true });
	});

	it('dumps, restores what it dumped, and counts', async () => {
		expect(await run({ ACTION: 'dump' })).toBe(0);
		const note = await noted();
		expect(note).toMatchObject({ version: 1, action: 'dump', tables: { 'public.colors': 2, "my shop.o'rders": 0 } });
		await sql("DELETE FROM colors; INSERT INTO colors (name) VALUES ('wrong')");
		expect(await run({ ACTION: 'restore', SHA256: String(note.sha256), NOTED_KEY: 'restored.json' })).toBe(0);
		expect(await noted('restored.json')).toMatchObject({ action: 'restore', sha256: note.sha256, tables: note.tables });
		expect(await sql('SELECT name FROM colors ORDER BY id')).toEqual([{ name: 'a' }, { name: 'b' }]);
		expect(await run({ ACTION: 'count', NOTED_KEY: 'counted.json' })).toBe(0);
		expect(await noted('counted.json')).toMatchObject({ action: 'count', tables: note.tables, bytes: 0 });
	});

	it.each([
		['a key that Neon does not take', { ACTION: 'dump', NEON_API_KEY: 'other' }, 10],
		['the branch that production runs on', { ACTION: 'restore', BRANCH: 'br-main', SHA256: '00' }, 11],
		['a bucket that is not there', { ACTION: 'dump', BUCKET: 'nobody-has-it' }, 15],
		['another dump than was written down', { ACTION: 'restore', SHA256: '00' }, 17],
		['a dump that is gone', { ACTION: 'restore', SHA256: '00', KEY: 'none' }, 20],
		['no action', { ACTION: 'other' }, 2],
	])('refuses %s', async (_what, variables, exitCode) => {
		expect(await run(variables)).toBe(exitCode);
		expect(await sql('SELECT count(*)::int AS count FROM colors')).toEqual([{ count: 2 }]);
	});
});
