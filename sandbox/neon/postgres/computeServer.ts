import { createServer } from 'node:net';
import type { Server } from 'node:net';

import type { ConnectionGate } from './connection';
import { PostgresConnection } from './connection';

/** The TCP port of a compute: there from the first time somebody asks for its address until the compute is deleted. */
export class ComputeServer {
	private listening: Promise<{ server: Server; port: number }> | undefined;
	private readonly connections = new Set<PostgresConnection>();

	constructor(private readonly gate: ConnectionGate) {}

	/** The port on 127.0.0.1. */
	async port(): Promise<number> {
		this.listening ??= this.listen();
		return (await this.listening).port;
	}

	/** Ends all connections, as Postgres does when it shuts down. */
	disconnectAll(message = 'terminating connection due to administrator command'): void {
		for (const connection of this.connections) connection.end('57P01', message);
	}

	async close(): Promise<void> {
		const { listening } = this;
		this.listening = undefined;
		this.disconnectAll();
		if (!listening) return;
		const { server } = await listening;
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
		});
	}

	private async listen(): Promise<{ server: Server; port: number }> {
		const server = createServer((socket) => {
			const connection = new PostgresConnection(socket, this.gate);
			this.connections.add(connection);
			socket.on('close', () => this.connections.delete(connection));
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', () => {
				server.off('error', reject);
				resolve();
			});
		});
		// The sandbox's HTTP server keeps the process alive; a forgotten compute must not.
		server.unref();
		const address = server.address();
		if (typeof address !== 'object' || address === null) throw new Error('The compute has no port');
		return { server, port: address.port };
	}
}
