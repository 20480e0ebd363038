import { createServer } from 'node:net';

import { errorCode } from '../errorCode';

/** A loopback port that nothing listens on right now. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (address !== null && typeof address === 'object') resolve(address.port);
				else reject(new Error('The operating system gave no port.'));
			});
		});
	});
}

/** Whether something listens on the loopback port (so that we may not). */
export async function isPortInUse(port: number): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error) => {
			if (errorCode(error) === 'EADDRINUSE') resolve(true);
			else reject(error);
		});
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
	});
}
