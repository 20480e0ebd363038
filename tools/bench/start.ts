import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startN8n } from '../n8n/instance';
import { ensureN8n } from '../n8n/runtime';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { PROJECT_FOLDER } from '../stack';
import type { Benchmark } from './benchmark';
import { median } from './statistics';

const rounds = 5;

/** n8n's start with the package and without, in turns, on a database that is already there. */
export const startBenchmark: Benchmark = {
	word: 'start',
	async run() {
		const runtime = await ensureN8n();
		const withPackage: number[] = [];
		const without: number[] = [];
		for (let round = 0; round < rounds; round++) {
			for (const [times, packageDir] of [
				[without, undefined],
				[withPackage, PROJECT_FOLDER],
			] as const) {
				const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-start-'));
				await copyTemplateFolder(runtime, userFolder);
				const n8n = await startN8n({ runtime, userFolder, ...(packageDir && { packageDir }) });
				await n8n.stop();
				await rm(userFolder, { recursive: true, force: true });
				times.push(n8n.readyAfterMs);
			}
		}
		const [oursMs, referenceMs] = [median(withPackage), median(without)];
		const noiseMs = Math.max(...without) - Math.min(...without);
		return [
			{
				name: 'Start of n8n',
				ours: `${(oursMs / 1000).toFixed(2)} s with the package (${seconds(withPackage)})`,
				reference: `${(referenceMs / 1000).toFixed(2)} s without (${seconds(without)})`,
				ratio: oursMs / referenceMs,
				goal: 'no measurable difference',
				reached: oursMs - referenceMs <= noiseMs,
				notes: [`the runs without the package alone differ by ${(noiseMs / 1000).toFixed(2)} s`],
			},
		];
	},
};

function seconds(times: readonly number[]): string {
	return times.map((ms) => (ms / 1000).toFixed(2)).join(', ');
}
