import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

import { createSandbox } from '../../sandbox';
import { ensureCredentials } from '../n8n/ensureCredentials';
import { ensureN8n } from '../n8n/runtime';
import { type QueueN8n, startQueueN8n } from '../queue/queueN8n';
import { sandboxCredentials } from '../sandboxCredentials';
import { PROJECT_FOLDER } from '../stack';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { connections, deliveryHeaders, type IntakePaths, load, publishBoth, pushBody } from './intakeLoad';
import { median } from './statistics';

const deliveriesPerRound = 100;
const rounds = 3;
const POLL_MS = 250;

type Which = 'reference' | 'ours';

/**
 * Deliveries that n8n in queue mode has run to their end a second, through the webhook process, the queue and its
 * workers: a workflow of our trigger beside one of n8n's own Webhook node, with two workers and with one.
 */
export const queueBenchmark: Benchmark = {
	word: 'queue',
	async run() {
		const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-queue-'));
		const postgresFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-postgres-'));
		const sandbox = await createSandbox({ port: 0, timeScale: Infinity });
		try {
			const queue = await startQueueN8n({
				runtime: await ensureN8n(),
				userFolder: folder,
				postgresFolder,
				packageDirs: [PROJECT_FOLDER],
				environment: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
			});
			const database = new Client({ host: '127.0.0.1', ...queue.postgres });
			try {
				await database.connect();
				return await measure(queue, database, sandbox.origin);
			} finally {
				await database.end();
				await queue.stop();
			}
		} finally {
			await sandbox.close();
			for (const each of [folder, postgresFolder]) await rm(each, { recursive: true, force: true });
		}
	},
};

async function measure(queue: QueueN8n, database: Client, sandboxOrigin: string): Promise<BenchmarkResult[]> {
	const { main } = queue;
	await ensureCredentials(main.api, sandboxCredentials(sandboxOrigin));
	const credential = (await main.api.listCredentials()).find(({ type }) => type === 'slipwayGitHubApi');
	const paths = await publishBoth(main, credential && { id: credential.id, name: credential.name });
	const body = pushBody();
	const headers = deliveryHeaders(sandboxOrigin, body);
	const run = async (which: Which, count: number): Promise<number> => {
		const before = await endedCount(database, paths, which);
		const startedAtMs = performance.now();
		await load(paths[which], body, headers, count);
		while ((await endedCount(database, paths, which)) < before + count) await delay(POLL_MS);
		return count / ((performance.now() - startedAtMs) / 1000);
	};
	const results: BenchmarkResult[] = [];
	for (const workers of [2, 1]) {
		if (workers === 1) await queue.members.get('worker-2')?.stop();
		for (const which of ['reference', 'ours'] as const) await run(which, 20);
		const rates: Record<Which, number[]> = { reference: [], ours: [] };
		for (let round = 0; round < rounds; round++) {
			for (const which of ['reference', 'ours'] as const) rates[which].push(await run(which, deliveriesPerRound));
		}
		const [ours, reference] = [median(rates.ours), median(rates.reference)];
		results.push({
			name: `Queue mode, ${workers} worker${workers === 1 ? '' : 's'}`,
			ours: `${ours.toFixed(1)} deliveries a second run to their end (GitHub Deploy Trigger)`,
			reference: `${reference.toFixed(1)} a second (Webhook)`,
			ratio: ours / reference,
			goal: 'at least 0.90',
			reached: ours / reference >= 0.9,
			notes: [
				`${connections} connections, ${rounds} rounds of ${deliveriesPerRound} each, in turn; main, webhook process, workers, redis-server, PostgreSQL and the sender share this machine`,
			],
		});
	}
	return results;
}

/** How many runs of a workflow have ended well, as PostgreSQL has it: the API would list at most 250. */
async function endedCount(database: Client, { workflowIds }: IntakePaths, which: Which): Promise<number> {
	const { rows } = await database.query<{ readonly ended: number }>(
		`SELECT count(*)::int AS ended FROM execution_entity WHERE "workflowId" = $1 AND status = 'success'`,
		[workflowIds[which]],
	);
	return rows[0]?.ended ?? 0;
}
