import { join } from 'node:path';

import { ensurePrivateFolder } from '../privateFiles';
import { type Server, startServer } from './server';

export interface QueueRedis extends Server {
	readonly port: number;
	readonly password: string;
}

/** n8n's queue: a redis-server on loopback that keeps what is in it over a restart. */
export async function startRedis(options: {
	readonly program: string;
	readonly folder: string;
	readonly port: number;
	readonly password: string;
}): Promise<QueueRedis> {
	const { folder, port, password } = options;
	await ensurePrivateFolder(folder);
	const server = await startServer({
		name: 'redis-server',
		program: options.program,
		// From standard input, so that the password stands in no list of processes.
		words: ['-'],
		input: [
			'bind 127.0.0.1',
			`port ${port}`,
			`requirepass ${password}`,
			'save ""',
			'appendonly yes',
			// Bull's jobs must not be thrown away when memory is short.
			'maxmemory-policy noeviction',
			`dir "${folder}"`,
			'',
		].join('\n'),
		folder,
		logFile: join(folder, 'redis.log'),
		announcement: 'Ready to accept connections',
		stopSignal: 'SIGTERM',
	});
	return { ...server, port, password };
}
