import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** A server program that this machine has, started for us alone. */
export interface Server {
	readonly processId: number;
	/** Ends it (and nothing else) and waits until it is gone. */
	stop(): Promise<void>;
}

export interface ServerOptions {
	readonly name: string;
	readonly program: string;
	readonly words: readonly string[];
	/** What is given to it on standard input. */
	readonly input?: string;
	/** Whom it runs as; ourselves unless told. */
	readonly user?: SystemUser;
	readonly folder: string;
	readonly logFile: string;
	/** What it writes when it takes connections. */
	readonly announcement: string;
	readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

export interface SystemUser {
	readonly uid: number;
	readonly gid: number;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** Starts it and waits until it takes connections. Raises, with its last words, when it ends before that. */
export async function startServer(options: ServerOptions): Promise<Server> {
	const child = spawn(options.program, options.words, {
		cwd: options.folder,
		stdio: ['pipe', 'pipe', 'pipe'],
		// A group of its own: Ctrl-C in the terminal reaches us, and we end it after n8n.
		detached: true,
		env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC' },
		...options.user,
	});
	// One that ends before it has read its input says so by its end.
	child.stdin.on('error', () => undefined);
	child.stdin.end(options.input ?? '');
	const exited = new Promise<void>((resolve) => {
		child.once('error', () => resolve());
		child.once('exit', () => resolve());
	});
	const onExit = (): void => void child.kill(options.stopSignal);
	process.once('exit', onExit);
	void exited.then(() => process.off('exit', onExit));
	const stop = async (): Promise<void> => {
		if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
		child.kill(options.stopSignal);
		const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
		await exited;
		clearTimeout(timer);
	};
	const file = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
	child.once('close', () => file.end());
	try {
		await new Promise<void>((resolve, reject) => {
			let words = '';
			const fail = (how: string): void =>
				reject(new Error(`${options.name} ${how}.\n${words.trim().slice(-1500)}\nLog: ${options.logFile}`));
			const timer = setTimeout(() => fail(`was not ready after ${READY_TIMEOUT_MS / 1000} s`), READY_TIMEOUT_MS);
			for (const stream of [child.stdout, child.stderr]) {
				stream.on('data', (chunk: Buffer) => {
					file.write(chunk);
					// What it writes later is in its log alone.
					if (words.length < 100_000) words += chunk.toString();
					if (words.includes(options.announcement)) resolve();
				});
			}
			child.once('error', (error) => fail(`could not be started (${error.message})`));
			void exited.then(() => {
				clearTimeout(timer);
				fail('ended before it was ready');
			});
			child.once('close', () => clearTimeout(timer));
		});
	} catch (error) {
		await stop();
		throw error;
	}
	return { processId: child.pid ?? 0, stop };
}
