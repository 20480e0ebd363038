import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildPackage } from './buildPackage';
import { errorCode } from './errorCode';
import { isRecord } from './json';
import { describeInstallProgress, ensureN8n } from './n8n/runtime';
import { PROJECT_FOLDER } from './stack';
import { findChromium, findProgram, installDebianPackages, whyNoDebianPackages } from './systemPrograms';
import { createTerminal, runTool, type Terminal } from './terminal';

interface NeededProgram {
	readonly debianPackage: string;
	readonly find: () => string | undefined;
	readonly without: string;
}

const NEEDED: readonly NeededProgram[] = [
	{
		debianPackage: 'chromium',
		find: findChromium,
		without: 'the browser tests (rollback form, editor) are skipped',
	},
	{
		debianPackage: 'redis-server',
		find: () => findProgram('redis-server'),
		without: 'the tests on a real Redis are skipped; those on the embedded one run',
	},
];

/** Everything: what the tests need, one build, jest. Arguments go to jest: `npm test -- test/tools`. */
async function main(): Promise<number> {
	const terminal = createTerminal();
	ensurePrograms(terminal);
	await Promise.all([
		ensureN8n({ onProgress: (progress) => terminal.progress(describeInstallProgress(progress)) }),
		buildPackage(PROJECT_FOLDER, 'build'),
	]);
	terminal.event('n8n is installed and the package is built');
	return await runJest(terminal, process.argv.slice(2));
}

function ensurePrograms(terminal: Terminal): void {
	const missing = NEEDED.filter(({ find }) => find() === undefined);
	if (missing.length === 0) return;
	const names = missing.map(({ debianPackage }) => debianPackage);
	let reason = whyNoDebianPackages();
	if (reason === undefined) {
		terminal.line(`Installing ${names.join(' and ')} with apt-get`);
		reason = installDebianPackages(names);
	}
	for (const { debianPackage, find, without } of missing) {
		if (find() !== undefined) continue;
		terminal.line(`${debianPackage} is missing (${reason ?? 'apt-get did not provide it'}): ${without}. Install it to run them.`);
	}
}

async function runJest(terminal: Terminal, words: readonly string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'slipway-jest-'));
	const resultFile = join(folder, 'result.json');
	try {
		const code = await new Promise<number>((resolve, reject) => {
			const child = spawn(
				process.execPath,
				[
					join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js'),
					...(words.some((word) => /^(--maxWorkers|-w|--runInBand|-i)/.test(word)) ? [] : [`--maxWorkers=${workerCount()}`]),
					'--json',
					`--outputFile=${resultFile}`,
					...words,
				],
				// With --json jest also prints the whole result on stdout; its report is on stderr.
				{ cwd: PROJECT_FOLDER, stdio: ['inherit', 'ignore', 'inherit'] },
			);
			const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
			process.once('SIGINT', forward).once('SIGTERM', forward);
			child.once('error', reject);
			child.once('exit', (exitCode) => resolve(exitCode ?? 1));
		});
		const summary = await readSummary(resultFile);
		if (summary === undefined) {
			terminal.line('jest ended without a result.');
			terminal.line('0 passed, 1 failed');
			return code || 1;
		}
		terminal.line(summary);
		return code;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Workflow tests run an n8n beside jest, so more workers than cores only makes them wait. */
function workerCount(): number {
	return Math.max(1, Math.min(4, availableParallelism()));
}

async function readSummary(file: string): Promise<string | undefined> {
	let result: unknown;
	try {
		result = JSON.parse(await readFile(file, 'utf8'));
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
		throw error;
	}
	if (!isRecord(result)) return undefined;
	// A file that could not be loaded has no failed test in jest's count, and is a failure all the same.
	const failed = Number(result.numFailedTests) + Number(result.numRuntimeErrorTestSuites);
	const skipped = Number(result.numPendingTests) + Number(result.numTodoTests);
	return `${Number(result.numPassedTests)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

runTool(main);
