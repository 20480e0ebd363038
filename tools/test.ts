import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildPackage } from './buildPackage';
import { errorCode } from './errorCode';
import { isRecord } from './json';
import { describeInstallProgress, ensureN8n } from './n8n/runtime';
import { PROJECT_FOLDER } from './stack';
import { findChromium, findPostgres, findProgram, installDebianPackages, whyNoDebianPackages } from './systemPrograms';
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
		without: 'the tests on a real Redis, and those of queue mode, are skipped; those on the embedded one run',
	},
	{
		debianPackage: 'postgresql',
		find: () => findPostgres()?.postgres,
		without: 'the tests of queue mode are skipped',
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
	const words = process.argv.slice(2);
	if (words[0] === '--long') {
		return await report(terminal, [
			await runJest(
				terminal,
				['--testPathPatterns', ...longEngineSuites, ...sampledSuites, `--maxWorkers=${Math.min(2, workerCount())}`],
				inFull,
			),
			await runJest(terminal, ['--testPathPatterns', longN8nSuites, sampledN8nSuites, '--runInBand'], inFull),
		]);
	}
	if (words.length > 0) return await report(terminal, [await runJest(terminal, words)]);
	terminal.line(`Left out, since they take long (npm test -- --long): ${longSuites.join(', ')}`);
	return await report(terminal, [
		await runJest(
			terminal,
			['--testPathIgnorePatterns', '/node_modules/', heavyTests, `--maxWorkers=${workerCount()}`],
			// What is missing is said once, by the last run.
			{ SLIPWAY_MISSING_SAID_LATER: '1' },
		),
		// These mostly wait for the platforms: side by side they take little longer than one.
		...(await Promise.all([
			runJest(terminal, ['--runInBand', ...heavyRun(realN8nSuites)], { SLIPWAY_MISSING_SAID_LATER: '1' }),
			runJest(terminal, ['--runInBand', ...heavyRun('/test/(browser|tools)/')], { SLIPWAY_MISSING_SAID_LATER: '1' }),
			runJest(terminal, [...heavyRun('/test/workflows/', realN8nSuites), `--maxWorkers=${Math.min(2, workerCount())}`]),
		])),
	]);
}

/**
 * Each place at which n8n can be killed, each step of n8n's that can fail, roll backs by hand on three platforms, what
 * goes wrong with backups, services and images that are not there, each platform's own workflow, DNS failovers,
 * releases of which every deployment is handed over to the next run, queue mode, the bundle on the vendors' packages and
 * installed from inside n8n, Netlify's own command-line tool on the sandbox, and all that a real n8n keeps searched for
 * secrets: `npm test -- --long`. Each takes many minutes, and CI has 45.
 */
const longEngineSuites = [
	'/test/workflows/(killed|foreignFailures|foreignFailuresByHand|byHandOnThreePlatforms|backupMishaps|planningHandedOver|onItsPlatform|failover|badPlatforms)\\.test\\.ts',
];
const longN8nSuites =
	'/test/(workflows/(plantedSecretsInN8n|queueMode|vendorsInN8n)|browser/slipwayBundle|tools/netlifyCli)\\.test\\.ts';
const longSuites = [...longEngineSuites, longN8nSuites];

/** Of these, CI takes a fixed sample (`test/sample.ts`); `--long` takes all. */
const sampledSuites = [
	'/test/nodes/AwsEcs/faultAtEach',
	'/test/workflows/(lostAndShuffled|graphosRelease|temporalRelease|rollbackByHand|previewEnds)\\.test\\.ts',
];
const sampledN8nSuites = '/test/(workflows/bulk|browser/editor)\\.test\\.ts';
const inFull = { SLIPWAY_FULL: '1' };

/** Each of these has an n8n or a browser of its own beside it. */
const heavyTests = '/test/(workflows|browser|tools)/';

/** The suites of workflows in a real n8n; the others run on its engine inside jest. */
const realN8nSuites = '/test/workflows/(bulk|death|deploy|mishaps|platforms|scenarios)\\.test\\.ts';

function heavyRun(pattern: string, ...without: readonly string[]): string[] {
	return ['--testPathPatterns', pattern, '--testPathIgnorePatterns', '/node_modules/', ...longSuites, ...without];
}

interface JestRun {
	readonly exitCode: number;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

/** The line that a run's result is read from. */
async function report(terminal: Terminal, runs: readonly JestRun[]): Promise<number> {
	const sum = (field: 'passed' | 'failed' | 'skipped'): number => runs.reduce((total, run) => total + run[field], 0);
	const skipped = sum('skipped');
	terminal.line(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
	return runs.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
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
		terminal.line(
			`${debianPackage} is missing (${reason ?? 'apt-get did not provide it'}): ${without}. Install it to run them.`,
		);
	}
}

async function runJest(
	terminal: Terminal,
	words: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Promise<JestRun> {
	const folder = await mkdtemp(join(tmpdir(), 'slipway-jest-'));
	const resultFile = join(folder, 'result.json');
	try {
		const code = await new Promise<number>((resolve, reject) => {
			const child = spawn(
				process.execPath,
				[
					join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js'),
					'--json',
					`--outputFile=${resultFile}`,
					...words,
				],
				// With --json jest also prints the whole result on stdout; its report is on stderr.
				{ cwd: PROJECT_FOLDER, stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, ...environment } },
			);
			const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
			process.once('SIGINT', forward).once('SIGTERM', forward);
			child.once('error', reject);
			child.once('exit', (exitCode) => resolve(exitCode ?? 1));
		});
		const counts = await readCounts(resultFile);
		if (counts === undefined) {
			terminal.line('jest ended without a result.');
			return { exitCode: code || 1, passed: 0, failed: 1, skipped: 0 };
		}
		return { exitCode: code, ...counts };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Workflow tests run an n8n beside jest, so more workers than cores only makes them wait. */
function workerCount(): number {
	return Math.max(1, Math.min(4, availableParallelism()));
}

async function readCounts(file: string): Promise<Omit<JestRun, 'exitCode'> | undefined> {
	let result: unknown;
	try {
		result = JSON.parse(await readFile(file, 'utf8'));
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
		throw error;
	}
	if (!isRecord(result)) return undefined;
	return {
		passed: Number(result.numPassedTests),
		// A file that could not be loaded has no failed test in jest's count, and is a failure all the same.
		failed: Number(result.numFailedTests) + Number(result.numRuntimeErrorTestSuites),
		skipped: Number(result.numPendingTests) + Number(result.numTodoTests),
	};
}

runTool(main);
