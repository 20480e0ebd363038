import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

import type { N8nInstance } from '../n8n/instance';
import { sandboxCredentials } from '../sandboxCredentials';

export const connections = 8;

export interface Round {
	readonly perSecond: number;
	readonly latenciesMs: readonly number[];
}

export interface IntakePaths {
	/** Of n8n's own Webhook node. */
	readonly reference: string;
	/** Of the GitHub Deploy Trigger. */
	readonly ours: string;
	readonly workflowIds: { readonly reference: string; readonly ours: string };
}

/** Publishes a workflow of each, with one node after its trigger that does nothing. */
export async function publishBoth(
	n8n: N8nInstance,
	gitHubCredential: { readonly id: string; readonly name: string } | undefined,
): Promise<IntakePaths> {
	const noOperation = { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const publish = async (name: string, trigger: Record<string, unknown>): Promise<string> => {
		const workflow = await n8n.api.createWorkflow({
			name,
			nodes: [
				{ id: 'trigger', name: 'Trigger', position: [0, 0] as [number, number], ...trigger },
				{ id: 'after', position: [200, 0] as [number, number], ...noOperation },
			],
			connections: { Trigger: { main: [[{ node: 'After', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
		await n8n.api.publishWorkflow(workflow.id);
		for (;;) {
			const { status } = await n8n.session.publicationStatus(workflow.id);
			if (status === 'published') return workflow.id;
			if (status !== 'in_progress') throw new Error(`${name} was not published: ${status}`);
		}
	};
	const reference = await publish('Bench: Webhook', {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'bench-reference',
		parameters: { httpMethod: 'POST', path: 'bench-reference', responseMode: 'onReceived', options: {} },
	});
	const ours = await publish('Bench: GitHub Deploy Trigger', {
		type: 'n8n-nodes-slipway.gitHubDeployTrigger',
		typeVersion: 2,
		webhookId: 'bench-ours',
		credentials: { slipwayGitHubApi: gitHubCredential },
		parameters: { registerOn: 'manual', events: ['push'] },
	});
	return {
		reference: `${n8n.webhookOrigin}/webhook/bench-reference`,
		ours: `${n8n.webhookOrigin}/webhook/bench-ours/webhook`,
		workflowIds: { reference, ours },
	};
}

/** A push of an ordinary size: three commits, twelve files. */
export function pushBody(): string {
	const commits = Array.from({ length: 3 }, (_, index) => ({
		id: String(index).repeat(40),
		message: `Change number ${index}`,
		timestamp: '2026-11-23T10:00:00Z',
		url: 'https://github.com/candlefish-ai/paintbox/commit/x',
		author: { name: 'Ada', email: 'ada@example.com', username: 'ada' },
		committer: { name: 'Ada', email: 'ada@example.com', username: 'ada' },
		distinct: true,
		tree_id: 'f'.repeat(40),
		added: [],
		removed: [],
		modified: Array.from({ length: 4 }, (_unused, file) => `apps/paintbox/src/file${index}${file}.ts`),
	}));
	const owner = { login: 'candlefish-ai', id: 1, type: 'Organization', name: 'candlefish-ai' };
	return JSON.stringify({
		ref: 'refs/heads/main',
		before: 'a'.repeat(40),
		after: '2'.repeat(40),
		created: false,
		deleted: false,
		forced: false,
		base_ref: null,
		compare: 'https://github.com/candlefish-ai/paintbox/compare/x',
		commits,
		head_commit: commits[2],
		repository: {
			id: 1,
			name: 'paintbox',
			full_name: 'candlefish-ai/paintbox',
			private: true,
			owner,
			html_url: 'https://github.com/candlefish-ai/paintbox',
			fork: false,
			default_branch: 'main',
			pushed_at: 1_795_000_000,
		},
		pusher: { name: 'ada', email: 'ada@example.com' },
		sender: { login: 'ada', id: 2, type: 'User' },
	});
}

export function deliveryHeaders(sandboxOrigin: string, body: string): Record<string, string> {
	const secret = sandboxCredentials(sandboxOrigin).find(({ type }) => type === 'slipwayGitHubApi')?.data.webhookSecret;
	if (typeof secret !== 'string') throw new Error('The sandbox has no webhook secret');
	return {
		'content-type': 'application/json',
		'user-agent': 'GitHub-Hookshot/bench',
		'x-github-event': 'push',
		'x-github-hook-id': '1',
		'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
	};
}

/** Sends so many deliveries over a few connections, each when the one before it on its connection was answered. */
export async function load(url: string, body: string, headers: Record<string, string>, total: number): Promise<Round> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const latenciesMs: number[] = [];
	let started = 0;
	const startedAtMs = performance.now();
	const lane = async (): Promise<void> => {
		while (started++ < total) {
			const sentAtMs = performance.now();
			const status = await post(agent, url, body, { ...headers, 'x-github-delivery': randomUUID() });
			if (status !== 200 && status !== 202) throw new Error(`${url} answered ${status}`);
			latenciesMs.push(performance.now() - sentAtMs);
		}
	};
	await Promise.all(Array.from({ length: connections }, lane));
	agent.destroy();
	return { perSecond: total / ((performance.now() - startedAtMs) / 1000), latenciesMs };
}

async function post(agent: Agent, url: string, body: string, headers: Record<string, string>): Promise<number> {
	return await new Promise((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode ?? 0));
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
