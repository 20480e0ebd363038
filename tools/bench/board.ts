import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { JsonRecord } from '../json';
import { ensureN8n } from '../n8n/runtime';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { BOARD_LOGIN } from '../sandboxCredentials';
import { type Stack, startStack } from '../stack';
import type { Benchmark } from './benchmark';
import { median, percentile } from './statistics';

const [services, deployments, releases, views] = [200, 10_000, 4_000, 9];
const days = 90;
const rowsReadByBoard = 2_000;

/**
 * The board (workflow 10) of 200 services and 10,000 rows of the ledger, beside a workflow of n8n's own nodes that
 * reads as many rows of it and answers with as many bytes. Both in the same n8n, by turns.
 */
export const boardBenchmark: Benchmark = {
	word: 'board',
	async run() {
		return await withStack(async (stack) => {
			await fillTables(stack);
			const board = `${stack.n8n.webhookOrigin}/webhook/slipway-board`;
			const size = (await view(board)).bytes;
			const reference = await publishReference(stack, size);
			const [ours, theirs]: [number[], number[]] = [[], []];
			for (let round = 0; round < views; round++) {
				theirs.push((await view(reference)).ms);
				ours.push((await view(board)).ms);
			}
			const [oursMs, theirsMs] = [median(ours), median(theirs)];
			return [
				{
					name: `The board of ${services} services`,
					ours: `${Math.round(oursMs)} ms, the slowest ${Math.round(percentile(ours, 1))} ms (workflow 10)`,
					reference: `${Math.round(theirsMs)} ms (Webhook, Data Table, Respond to Webhook)`,
					ratio: oursMs / theirsMs,
					goal: 'under 1,000 ms',
					reached: oursMs < 1_000,
					notes: [
						`${deployments} rows of the ledger, of which it reads ${rowsReadByBoard}; ${Math.round(size / 1024)} kB; median of ${views} views`,
					],
				},
			];
		});
	},
};

async function withStack<Result>(work: (stack: Stack) => Promise<Result>): Promise<Result> {
	const runtime = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
	await copyTemplateFolder(runtime, userFolder);
	const stack = await startStack({ runtime, userFolder });
	try {
		return await work(stack);
	} finally {
		await stack.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function view(url: string): Promise<{ readonly ms: number; readonly bytes: number }> {
	const authorization = `Basic ${Buffer.from(`${BOARD_LOGIN.user}:${BOARD_LOGIN.password}`).toString('base64')}`;
	const begun = performance.now();
	const answer = await fetch(url, { headers: { authorization } });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 200)}`);
	return { ms: performance.now() - begun, bytes: text.length };
}

async function fillTables({ api }: Stack): Promise<void> {
	const tables = new Map((await api.listDataTables()).map(({ name, id }) => [name, id]));
	const fill = async (name: string, rows: readonly JsonRecord[]): Promise<void> => {
		for (let from = 0; from < rows.length; from += 500) {
			await api.insertRows(tables.get(name) ?? '', rows.slice(from, from + 500));
		}
	};
	const many = (count: number, row: (index: number) => JsonRecord): JsonRecord[] =>
		Array.from({ length: count }, (_, index) => row(index));
	await fill('slipway_services', many(services, serviceRow));
	await fill('slipway_releases', many(releases, releaseRow));
	await fill('slipway_deployments', many(deployments, deploymentRow));
}

const commitOf = (index: number): string => (index + 1).toString(16).padStart(40, 'a');
const atShare = (share: number, minutes = 0): string =>
	new Date(Date.now() - (1 - share) * days * 86_400_000 - 600_000 + minutes * 60_000).toISOString();

function serviceRow(index: number): JsonRecord {
	return {
		service: `service-${index}`,
		display_name: `Service number ${index}`,
		environment: 'production',
		platform: 'netlify',
		target: `site-${index}`,
		repository: 'candlefish-ai/bench',
		branch: 'main',
		paths: `services/${index}/**`,
		wave: 1,
		enabled: true,
		hold: index % 40 === 0,
		hold_reason: index % 40 === 0 ? 'Held for the benchmark' : '',
	};
}

function releaseRow(index: number): JsonRecord {
	return {
		release_id: `release/${index}`,
		delivery_id: `delivery-${index}`,
		repository: 'candlefish-ai/bench',
		branch: 'main',
		commit: commitOf(Math.floor(index * (deployments / releases))),
		message: `Change number ${index} of the catalog of prices`,
		sender: 'ada',
		state: 'live',
		decisions: `service-${index % services}/production: deploy, it is deployed`,
		started_at: atShare(index / releases),
		finished_at: atShare(index / releases, 5),
	};
}

function deploymentRow(index: number): JsonRecord {
	const isBad = index % 17 === 0;
	return {
		release_id: `release/${Math.floor(index / (deployments / releases))}`,
		service: `service-${index % services}`,
		environment: 'production',
		platform: 'netlify',
		target: `site-${index % services}`,
		repository: 'candlefish-ai/bench',
		branch: 'main',
		commit: commitOf(index),
		kind: 'deploy',
		state: isBad ? 'failed' : 'live',
		verified: !isBad,
		reason: isBad ? 'The build failed' : '',
		deployment_id: `d${index}`,
		live_id: isBad ? '' : `d${index}`,
		live_commit: isBad ? '' : commitOf(index),
		url: `https://service-${index % services}.example`,
		actor: 'ada',
		started_at: atShare(index / deployments),
		finished_at: atShare(index / deployments, 3),
	};
}

/** What reading and answering take without ours. */
async function publishReference({ api, n8n }: Stack, bytes: number): Promise<string> {
	const workflow = await api.createWorkflow({
		name: 'Bench: read and answer',
		nodes: [
			{
				id: 'hook',
				name: 'Hook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				webhookId: 'bench-board',
				parameters: { httpMethod: 'GET', path: 'bench-board', responseMode: 'responseNode', options: {} },
			},
			{
				id: 'read',
				name: 'Read',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters: {
					resource: 'row',
					operation: 'get',
					dataTableId: { __rl: true, mode: 'name', value: 'slipway_deployments' },
					filters: {},
					returnAll: false,
					limit: rowsReadByBoard,
				},
			},
			{
				id: 'answer',
				name: 'Answer',
				type: 'n8n-nodes-base.respondToWebhook',
				typeVersion: 1.5,
				position: [400, 0],
				parameters: { respondWith: 'text', responseBody: `={{ 'x'.repeat(${bytes}) }}`, options: {} },
				executeOnce: true,
			},
		],
		connections: {
			Hook: { main: [[{ node: 'Read', type: 'main', index: 0 }]] },
			Read: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	});
	await api.publishWorkflow(workflow.id);
	for (;;) {
		const { status } = await n8n.session.publicationStatus(workflow.id);
		if (status === 'published') return `${n8n.webhookOrigin}/webhook/bench-board`;
		if (status !== 'in_progress') throw new Error(`The reference was not published: ${status}`);
	}
}
