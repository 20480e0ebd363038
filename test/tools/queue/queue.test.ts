import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Redis } from 'ioredis';
import { Client } from 'pg';
import { parse } from 'yaml';

import { isRecord, type JsonRecord, readPath } from '../../../tools/json';
import { freePort } from '../../../tools/n8n/ports';
import { startPostgres, whyNoPostgres } from '../../../tools/queue/postgres';
import { queueEnvironment } from '../../../tools/queue/queueEnvironment';
import { findQueuePrograms } from '../../../tools/queue/queueN8n';
import { startRedis } from '../../../tools/queue/redis';

const environment = queueEnvironment({
	redis: { port: 1, password: 'redis-password' },
	postgres: { port: 2, user: 'n8n', password: 'postgres-password', database: 'n8n' },
	encryptionKey: 'key',
	editorOrigin: 'http://127.0.0.1:3',
	webhookOrigin: 'http://127.0.0.1:4',
});

describe('the compose file of docs/scale.md', () => {
	const text = readFileSync(path.resolve(__dirname, '../../../docs/scale.md'), 'utf8');
	const [, yaml = ''] = /```yaml\n([\s\S]+?)```/.exec(text) ?? [];
	const compose: unknown = parse(yaml, { merge: true });
	const services = readPath(compose, 'services');
	const named = (name: string): JsonRecord => {
		const service = readPath(services, name);
		if (!isRecord(service)) throw new Error(`The compose file has no service ${name}`);
		return service;
	};

	it.each(['main', 'worker-1', 'worker-2', 'webhook'])(
		'gives %s all that queue mode is tried with here, and no folder of another process',
		(name) => {
			const { environment: given, volumes } = named(name);
			// Only several processes on one machine need this: here they listen on loopback.
			const { N8N_WORKER_SERVER_ADDRESS, ...tried } = environment;
			expect(N8N_WORKER_SERVER_ADDRESS).toBe('127.0.0.1');
			expect(Object.keys(isRecord(given) ? given : {})).toEqual(expect.arrayContaining(Object.keys(tried)));
			const own = (all: JsonRecord): JsonRecord =>
				Object.fromEntries(
					Object.entries(all).filter(([key]) => !/HOST|PORT|PASSWORD|KEY|URL|DATABASE/.test(key) && key in tried),
				);
			expect(own(isRecord(given) ? given : {})).toEqual(own(tried));
			expect(volumes).toBeUndefined();
		},
	);

	it('has no secret in it', () => {
		expect(yaml.match(/(?:KEY|PASSWORD)(?:: |=)(?!['"]?\$\{)/g)).toBeNull();
	});
});

it('says which program is missing, and how to get it', () => {
	expect(whyNoPostgres(undefined)).toBe('PostgreSQL is not installed (Debian: apt-get install postgresql)');
});

const programs = findQueuePrograms();
const describeWithPrograms = typeof programs === 'string' ? describe.skip : describe;

describeWithPrograms('the servers of queue mode', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'slipway-servers-'));
	});
	afterEach(async () => await rm(folder, { recursive: true, force: true }));

	const found = () => {
		if (typeof programs === 'string') throw new Error(programs);
		return programs;
	};

	it('are a Redis that wants its password, which stands in no list of processes, and keeps the queue', async () => {
		const options = { program: found().redis, folder, port: await freePort(), password: 'a-password' };
		const redis = await startRedis(options);
		try {
			const stranger = new Redis({ port: redis.port, lazyConnect: true, retryStrategy: () => null });
			stranger.on('error', () => undefined);
			await expect(stranger.ping()).rejects.toThrow('NOAUTH');
			stranger.disconnect();
			const wordsFile = `/proc/${redis.processId}/cmdline`;
			if (existsSync(wordsFile)) expect(await readFile(wordsFile, 'utf8')).not.toContain('a-password');
			const client = new Redis({ port: redis.port, password: 'a-password' });
			await client.set('bull:jobs:1', 'waiting');
			client.disconnect();
		} finally {
			await redis.stop();
		}
		const again = await startRedis(options);
		try {
			const client = new Redis({ port: again.port, password: 'a-password' });
			expect(await client.get('bull:jobs:1')).toBe('waiting');
			client.disconnect();
		} finally {
			await again.stop();
		}
	});

	it('say in their own words why they cannot start', async () => {
		await expect(startRedis({ program: found().redis, folder, port: 70_000, password: 'a-password' })).rejects.toThrow(
			/redis-server ended before it was ready\.[\s\S]*port/,
		);
	});

	it('are a PostgreSQL that wants its password, and keeps what is in it', async () => {
		const options = { programs: found().postgres, folder, port: await freePort(), password: 'a-password' };
		const connect = async (password: string): Promise<Client> => {
			const { port, user, database } = postgres;
			const client = new Client({ host: '127.0.0.1', port, user, database, password });
			await client.connect();
			return client;
		};
		let postgres = await startPostgres(options);
		try {
			await expect(connect('another')).rejects.toThrow('password authentication failed');
			const client = await connect('a-password');
			await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
			await client.end();
			expect((await stat(folder)).mode & 0o077).toBe(0);
		} finally {
			await postgres.stop();
		}
		postgres = await startPostgres(options);
		try {
			const client = await connect('a-password');
			expect((await client.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
			await client.end();
		} finally {
			await postgres.stop();
		}
	});
});
