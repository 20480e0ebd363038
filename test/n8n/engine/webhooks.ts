import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SANDBOX_TOKEN } from '../../../sandbox/github/world/accounts';
import type { WebhookOutcome } from '../webhookHarness';

/** One delivery as GitHub sends it. */
export interface Received {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** What stands where GitHub's webhooks are sent to. */
export interface Receiver {
	readonly url: string;
	/** What was answered to each delivery so far, oldest first. */
	readonly answers: ReadonlyArray<{ readonly event: string; readonly deliveryId: string; readonly status: number }>;
	close(): Promise<void>;
}

/** Listens on this machine. `receive` gives null while n8n is down: then nobody answers. */
export async function createReceiver(
	receive: (delivery: Received) => Promise<WebhookOutcome | null>,
): Promise<Receiver> {
	const answers: Array<Receiver['answers'][number]> = [];
	const server = createServer((request, response) => {
		void (async () => {
			const headers = textHeaders(request);
			const outcome = await receive({ headers, body: await bodyOf(request) }).catch(() => ({ status: 500, body: {} }));
			if (outcome === null) {
				request.socket.destroy();
				return;
			}
			const { status, body } = outcome;
			answers.push({
				event: headers['x-github-event'] ?? '',
				deliveryId: headers['x-github-delivery'] ?? '',
				status,
			});
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
		})();
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}/webhook`,
		answers,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Registers a hook at the sandbox's GitHub, as the deploy trigger does when its workflow is published. */
export async function registerHook(
	sandboxOrigin: string,
	repository: string,
	hook: { readonly url: string; readonly secret: string; readonly events: readonly string[] },
): Promise<void> {
	const answer = await fetch(`${sandboxOrigin}/github/repos/${repository}/hooks`, {
		method: 'POST',
		headers: { authorization: `Bearer ${SANDBOX_TOKEN}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			name: 'web',
			active: true,
			events: hook.events,
			config: { url: hook.url, secret: hook.secret, content_type: 'json', insecure_ssl: '0' },
		}),
	});
	if (!answer.ok) throw new Error(`No hook at ${repository}: ${answer.status} ${await answer.text()}`);
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

function textHeaders({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
