import { createServer } from 'node:http';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { NetlifyDeployTrigger } from '../../../../nodes/Netlify/NetlifyDeployTrigger.node';
import {
	createHookHarness,
	type HookHarness,
	postToNode,
	type WebhookOutcome,
	type WebhookPost,
} from '../../../n8n/webhookHarness';
import { named, type NetlifyDriver, token, useNetlify } from '../netlifyDriver';

export interface StoredHook {
	readonly id: string;
	readonly event: string;
	readonly disabled: boolean;
	readonly data: Readonly<Record<string, unknown>>;
}

/** Like `useNetlify`, with the trigger and somebody who catches what Netlify sends to it. */
export function useNetlifyTrigger({ checked = 1 }: { readonly checked?: number } = {}): TriggerDriver {
	const trigger = new TriggerDriver(useNetlify({ checked }));
	beforeAll(async () => await trigger.start());
	beforeEach(() => trigger.forget());
	afterAll(async () => await trigger.close());
	return trigger;
}

export class TriggerDriver {
	private readonly caught: WebhookPost[] = [];
	private readonly receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const headers = Object.entries(request.headers).flatMap(([name, value]) =>
				typeof value === 'string' ? [[name, value] as const] : [],
			);
			this.caught.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks) });
			response.writeHead(202).end();
		});
	});

	constructor(private readonly netlify: NetlifyDriver) {}

	get sandbox() {
		return this.netlify.sandbox;
	}
	get clock() {
		return this.netlify.clock;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.receiver.listen(0, '127.0.0.1', resolve));
	}

	/** Forgets what was caught. */
	forget(): void {
		this.caught.length = 0;
	}

	async close(): Promise<void> {
		await new Promise((resolve) => this.receiver.close(resolve));
	}

	private get receiverUrl(): string {
		const address = this.receiver.address();
		return `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
	}

	harness(
		parameters: INodeParameters,
		more: { readonly staticData?: IDataObject; readonly accessToken?: string } = {},
	): HookHarness {
		return createHookHarness({
			node: new NetlifyDeployTrigger(),
			parameters: { site: named('paintbox'), ...parameters },
			credentials: [this.netlify.credential(more.accessToken)],
			webhookBaseUrl: `${this.receiverUrl}/webhook`,
			...(more.staticData && { staticData: more.staticData }),
		});
	}

	async post(post: WebhookPost, staticData: IDataObject, parameters: INodeParameters): Promise<WebhookOutcome> {
		return await postToNode(
			{
				node: new NetlifyDeployTrigger(),
				parameters: { site: named('paintbox'), ...parameters },
				credentials: [this.netlify.credential()],
				staticData,
			},
			post,
		);
	}

	async api(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}/netlify/api/v1${path}`, {
			method,
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
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
