import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { zipSync } from 'fflate';

import { waitForExecution } from '../executionOutcome';
import { readPath } from '../json';
import { ensureN8n } from '../n8n/runtime';
import { ensureNetlifyCli, runNetlifyCli } from '../netlifyCli';
import { sandboxCredentials } from '../sandboxCredentials';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { type BenchInstance, withBenchInstance } from './benchInstance';
import { countPeakAnew, memoryMb } from './processMemory';
import { median } from './statistics';

const fileCount = 12_000;
const latencyMs = 50;
const rounds = 5;
const mostGrowthMb = 200;
const siteName = 'paintbox';

/**
 * 12,000 new small files to one site, each request answered after 50 ms: Deploy Files in a real n8n,
 * with each upload method, and netlify-cli's `deploy`, on one sandbox. The files differ between the
 * runs, so that nothing is there already. netlify-cli, which mostly waits, runs once.
 */
export const uploadBenchmark: Benchmark = {
	word: 'upload',
	async run(say) {
		const entry = await ensureNetlifyCli();
		const { nodeBinary } = await ensureN8n();
		return await withBenchInstance(async (instance) => {
			instance.sandbox.setLatency(latencyMs);
			const siteId = await idOfSite(instance);
			const cliMs = await timeNetlifyCli({ entry, nodeBinary, instance, siteId });
			say(`netlify-cli: ${seconds(cliMs)}.`);
			const results = [];
			for (const uploadMethod of ['automatic', 'changedFiles']) {
				const played = [];
				for (let round = 1; round <= rounds; round++) {
					played.push(await timeDeployFiles(instance, siteId, { uploadMethod, edition: `${uploadMethod} ${round}` }));
				}
				results.push(uploadResult(uploadMethod, cliMs, played));
				say(`${uploadMethod}: ${played.map(({ elapsedMs }) => seconds(elapsedMs)).join(', ')}.`);
			}
			return results;
		});
	},
};

interface TimedUpload {
	readonly elapsedMs: number;
	readonly peakGrowthMb: number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function uploadResult(uploadMethod: string, cliMs: number, played: readonly TimedUpload[]): BenchmarkResult {
	const elapsedMs = median(played.map((each) => each.elapsedMs));
	const growthMb = Math.max(...played.map(({ peakGrowthMb }) => peakGrowthMb));
	const ratio = cliMs / elapsedMs;
	return {
		name: `Deploy Files of ${fileCount} new files, ${latencyMs} ms a request (upload method: ${uploadMethod})`,
		ours: `${seconds(elapsedMs)}, n8n's memory at most ${growthMb.toFixed(0)} MB above before`,
		reference: `${seconds(cliMs)} (netlify-cli deploy, once)`,
		ratio,
		goal: `at least 4 times as fast, and less than ${mostGrowthMb} MB above before`,
		reached: ratio >= 4 && growthMb < mostGrowthMb,
		notes: [`median of ${played.length} (${played.map((each) => seconds(each.elapsedMs)).join(', ')})`],
	};
}

export async function idOfSite({ sandbox }: BenchInstance): Promise<string> {
	const { baseUrl, accessToken } = netlifyCredential(sandbox.origin);
	const response = await fetch(`${baseUrl}/sites/${siteName}`, {
		headers: { authorization: `Bearer ${accessToken}` },
	});
	const id = readPath(await response.json(), 'id');
	if (typeof id !== 'string') throw new Error(`The sandbox has no site ${siteName}`);
	return id;
}

function netlifyCredential(origin: string): { baseUrl: string; accessToken: string } {
	const data = sandboxCredentials(origin).find(({ type }) => type === 'slipwayNetlifyApi')?.data ?? {};
	return { baseUrl: String(data.baseUrl), accessToken: String(data.accessToken) };
}

/** `seed` makes the contents of one run's files differ from every other's. */
function fileContents(seed: string): ReadonlyArray<readonly [string, Buffer]> {
	return Array.from({ length: fileCount }, (_, index) => [
		`pages/${index % 100}/${index}.html`,
		Buffer.from(`<!doctype html><title>${seed} ${index}</title>${'x'.repeat(index % 400)}`),
	]);
}

async function timeNetlifyCli(options: {
	readonly entry: string;
	readonly nodeBinary: string;
	readonly instance: BenchInstance;
	readonly siteId: string;
}): Promise<number> {
	const workingFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-cli-'));
	try {
		for (const [name, content] of fileContents('cli')) {
			const file = join(workingFolder, 'site', name);
			await mkdir(join(file, '..'), { recursive: true });
			await writeFile(file, content);
		}
		const { baseUrl, accessToken } = netlifyCredential(options.instance.sandbox.origin);
		const startedAtMs = performance.now();
		const run = await runNetlifyCli({
			nodeBinary: options.nodeBinary,
			entry: options.entry,
			words: ['deploy', '--prod', '--no-build', '--dir', 'site'],
			workingFolder,
			apiUrl: baseUrl,
			token: accessToken,
			siteId: options.siteId,
		});
		if (run.exitCode !== 0) throw new Error(`netlify-cli ended with ${run.exitCode}: ${run.output.slice(-600)}`);
		return performance.now() - startedAtMs;
	} finally {
		await rm(workingFolder, { recursive: true, force: true });
	}
}

export async function timeDeployFiles(
	{ n8n, credentials }: BenchInstance,
	siteId: string,
	{ uploadMethod, edition }: { readonly uploadMethod: string; readonly edition: string },
): Promise<TimedUpload> {
	const archive = zipSync(Object.fromEntries(fileContents(edition)), { level: 1 });
	const server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'application/zip' }).end(archive);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const workflow = await n8n.api.createWorkflow({
			name: `Bench: upload ${edition}`,
			nodes: [
				{
					id: 'start',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: 'fetch',
					name: 'Fetch',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0],
					parameters: {
						url: `http://127.0.0.1:${port}/site.zip`,
						options: { response: { response: { responseFormat: 'file' } } },
					},
				},
				{
					id: 'deploy',
					name: 'Deploy',
					type: 'n8n-nodes-slipway.netlifyDeployments',
					typeVersion: 1,
					position: [400, 0],
					credentials: { slipwayNetlifyApi: credentials.slipwayNetlifyApi },
					parameters: {
						resource: 'deploy',
						operation: 'deployFiles',
						site: { __rl: true, mode: 'id', value: siteId },
						filesFrom: 'zip',
						binaryPropertyName: 'data',
						target: 'production',
						uploadMethod,
					},
				},
			],
			connections: {
				Start: { main: [[{ node: 'Fetch', type: 'main', index: 0 }]] },
				Fetch: { main: [[{ node: 'Deploy', type: 'main', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		});
		const beforeMb = (await memoryMb(n8n.processId)).now;
		await countPeakAnew(n8n.processId);
		const executionId = await n8n.session.runWorkflow(workflow.id, 'Start');
		const execution = await waitForExecution(n8n.api, executionId, 20 * 60_000);
		const runs = readPath(execution.data, 'resultData', 'runData', 'Deploy');
		const elapsedMs = Array.isArray(runs) ? readPath(runs[0], 'executionTime') : undefined;
		if (execution.status !== 'success' || typeof elapsedMs !== 'number') {
			throw new Error(
				`Deploy Files ended with ${execution.status}: ${JSON.stringify(readPath(execution.data, 'resultData', 'error', 'message'))}`,
			);
		}
		return { elapsedMs, peakGrowthMb: (await memoryMb(n8n.processId)).peak - beforeMb };
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
}
