import { isRecord, readPath } from '../json';
import { waitForExecution } from '../executionOutcome';
import type { Benchmark } from './benchmark';
import { type BenchInstance, withBenchInstance } from './benchInstance';
import { median } from './statistics';

const nodesPerRun = 30;
const runs = 9;

/**
 * One Key: Get of the Upstash node beside n8n's HTTP Request node making the same call, as the
 * execution time that n8n itself records for each node. Both kinds alternate in one workflow.
 */
export const operationBenchmark: Benchmark = {
	word: 'operation',
	async run() {
		return await withBenchInstance(async (instance) => {
			const workflow = await instance.n8n.api.createWorkflow(alternatingWorkflow(instance));
			const ours: number[] = [];
			const reference: number[] = [];
			for (let run = 0; run < runs; run++) {
				const executionId = await instance.n8n.session.runWorkflow(workflow.id, 'Start');
				const execution = await waitForExecution(instance.n8n.api, executionId, 60_000);
				if (execution.status !== 'success') throw new Error(`The benchmark's workflow ended with ${execution.status}`);
				// The first run loads both nodes.
				if (run === 0) continue;
				ours.push(totalMs(execution.data, 'Ours'));
				reference.push(totalMs(execution.data, 'Reference'));
			}
			const [oursMs, referenceMs] = [median(ours) / nodesPerRun, median(reference) / nodesPerRun];
			const ratio = oursMs / referenceMs;
			return [
				{
					name: 'Time of one operation in n8n',
					ours: `${oursMs.toFixed(2)} ms (Upstash, Key: Get)`,
					reference: `${referenceMs.toFixed(2)} ms (HTTP Request, same call)`,
					ratio,
					goal: 'at most 1.00',
					reached: ratio <= 1,
					notes: [`median of ${runs - 1} runs of ${nodesPerRun} nodes of each kind, alternating`],
				},
			];
		});
	},
};

function totalMs(data: unknown, prefix: string): number {
	const runData = readPath(data, 'resultData', 'runData');
	if (!isRecord(runData)) throw new Error('The execution has no run data');
	let sum = 0;
	for (const [name, tasks] of Object.entries(runData)) {
		const time = Array.isArray(tasks) ? readPath(tasks[0], 'executionTime') : undefined;
		if (name.startsWith(prefix) && typeof time === 'number') sum += time;
	}
	return sum;
}

function alternatingWorkflow({ sandbox, credentials }: BenchInstance) {
	const steps = Array.from({ length: nodesPerRun }, (_, index) => [
		{
			name: `Ours ${index}`,
			type: 'n8n-nodes-slipway.upstash',
			typeVersion: 1,
			credentials: { slipwayUpstashRedisApi: credentials.slipwayUpstashRedisApi },
			parameters: { resource: 'key', operation: 'get', key: 'bench' },
		},
		{
			name: `Reference ${index}`,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			// Ours are for our own nodes alone.
			credentials: { httpBearerAuth: credentials.httpBearerAuth },
			parameters: {
				method: 'POST',
				url: `${sandbox.origin}/upstash`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpBearerAuth',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '["GET","bench"]',
				options: {},
			},
		},
	]).flat();
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const nodes = [start, ...steps].map((step, index) => ({
		...step,
		id: `node-${index}`,
		position: [index * 200, 0] as [number, number],
	}));
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [name, { main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main', index: 0 }]] }]),
	);
	return { name: 'Bench: operation', nodes, connections, settings: { executionOrder: 'v1' } };
}
