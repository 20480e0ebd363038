import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RedisServer {
	readonly url: string;
	stop(): Promise<void>;
}

/** Whether this machine has a redis-server to test against. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (typeof address === 'object' && address) resolve(address.port);
				else reject(new Error('no port'));
			});
		});
	});
}

/** A redis-server of its own, in memory only, on a free port of this machine. */
export async function startRedisServer(): Promise<RedisServer> {
	const port = await freePort();
	const folder = mkdtempSync(path.join(tmpdir(), 'slipway-redis-'));
	const child = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
		{ stdio: ['ignore', 'pipe', 'ignore'] },
	);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		let log = '';
		child.stdout.on('data', (chunk: Buffer) => {
			log += chunk.toString();
			if (/ready to accept connections/i.test(log)) resolve();
		});
		child.once('error', reject);
		child.once('exit', () => reject(new Error(`redis-server ended:\n${log}`)));
	});
	return {
		url: `redis://127.0.0.1:${port}`,
		async stop() {
			child.kill();
			await exited;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
