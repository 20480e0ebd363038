/**
 * `npm run bench [-- operation intake burst release reconcile upload start editor memory contention board queue]`: how fast, always as a ratio
 * to a reference that ran in the same minute on the same machine. No test fails for being slow.
 */
import { buildPackage } from '../buildPackage';
import { PROJECT_FOLDER } from '../stack';
import type { Benchmark } from './benchmark';
import { boardBenchmark } from './board';
import { burstBenchmark } from './burst';
import { contentionBenchmark } from './contention';
import { editorBenchmark } from './editor';
import { intakeBenchmark } from './intake';
import { memoryBenchmark } from './memory';
import { operationBenchmark } from './operation';
import { queueBenchmark } from './queue';
import { reconcileBenchmark } from './reconcile';
import { releaseBenchmark } from './release';
import { startBenchmark } from './start';
import { uploadBenchmark } from './upload';

const benchmarks: readonly Benchmark[] = [
	operationBenchmark,
	intakeBenchmark,
	burstBenchmark,
	releaseBenchmark,
	reconcileBenchmark,
	uploadBenchmark,
	startBenchmark,
	editorBenchmark,
	memoryBenchmark,
	contentionBenchmark,
	boardBenchmark,
	queueBenchmark,
];

async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const unknown = words.filter((word) => !benchmarks.some((benchmark) => benchmark.word === word));
	if (unknown.length > 0) {
		throw new Error(
			`No benchmark is called ${unknown.join(', ')}. There are: ${benchmarks.map(({ word }) => word).join(', ')}.`,
		);
	}
	await buildPackage(PROJECT_FOLDER, 'emit');
	for (const benchmark of benchmarks) {
		if (words.length > 0 && !words.includes(benchmark.word)) continue;
		for (const result of await benchmark.run((line) => console.error(`  ${line}`))) {
			console.log(`\n${result.name}`);
			console.log(`  ours       ${result.ours}`);
			console.log(`  reference  ${result.reference}`);
			console.log(
				`  ratio      ${result.ratio.toFixed(2)} (goal: ${result.goal}; ${result.reached ? 'reached' : 'missed'})`,
			);
			for (const note of result.notes) console.log(`  ${note}`);
		}
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
