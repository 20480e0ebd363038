import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

import { sandboxCredentials } from '../sandboxCredentials';
import type { Benchmark } from './benchmark';
import { type BenchInstance, withBenchInstance } from './benchInstance';
import { median, percentile } from './statistics';

const connections = 8;
const requestsPerRound = 200;
const rounds = 3;

/**
 * Deliveries answered a second by the GitHub Deploy Trigger, which checks the signature and
 * normalizes, beside n8n's own Webhook node, which does neither. Both have one node after them, and
 * the rounds alternate.
 */
export const intakeBenchmark: Benchmark = {
	word: 'intake',
	async run() {
		return await withBenchInstance(async (instance) => {
			const paths = await publishBoth(instance);
			const body = pushBody();
			const headers = deliveryHeaders(instance, body);
			await load(paths.ours, body, headers, 50);
			await load(paths.reference, body, headers, 50);
			const ours: Round[] = [];
			const reference: Round[] = [];
			for (let round = 0; round < rounds; round++) {
				reference.push(await load(paths.reference, body, headers, requestsPerRound));
				ours.push(await load(paths.ours, body, headers, requestsPerRound));
			}
			const [oursRate, referenceRate] = [rateOf(ours), rateOf(reference)];
			const ratio = oursRate / referenceRate;
			return [
				{
					name: 'Webhook intake',
					ours: `${oursRate.toFixed(1)} deliveries a second, p99 ${p99(ours)} ms (GitHub Deploy Trigger)`,
					reference: `${referenceRate.toFixed(1)} a second, p99 ${p99(reference)} ms (Webhook)`,
					ratio,
					goal: 'at least 0.90',
					reached: ratio >= 0.9,
					notes: [
						`${connections} connections, ${rounds} rounds of ${requestsPerRound}, a push of ${body.length} bytes, each execution run to its end in the same process`,
					],
				},
			];
		});
	},
};

interface Round {
	readonly perSecond: number;
	readonly latenciesMs: readonly number[];
}

const rateOf = (loads: readonly Round[]): number => median(loads.map(({ perSecond }) => perSecond));
const p99 = (loads: readonly Round[]): number =>
	Math.round(
		percentile(
			loads.flatMap(({ latenciesMs }) => latenciesMs),
			0.99,
		),
	);

async function publishBoth({ n8n, credentials }: BenchInstance) {
	const noOperation = { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const publish = async (name: string, trigger: Record<string, unknown>) => {
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
			if (status === 'published') return;
			if (status !== 'in_progress') throw new Error(`${name} was not published: ${status}`);
		}
	};
	await publish('Bench: Webhook', {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'bench-reference',
		parameters: { httpMethod: 'POST', path: 'bench-reference', responseMode: 'onReceived', options: {} },
	});
	await publish('Bench: GitHub Deploy Trigger', {
		type: 'n8n-nodes-slipway.gitHubDeployTrigger',
		typeVersion: 2,
		webhookId: 'bench-ours',
		credentials: { slipwayGitHubApi: credentials.slipwayGitHubApi },
		parameters: { registerOn: 'manual', events: ['push'] },
	});
	return {
		reference: `${n8n.origin}/webhook/bench-reference`,
		ours: `${n8n.origin}/webhook/bench-ours/webhook`,
	};
}

/** A push of an ordinary size: three commits, twelve files. */
function pushBody(): string {
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

function deliveryHeaders({ sandbox }: BenchInstance, body: string): Record<string, string> {
	const secret = sandboxCredentials(sandbox.origin).find(({ type }) => type === 'slipwayGitHubApi')?.data.webhookSecret;
	if (typeof secret !== 'string') throw new Error('The sandbox has no webhook secret');
	return {
		'content-type': 'application/json',
		'user-agent': 'GitHub-Hookshot/bench',
		'x-github-event': 'push',
		'x-github-hook-id': '1',
		'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
	};
}

async function load(url: string, body: string, headers: Record<string, string>, total: number): Promise<Round> {
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
