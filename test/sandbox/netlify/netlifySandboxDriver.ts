import type { ManualClock, SandboxClock } from '../../../sandbox/kernel/clock';
import { createManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createNetlifyPlatform } from '../../../sandbox/netlify/index';
import { createContractRecorder } from '../../contract/contractValidator';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed body; an empty object when there was none. */
	readonly body: Record<string, unknown>;
	/** The parsed body as a list of objects. */
	readonly list: Array<Record<string, unknown>>;
}

export interface CallOptions {
	readonly token?: string;
	readonly json?: unknown;
	readonly bytes?: Buffer;
	readonly contentType?: string;
}

export interface NetlifySandboxDriver {
	readonly sandbox: Sandbox;
	readonly clock: ManualClock;
	/** What does not follow Netlify's contract so far. */
	violations(): string[];
	/** Calls `/netlify/api/v1<path>` with the sandbox's token. */
	api(method: string, path: string, options?: CallOptions): Promise<Answer>;
	control(path: string, json: unknown): Promise<Answer>;
	/** Reads a public address below the origin. */
	visit(path: string): Promise<Answer>;
	/** A deploy as the API shows it now. */
	deploy(id: unknown): Promise<Record<string, unknown>>;
	/** Commits to a repository's main branch; returns the sha. */
	commit(repository: string, files: Record<string, string | null>, branch?: string): string;
	close(): Promise<void>;
}

export const PAINTBOX = 'candlefish-ai/candlefish';

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readAnswer(response: Response): Promise<Answer> {
	const text = await response.text();
	let parsed: unknown;
	if ((response.headers.get('content-type') ?? '').includes('json')) parsed = JSON.parse(text);
	return {
		status: response.status,
		headers: response.headers,
		text,
		body: isObject(parsed) ? parsed : {},
		list: Array.isArray(parsed) ? parsed.filter(isObject) : [],
	};
}

/** A sandbox with Netlify alone, on a clock that only the test moves. */
export async function startNetlify(otherClock?: SandboxClock): Promise<NetlifySandboxDriver> {
	const clock = createManualClock();
	const sandbox = await startSandbox({
		platforms: [createNetlifyPlatform],
		clock: otherClock ?? clock,
		seed: 'netlify',
	});
	const contract = createContractRecorder(sandbox);
	const send = async (method: string, path: string, options: CallOptions): Promise<Answer> => {
		const { token = 'sandbox-netlify-token', json, bytes, contentType } = options;
		const body = json === undefined ? bytes : JSON.stringify(json);
		return await readAnswer(
			await fetch(`${sandbox.origin}${path}`, {
				method,
				headers: {
					...(token !== '' && { Authorization: `Bearer ${token}` }),
					...(body !== undefined && {
						'Content-Type': contentType ?? (json === undefined ? 'application/octet-stream' : 'application/json'),
					}),
				},
				...(body !== undefined && { body }),
			}),
		);
	};
	const api: NetlifySandboxDriver['api'] = async (method, path, options = {}) =>
		await send(method, `/netlify/api/v1${path}`, options);
	return {
		sandbox,
		clock,
		violations: () => contract.violations(),
		api,
		control: async (path, json) => await send('POST', `/_sandbox/netlify${path}`, { token: '', json }),
		visit: async (path) => await send('GET', path, { token: '' }),
		deploy: async (id) => (await api('GET', `/deploys/${String(id)}`)).body,
		commit: (repository, files, branch = 'main') =>
			sandbox.services.repositories.commit(repository, branch, { files, message: 'Change' }).sha,
		async close() {
			contract.stop();
			await sandbox.close();
		},
	};
}
