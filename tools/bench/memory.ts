import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { runScenario } from '../deliver/run';
import { createSandboxClient } from '../deliver/sandboxClient';
import { SCENARIOS } from '../deliver/scenarios';
import { ensureN8n } from '../n8n/runtime';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { startStack } from '../stack';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { countPeakAnew, memoryMb } from './processMemory';
import { median } from './statistics';
import { withAndWithout } from './withAndWithout';

const ROUNDS = 5;
/** After its start n8n tidies up for a while. */
const IDLE_MS = 20_000;
const REPOSITORY = 'candlefish-ai/candlefish';
/** Faster, and a delivery that n8n answers in a fifth of a second would be too late for GitHub. */
const TIME_SCALE = 10;
const SCENARIO = 'release';

/**
 * Resident memory of n8n: idle with the package and without, in turns; with the whole bundle in it; and at most
 * while a release of all five platforms runs.
 */
export const memoryBenchmark: Benchmark = {
	word: 'memory',
	async run(say) {
		const idle = await withAndWithout(ROUNDS, async ({ processId }) => await restingMb(processId));
		say(
			`Idle: ${idle.withPackage.map(whole).join(', ')} MB with the package, ${idle.without.map(whole).join(', ')} without.`,
		);
		const bundle = await measureBundle(say);
		const without = median(idle.without);
		const noise = Math.max(...idle.without) - Math.min(...idle.without);
		return [
			resultOf('Memory of n8n, idle', median(idle.withPackage), without, {
				goal: 'no measurable difference',
				reached: median(idle.withPackage) - without <= noise,
				note: `median of ${ROUNDS}; those without the package alone differ by ${whole(noise)} MB`,
			}),
			resultOf('The same with the whole bundle published, after its set-up ran', bundle.restingMb, without, {
				goal: 'none was set',
				reached: true,
				note: 'with what n8n keeps of the executions of its set-up; once',
			}),
			resultOf('The most it has while a release of all five platforms runs', median(bundle.peaksMb), without, {
				goal: 'none was set',
				reached: true,
				note: `median of ${bundle.peaksMb.length} releases (${bundle.peaksMb.map(whole).join(', ')} MB)`,
			}),
		];
	},
};

const whole = (mb: number): string => mb.toFixed(0);

async function restingMb(processId: number): Promise<number> {
	await delay(IDLE_MS);
	return (await memoryMb(processId)).now;
}

function resultOf(
	name: string,
	oursMb: number,
	withoutMb: number,
	{ goal, reached, note }: { readonly goal: string; readonly reached: boolean; readonly note: string },
): BenchmarkResult {
	return {
		name,
		ours: `${whole(oursMb)} MB`,
		reference: `${whole(withoutMb)} MB: n8n without the package, idle`,
		ratio: oursMb / withoutMb,
		goal,
		reached,
		notes: [note],
	};
}

/** An n8n with everything in it, and releases one after the other. */
async function measureBundle(say: (line: string) => void) {
	const scenario = SCENARIOS.find(({ name }) => name === SCENARIO);
	if (scenario === undefined) throw new Error(`There is no scenario ${SCENARIO}`);
	const runtime = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
	await copyTemplateFolder(runtime, userFolder);
	const stack = await startStack({ runtime, userFolder, timeScale: TIME_SCALE });
	try {
		const { processId, webhookOrigin, api } = stack.n8n;
		const resting = await restingMb(processId);
		const peaksMb: number[] = [];
		for (let round = 1; round <= ROUNDS; round++) {
			await countPeakAnew(processId);
			const { checks } = await runScenario({
				...{ api, scenario, repository: REPOSITORY, say: () => undefined },
				sandbox: createSandboxClient(stack.sandbox.origin, webhookOrigin),
			});
			const failed = checks.find(({ isMet }) => !isMet);
			if (failed) throw new Error(`The release did not end as expected: ${failed.what} (${failed.seen})`);
			peaksMb.push((await memoryMb(processId)).peak);
			say(`Release ${round} of ${ROUNDS}: ${whole(peaksMb.at(-1) ?? NaN)} MB at most.`);
		}
		return { restingMb: resting, peaksMb };
	} finally {
		await stack.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}
