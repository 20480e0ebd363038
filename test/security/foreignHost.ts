import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request, all of it, as a line of a log. */
async function lineOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
	return [request.method, request.url, JSON.stringify(request.headers), Buffer.concat(chunks).toString('latin1')].join(
		' ',
	);
}

async function listen(server: Server, host: string): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return `http://${host}:${(server.address() as AddressInfo).port}`;
}

export interface ForeignHost {
	/** A platform that sends everybody to the other host, by redirect and in its words. */
	readonly home: string;
	readonly foreign: string;
	/** What the platform was asked. */
	readonly asked: string[];
	/** What reached the other host. */
	readonly taken: string[];
	answerWith(status: number): void;
	close(): Promise<void>;
}

/**
 * Two hosts: what is meant for the first is sent on to the second, which notes all that it gets.
 * 127.0.0.2 is another host than 127.0.0.1 in every sense that a client knows.
 */
export async function startForeignHost(): Promise<ForeignHost> {
	const asked: string[] = [];
	const taken: string[] = [];
	let status = 307;
	const thief = createServer((request, response) => {
		void lineOf(request).then((line) => {
			taken.push(line);
			response.setHeader('content-type', 'application/json');
			response.end('{}');
		});
	});
	const foreign = await listen(thief, '127.0.0.2');
	const platform = createServer((request, response) => {
		void lineOf(request).then((line) => {
			asked.push(line);
			response.writeHead(status, { location: `${foreign}${request.url ?? '/'}`, 'content-type': 'application/json' });
			response.end(JSON.stringify({ message: 'Moved', url: foreign, upload_url: foreign, next: foreign }));
		});
	});
	const home = await listen(platform, '127.0.0.1');
	return {
		home,
		foreign,
		asked,
		taken,
		answerWith: (next) => {
			status = next;
		},
		async close() {
			for (const server of [platform, thief]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}
