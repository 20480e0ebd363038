import type { Benchmark } from './benchmark';
import { median } from './statistics';
import { withAndWithout } from './withAndWithout';

const rounds = 5;

/** n8n's start with the package and without, in turns. */
export const startBenchmark: Benchmark = {
	word: 'start',
	async run() {
		const { withPackage, without } = await withAndWithout(rounds, async ({ readyAfterMs }) =>
			Promise.resolve(readyAfterMs),
		);
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
