import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface OctokitAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** The answer's body; a test states the shape it expects by matching. */
	readonly data: unknown;
	readonly error?: string;
}

export interface OctokitClient {
	/** `call('repos.get', {...})`; a refusal is an answer too. */
	call(path: string, parameters?: object): Promise<OctokitAnswer>;
	/** Every page of a list. */
	all(path: string, parameters?: object): Promise<OctokitAnswer>;
	close(): Promise<void>;
}

/** `@octokit/rest`, unmodified, in a process of its own. */
export function startOctokit(baseUrl: string, token: string): OctokitClient {
	const child = spawn(process.execPath, [join(__dirname, 'octokitProcess.mjs'), baseUrl, token], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const waiting = new Map<number, (answer: OctokitAnswer) => void>();
	let count = 0;
	createInterface({ input: child.stdout }).on('line', (line) => {
		const answer = JSON.parse(line) as OctokitAnswer & { id: number };
		waiting.get(answer.id)?.(answer);
		waiting.delete(answer.id);
	});
	child.on('exit', () => {
		for (const settle of waiting.values()) {
			settle({ status: 0, data: undefined, error: 'the client process ended' });
		}
	});
	const send = async (path: string, parameters: object, all: boolean): Promise<OctokitAnswer> =>
		await new Promise((resolve) => {
			const id = ++count;
			waiting.set(id, resolve);
			child.stdin.write(`${JSON.stringify({ id, path, parameters, all })}\n`);
		});
	return {
		call: async (path, parameters = {}) => await send(path, parameters, false),
		all: async (path, parameters = {}) => await send(path, parameters, true),
		async close() {
			const ended = new Promise((resolve) => child.on('exit', resolve));
			child.stdin.end();
			await ended;
		},
	};
}
