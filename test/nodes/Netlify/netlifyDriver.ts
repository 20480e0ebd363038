import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayNetlifyApi } from '../../../credentials/SlipwayNetlifyApi.credentials';
import { NetlifyDeployments } from '../../../nodes/Netlify/NetlifyDeployments.node';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createNetlifyPlatform } from '../../../sandbox/netlify/index';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

export const token = 'sandbox-netlify-token';
export const paintbox = {
	id: '7a1e0001-5b0c-4c1f-9d00-000000000001',
	firstDeploy: '7a1e0001d00000000000a001',
	repository: 'candlefish-ai/candlefish',
} as const;

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
	/** All of it as text, to look for what must not be in it. */
	readonly everything: string;
}

interface RunDetails {
	readonly accessToken?: string;
	readonly items?: INodeExecutionData[];
	/** n8n's stop button. */
	readonly abortSignal?: AbortSignal;
}

/**
 * A driver whose sandbox starts before all tests of a file and is as new before each; at the end every
 * exchange must have followed Netlify's contract, at least `checked` of them.
 */
export function useNetlify({ checked = 1 }: { readonly checked?: number } = {}): NetlifyDriver {
	const netlify = new NetlifyDriver(useManualClock());
	beforeAll(async () => await netlify.start());
	beforeEach(async () => await netlify.sandbox.reset());
	afterAll(async () => {
		expect(netlify.recorder.violations()).toEqual([]);
		expect(netlify.recorder.checked('netlify')).toBeGreaterThanOrEqual(checked);
		await netlify.sandbox.close();
	});
	return netlify;
}

/** A Netlify of the sandbox, and the node that deploys there. */
export class NetlifyDriver {
	private started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;

	constructor(readonly clock: ManualClock) {}

	async start(): Promise<void> {
		const sandbox = await startSandbox({ clock: this.clock, platforms: [createNetlifyPlatform] });
		this.started = { sandbox, recorder: createContractRecorder(sandbox) };
	}

	get sandbox(): Sandbox {
		return this.parts.sandbox;
	}
	get recorder(): ContractRecorder {
		return this.parts.recorder;
	}
	private get parts() {
		if (!this.started) throw new Error('The sandbox starts before the first test');
		return this.started;
	}

	credential(accessToken: string = token): TestCredential {
		return {
			type: new SlipwayNetlifyApi(),
			data: { accessToken, baseUrl: `${this.sandbox.origin}/netlify/api/v1` },
		};
	}

	async items(parameters: INodeParameters, more: RunDetails = {}): Promise<INodeExecutionData[]> {
		return await runNode({
			node: new NetlifyDeployments(),
			parameters: { resource: 'deploy', site: named('paintbox'), ...parameters },
			credentials: [this.credential(more.accessToken)],
			...(more.items && { items: more.items }),
			...(more.abortSignal && { abortSignal: more.abortSignal }),
		});
	}

	/** The JSON of the only item that comes out. */
	async run(parameters: INodeParameters, more: RunDetails = {}): Promise<IDataObject> {
		const items = await this.items(parameters, more);
		expect(items).toHaveLength(1);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		return items[0]?.json ?? {};
	}

	/** The error that n8n would show. */
	async failure(parameters: INodeParameters, more: RunDetails = {}): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, more).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const data = error.context.data;
		return {
			message: error.message,
			advice: error.description ?? '',
			data: typeof data === 'object' && data !== null ? (data as IDataObject) : {},
			everything: `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`,
		};
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		return await runListSearch({
			node: new NetlifyDeployments(),
			parameters: { resource: 'deploy', operation: 'get', ...parameters },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
	}

	/** A new commit on the main branch of paintbox; its sha. */
	push(files: Readonly<Record<string, string | null>> = {}): string {
		return this.sandbox.services.repositories.commit(paintbox.repository, 'main', {
			message: `Commit at ${this.clock.now()}`,
			files: { 'apps/paintbox/now.txt': String(this.clock.now()), ...files },
		}).sha;
	}

	/** What a push and a finished production build make; the deploy's id. */
	async build(files: Readonly<Record<string, string | null>> = {}): Promise<string> {
		const expectedCommit = this.push(files);
		const release = await this.run({ operation: 'triggerBuild', expectedCommit });
		this.clock.advance(1_000);
		return String(release.id);
	}

	/** Control request behind the API's back. */
	async control(path: string, body: unknown): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/netlify${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	}

	/** What a visitor of paintbox sees. */
	async visit(path: string, host = 'paintbox'): Promise<{ status: number; text: string }> {
		const response = await fetch(`${this.sandbox.origin}/sites/${host}/${path}`);
		return { status: response.status, text: await response.text() };
	}

	async liveDeploy(): Promise<unknown> {
		const seen: unknown = JSON.parse((await this.visit('version.json')).text);
		return typeof seen === 'object' && seen !== null && 'deployId' in seen ? seen.deployId : null;
	}

	requests(method?: string, path = /./): LoggedRequest[] {
		return this.sandbox
			.requests({ platform: 'netlify' })
			.filter((request) => (method ? request.method === method : true) && path.test(request.path));
	}

	writes(): LoggedRequest[] {
		return this.requests().filter(({ method }) => method !== 'GET');
	}
}

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

export function byId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

/** An item with these files, in the form n8n holds them in memory. */
export function itemWithFiles(files: Readonly<Record<string, string | Buffer>>): INodeExecutionData {
	const binary = Object.fromEntries(
		Object.entries(files).map(([path, text], index): [string, IBinaryData] => {
			const slash = path.lastIndexOf('/');
			return [
				`file_${index}`,
				{
					data: Buffer.from(text).toString('base64'),
					mimeType: 'application/octet-stream',
					fileName: path.slice(slash + 1),
					...(slash > 0 && { directory: path.slice(0, slash) }),
				},
			];
		}),
	);
	return { json: {}, binary };
}
