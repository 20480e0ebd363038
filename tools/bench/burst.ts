import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isRecord, readPath, readRecords } from '../json';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { ensureN8n } from '../n8n/runtime';
import { type Stack, startStack } from '../stack';
import type { Benchmark } from './benchmark';
import { percentile } from './statistics';

const pushes = 50;

/** GitHub waits so long for the answer to a delivery. */
const limitSeconds = 10;

/** As n8n Cloud's smallest plan runs workflows. */
const productionLimit = 5;

const repositories = ['candlefish-ai/candlefish', 'candlefish-ai/promoteros', 'candlefish-ai/crown-trophy'];

/**
 * Fifty pushes in one moment to the whole bundle, with the concurrency of n8n Cloud's smallest plan, beside as many
 * requests to a Webhook node with nothing after it. What counts is that GitHub gets every answer in time.
 */
export const burstBenchmark: Benchmark = {
	word: 'burst',
	async run() {
		return await withStack(async (stack) => {
			const reference = await publishReference(stack);
			const referenceSeconds = await together(async () => await secondsOfPost(reference));
			const pushed = await together(async (index) => await deliverPush(stack, index));
			const seconds = pushed.map(({ durationSeconds }) => durationSeconds);
			const late = pushed.filter(({ statusCode }) => statusCode !== 202);
			const p95 = percentile(seconds, 0.95);
			const referenceP95 = percentile(referenceSeconds, 0.95);
			return [
				{
					name: `${pushes} pushes at once, N8N_CONCURRENCY_PRODUCTION_LIMIT=${productionLimit}`,
					ours: `p95 ${p95.toFixed(2)} s, slowest ${Math.max(...seconds).toFixed(2)} s, ${late.length} not answered with 202`,
					reference: `p95 ${referenceP95.toFixed(2)} s, slowest ${Math.max(...referenceSeconds).toFixed(2)} s (Webhook node, nothing after it)`,
					ratio: p95 / referenceP95,
					goal: `every delivery answered within ${limitSeconds} s`,
					reached: late.length === 0 && Math.max(...seconds) < limitSeconds,
					notes: [
						`to ${repositories.length} repositories of the example catalog, whose releases run at the same time, in the same process`,
					],
				},
			];
		});
	},
};

async function withStack<Result>(work: (stack: Stack) => Promise<Result>): Promise<Result> {
	const runtime = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-burst-'));
	await copyTemplateFolder(runtime, userFolder);
	try {
		const stack = await startStack({
			runtime,
			userFolder,
			timeScale: 8,
			environment: { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(productionLimit) },
		});
		try {
			return await work(stack);
		} finally {
			await stack.close();
		}
	} finally {
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function together<Result>(work: (index: number) => Promise<Result>): Promise<Result[]> {
	return await Promise.all(Array.from({ length: pushes }, async (_unused, index) => await work(index)));
}

interface Delivered {
	readonly durationSeconds: number;
	readonly statusCode: number;
}

/** One push, and how long the sandbox's GitHub waited for the answer to its delivery. */
async function deliverPush({ sandbox }: Stack, index: number): Promise<Delivered> {
	const repository = repositories[index % repositories.length];
	const response = await fetch(`${sandbox.origin}/_sandbox/github/push`, {
		method: 'POST',
		body: JSON.stringify({ repository, files: { 'README.md': `Push ${index}\n` }, message: `Push ${index}` }),
	});
	const answer: unknown = await response.json();
	const [delivery] = isRecord(answer) ? readRecords(answer, 'deliveries') : [];
	if (delivery === undefined) throw new Error(`Nobody listens to pushes of ${repository ?? ''}`);
	return {
		durationSeconds: Number(readPath(delivery, 'duration')),
		statusCode: Number(readPath(delivery, 'status_code')),
	};
}

async function publishReference({ n8n, api }: Stack): Promise<string> {
	const path = 'bench-burst';
	const workflow = await api.createWorkflow({
		name: 'Bench: Webhook',
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: path,
				position: [0, 0],
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	await api.publishWorkflow(workflow.id);
	for (;;) {
		const { status } = await n8n.session.publicationStatus(workflow.id);
		if (status === 'published') return `${n8n.origin}/webhook/${path}`;
		if (status !== 'in_progress') throw new Error(`The reference was not published: ${status}`);
	}
}

async function secondsOfPost(url: string): Promise<number> {
	const startedAtMs = performance.now();
	const response = await fetch(url, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
	await response.text();
	if (!response.ok) throw new Error(`${url} answered ${response.status}`);
	return (performance.now() - startedAtMs) / 1000;
}
