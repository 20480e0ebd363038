import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { isRecord, readString } from '../json';
import { type N8nInstance, startN8n, type StartN8nOptions } from '../n8n/instance';
import { type N8nProcess, startN8nProcess } from '../n8n/n8nProcess';
import { freePort } from '../n8n/ports';
import { ensurePrivateFolder, readIfThere, writePrivateFile } from '../privateFiles';
import { findPostgres, findProgram, type PostgresPrograms } from '../systemPrograms';
import { postgresFolderFor, type QueuePostgres, startPostgres, whyNoPostgres } from './postgres';
import { queueEnvironment } from './queueEnvironment';
import { startRedis } from './redis';

/** n8n in queue mode: a main process, workers, a process for webhooks, and what stands between them. */
export interface QueueN8n {
	/** The main process that runs now: editor, API, triggers that poll, schedules. */
	readonly main: N8nInstance;
	/** The others by name: `worker-1`, `worker-2`, `webhook`. */
	readonly members: ReadonlyMap<string, N8nProcess>;
	/** Kills a process as the kernel does (-9) and waits until it is gone; `main` too. */
	kill(name: string): Promise<void>;
	/** Starts a process that has ended, with its own folder and port; `main` too. */
	start(name: string): Promise<void>;
	/** The processes of n8n that run. */
	processIds(): readonly number[];
	/** Where its database answers. */
	readonly postgres: Pick<QueuePostgres, 'port' | 'user' | 'password' | 'database'>;
	/** Ends all, the queue and the database last. */
	stop(): Promise<void>;
}

export interface StartQueueOptions extends StartN8nOptions {
	/** Two unless told. */
	readonly workers?: number;
	/** Where PostgreSQL keeps its data; `postgresFolderFor` says it unless told. */
	readonly postgresFolder?: string;
	/** Has whatever is killed started again, as a service manager does; told when it runs. */
	readonly onRestart?: (name: string) => Promise<void>;
}

export interface QueuePrograms {
	readonly redis: string;
	readonly postgres: PostgresPrograms;
}

/** Queue mode's programs, or why they cannot be run here. */
export function findQueuePrograms(): QueuePrograms | string {
	const redis = findProgram('redis-server');
	const postgres = findPostgres();
	const reasons = [
		...(redis === undefined ? ['redis-server is not installed (Debian: apt-get install redis-server)'] : []),
		...[whyNoPostgres(postgres)].filter((reason) => reason !== undefined),
	];
	return redis === undefined || postgres === undefined || reasons.length > 0 ? reasons.join('; ') : { redis, postgres };
}

/** Four processes of n8n start on the same cores. */
const READY_TIMEOUT_MS = 300_000;
const CONCURRENCY = 10;

/**
 * Starts Redis, PostgreSQL and n8n in queue mode on this machine's loopback address, each process with a folder of its
 * own: workers that share one read each other's event log, and report what the other runs as crashed.
 */
