import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HealthCheck } from '../../../nodes/HealthCheck/HealthCheck.node';
import { valueAt } from '../../../nodes/deployment/values/jsonFields';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

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

/** Servers for the tests of a file, closed after each; waiting takes no time. */
export function useHealthServers() {
	useManualClock();
	const servers: HealthServer[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) await server.close();
	});
	return async (
		answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
	): Promise<HealthServer> => {
		const server = await startHealthServer(answer);
		servers.push(server);
		return server;
	};
}

/** Runs the node until one good answer, or for a few seconds, and gives its result. */
export async function checkOnce(parameters: INodeParameters): Promise<IDataObject> {
	const [json] = await runNodeForJson({
		node: new HealthCheck(),
		parameters: {
			method: 'GET',
			expectedStatus: '200-299',
			bodyMatch: 'none',
			versionMatch: 'none',
			consecutiveSuccesses: 1,
			intervalSeconds: 2,
			timeoutSeconds: 4,
			requestTimeoutSeconds: 10,
			maxLatencyMs: 0,
			followRedirects: true,
			onBadEnd: 'return',
			...parameters,
		},
	});
	return json ?? {};
}

export function bodyOf(result: IDataObject): string {
	return String(valueAt(result, 'lastFailure', 'bodyExcerpt'));
}
