import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import axios from 'axios';

import { errorMessage } from '../errorCode';
import { ensurePrivateFolder, makePrivateBelow, withPrivateUmask } from '../privateFiles';
import { installPackages } from './packageInstaller';
import { freePort, isPortInUse } from './ports';
import type { N8nRuntime } from './runtime';

const STOP_TIMEOUT_MS = 20_000;

/** One process of n8n: all there is of it, or in queue mode its main, a worker or the one for webhooks. */
export interface N8nProcess {
	/** `http://127.0.0.1:5678` */
	readonly origin: string;
	readonly userFolder: string;
	/** Everything it wrote to its standard output and error. */
	readonly logFile: string;
	readonly processId: number;
	/** Settles when the process has ended, for whatever reason. */
	readonly exited: Promise<void>;
	/** Whether it was ended by `kill -9` that was not ours. */
	wasKilled(): boolean;
	/** Ends this process (and nothing else) and waits until it is gone. */
	stop(): Promise<void>;
}

export interface N8nProcessOptions {
	readonly runtime: N8nRuntime;
	/** Holds everything this process keeps: its settings, its event log, its packages. */
	readonly userFolder: string;
	/** Loopback port; a free one when left out. */
	readonly port?: number;
	/** The built packages to load, and no others of ours; without them, n8n starts bare. */
	readonly packageDirs?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	/** Told each line n8n writes. */
	readonly log?: (line: string) => void;
	/** n8n's command, such as `start`. */
	readonly command: readonly string[];
	/** What it writes when it has begun its work: it answers that it is ready before that. */
	readonly announcement: string;
	readonly readyTimeoutMs: number;
}

/**
 * Starts a process of n8n on this machine's loopback address and waits until it is at work.
 * Raises, with n8n's last words, when it ends early or is not ready in time.
 */
export async function startN8nProcess(options: N8nProcessOptions): Promise<N8nProcess> {
	const port = options.port ?? (await freePort());
	if (await isPortInUse(port)) {
		throw new Error(`Port ${port} is in use, so n8n cannot listen there. Choose another one with --port.`);
	}
	const origin = `http://127.0.0.1:${port}`;
	// Its database, its encryption key and its log are nobody else's affair.
	await ensurePrivateFolder(options.userFolder);
	if (options.packageDirs !== undefined) await installPackages(options.packageDirs, options.userFolder);
	await makePrivateBelow(options.userFolder);

	const startedAtMs = Date.now();
	const env = {
		...inheritedEnvironment(),
		...n8nEnvironment(options.userFolder, port, await freePort()),
		...options.environment,
	};
	const child = withPrivateUmask(() =>
		spawn(options.runtime.nodeBinary, [options.runtime.n8nEntry, ...options.command], {
			cwd: options.userFolder,
			stdio: ['ignore', 'pipe', 'pipe'],
			// A group of its own: Ctrl-C in the terminal reaches us, and we end n8n in order.
			detached: true,
			env,
		}),
	);
	const logFile = join(options.userFolder, 'n8n.log');
	const recent = followOutput(child, logFile, options.log);
	const exit = { code: undefined as number | string | undefined };
	const exited = new Promise<void>((resolve) => {
		child.once('error', (error) => {
			exit.code = error.message;
			resolve();
		});
		child.once('exit', (code, signal) => {
			exit.code = code ?? signal ?? 'unknown';
			resolve();
		});
	});
	let isStopping = false;
	const stop = async (): Promise<void> => {
		isStopping = true;
		await stopProcess(child, exited);
	};
	// If we end without calling stop, n8n must not stay behind.
	const onExit = (): void => void child.kill('SIGTERM');
	process.once('exit', onExit);
	void exited.then(() => process.off('exit', onExit));
	try {
		await waitUntilReady(origin, startedAtMs + options.readyTimeoutMs, () => {
			if (exit.code !== undefined) {
				throw new Error(
					`n8n (${options.command.join(' ')}) ended (${exit.code}) before it was ready.\n${recent().join('\n')}\nLog: ${logFile}`,
				);
			}
			return recent().some((line) => line.includes(options.announcement));
		});
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		origin,
		userFolder: options.userFolder,
		logFile,
		processId: child.pid ?? 0,
		exited,
		wasKilled: () => !isStopping && exit.code === 'SIGKILL',
		stop,
	};
}

/** Our own environment without what belongs to npm, Jest, or another n8n. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) =>
				!/^(npm_|N8N_|DB_|QUEUE_|EXECUTIONS_|JEST_|TSX_)/i.test(name) &&
				!['NODE_OPTIONS', 'NODE_ENV', 'NODE_PATH', 'WEBHOOK_URL'].includes(name),
		),
	);
}

function n8nEnvironment(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}/`,
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_REINSTALL_MISSING_PACKAGES: 'false',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_LOG_LEVEL: process.env.SLIPWAY_N8N_LOG_LEVEL ?? 'info',
		NO_COLOR: '1',
	};
}

function followOutput(
	child: ChildProcess,
	logFile: string,
	log: ((line: string) => void) | undefined,
): () => readonly string[] {
	const file = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		let rest = '';
		stream?.on('data', (chunk: Buffer) => {
			file.write(chunk);
			const parts = (rest + chunk.toString()).split('\n');
			rest = parts.pop() ?? '';
			for (const line of parts) {
				lines.push(line);
				if (lines.length > 200) lines.shift();
				log?.(line);
			}
		});
	}
	child.once('close', () => file.end());
	return () => lines.slice(-40);
}

async function waitUntilReady(origin: string, deadlineMs: number, isAnnounced: () => boolean): Promise<void> {
	let last = 'no answer yet';
	let isUp = false;
	// n8n answers before its webhooks are registered; it announces itself after that.
	let hasAnnounced = false;
	for (;;) {
		hasAnnounced ||= isAnnounced();
		if (!isUp) {
			try {
				const answer = await axios.get(`${origin}/healthz/readiness`, {
					timeout: 5000,
					validateStatus: () => true,
					proxy: false,
				});
				last = `HTTP ${answer.status}`;
				isUp = answer.status === 200;
			} catch (error) {
				last = errorMessage(error);
			}
		}
		if (isUp && hasAnnounced) return;
		if (Date.now() > deadlineMs) {
			throw new Error(
				`n8n was not ready in time. ${origin}/healthz/readiness: ${last}; announced itself: ${hasAnnounced ? 'yes' : 'no'}.`,
			);
		}
		await delay(100);
	}
}

async function stopProcess(child: ChildProcess, exited: Promise<void>): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
	await exited;
	clearTimeout(timer);
}