export async function startQueueN8n(options: StartQueueOptions): Promise<QueueN8n> {
	const programs = findQueuePrograms();
	if (typeof programs === 'string') throw new Error(`n8n cannot run in queue mode here: ${programs}.`);
	await ensurePrivateFolder(options.userFolder);
	const secrets = await keptSecrets(join(options.userFolder, 'slipway-queue.json'));
	const undo: (() => Promise<void>)[] = [];
	const stop = async (): Promise<void> => {
		for (const work of undo.splice(0).reverse()) await work();
	};
	try {
		const [redisPort, postgresPort, mainPort, webhookPort] = [
			await freePort(),
			await freePort(),
			options.port ?? (await freePort()),
			await freePort(),
		];
		const redis = await startRedis({
			program: programs.redis,
			folder: join(options.userFolder, 'redis'),
			port: redisPort,
			password: secrets.redisPassword,
		});
		undo.push(async () => await redis.stop());
		const postgres = await startPostgres({
			programs: programs.postgres,
			folder: options.postgresFolder ?? postgresFolderFor(options.userFolder),
			port: postgresPort,
			password: secrets.postgresPassword,
		});
		undo.push(async () => await postgres.stop());
		const environment = {
			...options.environment,
			...queueEnvironment({
				redis,
				postgres,
				encryptionKey: secrets.encryptionKey,
				editorOrigin: `http://127.0.0.1:${mainPort}`,
				webhookOrigin: `http://127.0.0.1:${webhookPort}`,
			}),
		};
		const crew = await startCrew({ ...options, environment, port: mainPort }, webhookPort);
		undo.push(async () => await crew.stop());
		return {
			get main() {
				return crew.main;
			},
			members: crew.members,
			kill: crew.kill,
			start: crew.start,
			processIds: crew.processIds,
			postgres,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The processes of n8n alone. */
async function startCrew(options: StartQueueOptions, webhookPort: number): Promise<Omit<QueueN8n, 'postgres'>> {
	const names = [...Array.from({ length: options.workers ?? 2 }, (_, index) => `worker-${index + 1}`), 'webhook'];
	const members = new Map<string, N8nProcess>();
	const ports = new Map<string, number>([['webhook', webhookPort]]);
	let isStopping = false;
	const startMain = async (): Promise<N8nInstance> =>
		await startN8n({ readyTimeoutMs: READY_TIMEOUT_MS, ...options, userFolder: join(options.userFolder, 'main') });
	const supervise = (name: string, started: N8nProcess): void => {
		const { onRestart } = options;
		if (onRestart === undefined) return;
		void started.exited.then(async () => {
			if (isStopping || !started.wasKilled()) return;
			await start(name);
			if (!isStopping) await onRestart(name);
		});
	};
	const startMember = async (name: string): Promise<void> => {
		const port = ports.get(name) ?? (await freePort());
		ports.set(name, port);
		const isWebhook = name === 'webhook';
		const member = await startN8nProcess({
			readyTimeoutMs: READY_TIMEOUT_MS,
			...options,
			userFolder: join(options.userFolder, name),
			port,
			environment: { ...options.environment, QUEUE_HEALTH_CHECK_PORT: String(port) },
			command: isWebhook ? ['webhook'] : ['worker', `--concurrency=${CONCURRENCY}`],
			announcement: isWebhook ? 'Webhook listener waiting for requests' : 'n8n worker is now ready',
		});
		members.set(name, member);
		// The end may have come while it started.
		if (isStopping) await member.stop();
		supervise(name, member);
	};
	// The first of all makes the tables.
	let main = await startMain();
	const start = async (name: string): Promise<void> => {
		if (name !== 'main') return await startMember(name);
		main = await startMain();
		if (isStopping) await main.stop();
		supervise(name, main);
	};
	const find = (name: string): N8nProcess => {
		const found = name === 'main' ? main : members.get(name);
		if (found === undefined)
			throw new Error(`This n8n has no process called ${name}: ${['main', ...names].join(', ')}.`);
		return found;
	};
	const stop = async (): Promise<void> => {
		isStopping = true;
		await Promise.all([main, ...members.values()].map(async (one) => await one.stop()));
	};
	try {
		supervise('main', main);
		const started = await Promise.allSettled(names.map(startMember));
		const failed = started.find(({ status }) => status === 'rejected');
		if (failed?.status === 'rejected') throw failed.reason;
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		get main() {
			return main;
		},
		members,
		async kill(name) {
			const victim = find(name);
			process.kill(victim.processId, 'SIGKILL');
			await victim.exited;
		},
		start,
		processIds: () => [main, ...members.values()].map(({ processId }) => processId),
		stop,
	};
}

interface QueueSecrets {
	readonly encryptionKey: string;
	readonly redisPassword: string;
	readonly postgresPassword: string;
}

/** All processes need one encryption key, and the next start the same passwords. */
async function keptSecrets(file: string): Promise<QueueSecrets> {
	const kept: unknown = JSON.parse((await readIfThere(file)) ?? '{}');
	const secretOf = (name: string): string =>
		(isRecord(kept) ? readString(kept, name) : undefined) ?? randomBytes(24).toString('base64url');
	const secrets = {
		encryptionKey: secretOf('encryptionKey'),
		redisPassword: secretOf('redisPassword'),
		postgresPassword: secretOf('postgresPassword'),
	};
	await writePrivateFile(file, JSON.stringify(secrets));
	return secrets;
}
