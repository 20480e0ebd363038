import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { Redis } from 'ioredis';

export interface TestRedisServer {
	readonly url: string;
	stop(): Promise<void>;
}

function isInstalled(): boolean {
	try {
		execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

export const redisServerInstalled = isInstalled();

async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (typeof address === 'object' && address !== null) resolve(address.port);
				else reject(new Error('no port'));
			});
		});
	});
}

/** A Redis of the test's own that keeps nothing on disk. Resolves when it answers. */
export async function startRedisServer(): Promise<TestRedisServer> {
	const port = await freePort();
	const child = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		{ stdio: 'ignore' },
	);
	const exited = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
	});
	const url = `redis://127.0.0.1:${port}`;
	const probe = new Redis(url, {
		lazyConnect: true,
		retryStrategy: (attempt) => (attempt < 100 ? 50 : null),
		maxRetriesPerRequest: 100,
	});
	// Refused until the server listens; `ping` rejects by itself when it never does.
	probe.on('error', () => undefined);
	await probe.ping();
	probe.disconnect();
	return {
		url,
		async stop() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
