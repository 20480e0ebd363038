import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ClientAnswer {
	/** Of a refusal. */
	readonly status?: number;
	/** What the client made of the answer; a test states the shape it expects by matching. */
	readonly data?: unknown;
	readonly error?: string;
}

/** The npm package `cloudflare`, unmodified, in a process of its own. */
export function startCloudflareClient(baseUrl: string, token: string) {
	const child = spawn(process.execPath, [join(__dirname, 'clientProcess.mjs'), baseUrl, token], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const waiting = new Map<number, (answer: ClientAnswer) => void>();
	let count = 0;
	createInterface({ input: child.stdout }).on('line', (line) => {
		const answer = JSON.parse(line) as ClientAnswer & { id: number };
		waiting.get(answer.id)?.(answer);
		waiting.delete(answer.id);
	});
	child.on('exit', () => {
		for (const settle of waiting.values()) settle({ error: 'the client process ended' });
	});
	const send = async (path: string, parameters: unknown[], all: boolean): Promise<ClientAnswer> =>
		await new Promise((resolve) => {
			const id = ++count;
			waiting.set(id, resolve);
			child.stdin.write(`${JSON.stringify({ id, path, parameters, all })}\n`);
		});
	return {
		/** `call('dns.records.create', {...})`; a refusal is an answer too. */
		call: async (path: string, ...parameters: unknown[]) => await send(path, parameters, false),
		/** Every page of a list. */
		all: async (path: string, ...parameters: unknown[]) => await send(path, parameters, true),
		async close() {
			const ended = new Promise((resolve) => child.on('exit', resolve));
			child.stdin.end();
			await ended;
		},
	};
}
