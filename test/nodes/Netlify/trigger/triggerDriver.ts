import { createServer, type Server } from 'node:http';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SlipwayNetlifyApi } from '../../../../credentials/SlipwayNetlifyApi.credentials';
import { NetlifyDeployTrigger } from '../../../../nodes/Netlify/NetlifyDeployTrigger.node';
import type { ManualClock } from '../../../../sandbox/kernel/clock';
import { startSandbox, type Sandbox } from '../../../../sandbox/kernel/sandbox';
import { createNetlifyPlatform } from '../../../../sandbox/netlify/index';
import { createContractRecorder, type ContractRecorder } from '../../../contract/contractRecorder';
import type { TestCredential } from '../../../n8n/nodeHarness';
import { createHookHarness, type HookHarness, postToNode, type WebhookOutcome, type WebhookPost } from '../../../n8n/webhookHarness';

export const site: INodeParameters = { __rl: true, mode: 'name', value: 'paintbox' };
export const siteId = '7a1e0001-5b0c-4c1f-9d00-000000000001';

export interface StoredHook {
	readonly id: string;
	readonly event: string;
	readonly disabled: boolean;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A Netlify of the sandbox, the trigger, and somebody who catches what Netlify sends to it. */
export class TriggerDriver {
	caught: WebhookPost[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
		readonly clock: ManualClock,
		private readonly receiver: Server,
		private readonly receiverUrl: string,
	) {}

	static async start(clock: ManualClock): Promise<TriggerDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createNetlifyPlatform] });
		const caught: WebhookPost[] = [];
		const receiver = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const headers = Object.entries(request.headers).flatMap(([name, value]) =>
					typeof value === 'string' ? [[name, value] as const] : [],
				);
				caught.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks) });
				response.writeHead(202).end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		const address = receiver.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		const world = new TriggerDriver(sandbox, createContractRecorder(sandbox), clock, receiver, `http://127.0.0.1:${port}`);
		world.caught = caught;
		return world;
	}

	async reset(): Promise<void> {
		await this.sandbox.reset();
		this.caught.length = 0;
	}

	async close(): Promise<void> {
		await this.sandbox.close();
		await new Promise((resolve) => this.receiver.close(resolve));
	}

	credential(accessToken = 'sandbox-netlify-token'): TestCredential {
		return { type: new SlipwayNetlifyApi(), data: { accessToken, baseUrl: `${this.sandbox.origin}/netlify/api/v1` } };
	}

	harness(
		parameters: INodeParameters,
		more: { readonly staticData?: IDataObject; readonly accessToken?: string } = {},
	): HookHarness {
		return createHookHarness({
			node: new NetlifyDeployTrigger(),
			parameters: { site, ...parameters },
			credentials: [this.credential(more.accessToken)],
			webhookBaseUrl: `${this.receiverUrl}/webhook`,
			...(more.staticData && { staticData: more.staticData }),
		});
	}

	async post(
		post: WebhookPost,
		staticData: IDataObject,
		parameters: INodeParameters,
	): Promise<WebhookOutcome> {
		return await postToNode(
			{ node: new NetlifyDeployTrigger(), parameters: { site, ...parameters }, credentials: [this.credential()], staticData },
			post,
		);
	}

	async api(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}/netlify/api/v1${path}`, {
			method,
			headers: { Authorization: 'Bearer sandbox-netlify-token', 'Content-Type': 'application/json' },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text === '' ? null : (JSON.parse(text) as unknown);
	}

	async hooks(): Promise<StoredHook[]> {
		return (await this.api('GET', '/hooks?site_id=paintbox')) as StoredHook[];
	}

	/** The next notification that Netlify sends. */
	async nextNotification(act: () => Promise<unknown>): Promise<WebhookPost> {
		const before = this.caught.length;
		await act();
		for (let turn = 0; turn < 500 && this.caught.length === before; turn++) {
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
		const caught = this.caught[before];
		if (!caught) throw new Error('Netlify sent nothing');
		return caught;
	}
}
