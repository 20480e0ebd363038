import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that answers as the test says, on any free port of this machine. */
export interface HealthServer {
	readonly origin: string;
	/** Paths that were asked, in order. */
	readonly asked: string[];
	close(): Promise<void>;
}

export async function startHealthServer(
	answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<HealthServer> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		answer(request, response, asked.length);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		asked,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
