import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { parseArguments, UsageError } from './arguments';
import { buildPackage } from './buildPackage';
import { readPath, readRecords } from './json';
import { installedPackageFolder } from './n8n/packageInstaller';
import { isPortInUse } from './n8n/ports';
import { describeInstallProgress, ensureN8n, N8N_VERSION } from './n8n/runtime';
import { postgresFolderFor } from './queue/postgres';
import { findQueuePrograms } from './queue/queueN8n';
import { forgetRunning, N8N_FOLDER, QUEUE_FOLDER, recordRunning, STATE_FOLDER } from './runningStack';
import { ensurePrivateFolder } from './privateFiles';
import { namesOf, type PackageChoice, PROJECT_FOLDER, type Stack, startStack } from './stack';
import { BOARD_LOGIN } from './sandboxCredentials';
import { createTerminal, formatDuration, runTool, type Terminal } from './terminal';
import { updateInstalledBuild, watchPackage } from './watchPackage';

const USAGE = `Usage: npm start -- [--port 5678] [--sandbox-port 4010] [--time-scale 8] [--queue] [--packages vendors] [--fresh] [--watch] [--open] [--no-open]

Starts the sandbox and a real n8n with the package, credentials and workflows in it.
--queue       n8n in queue mode: main, two workers and a webhook process, on redis-server and PostgreSQL
--packages    "vendors": the package of each vendor, as n8n Cloud could have them, and not the whole one
--fresh       forgets everything the last start kept (workflow edits, executions, tables)
--watch       rebuilds the package at every change of nodes/ and credentials/, and n8n takes it up (npm run dev)
--time-scale  how much faster than real the simulated platforms live
--open        opens the editor in the browser`;

async function main(): Promise<number> {
	const parsed = parseArguments(process.argv.slice(2), {
		values: ['port', 'sandbox-port', 'time-scale', 'packages'],
		switches: ['fresh', 'queue', 'watch', 'open', 'no-open', 'help'],
	});
	const terminal = createTerminal();
	if (parsed.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	const port = parsed.port('port', 5678);
	const sandboxPort = parsed.port('sandbox-port', 4010);
	const timeScale = Number(parsed.value('time-scale') ?? 8);
	const isQueue = parsed.has('queue');
	if (isQueue && parsed.has('watch')) throw new UsageError('--watch works on one n8n: leave out --queue.');
	const packages = readPackages(parsed.value('packages'));
	if (packages === 'vendors' && parsed.has('watch')) {
		throw new UsageError('--watch works on the whole package: leave out --packages.');
	}
	const programs = isQueue ? findQueuePrograms() : undefined;
	if (typeof programs === 'string') throw new Error(`--queue needs redis-server and PostgreSQL: ${programs}.`);
	await requireFreePort(port, 'n8n', '--port');
	await requireFreePort(sandboxPort, 'The sandbox', '--sandbox-port');

	await ensurePrivateFolder(STATE_FOLDER);
	const userFolder = isQueue ? QUEUE_FOLDER : N8N_FOLDER;
	const postgresFolder = postgresFolderFor(QUEUE_FOLDER);
	if (parsed.has('fresh')) {
		for (const folder of isQueue ? [userFolder, postgresFolder] : [userFolder])
			await rm(folder, { recursive: true, force: true });
	}

	const [runtime] = await Promise.all([
		ensureN8n({ onProgress: (progress) => terminal.progress(describeInstallProgress(progress)) }),
		buildPackage(PROJECT_FOLDER, packages === 'vendors' ? 'packages' : 'emit'),
	]);
	terminal.event(`Package built, n8n ${N8N_VERSION} in ${runtime.folder}`);
	const started: { stack?: Stack } = {};
	const onRestart = async (name: string): Promise<void> => {
		terminal.event(`n8n's ${name} was killed, and runs again`);
		if (started.stack) await record(started.stack);
	};
	const stack = await startStack({
		runtime,
		userFolder,
		packages,
		...(isQueue && { queue: { postgresFolder, onRestart } }),
		n8nPort: port,
		sandboxPort,
		timeScale,
		...(parsed.has('watch') && { environment: { N8N_DEV_RELOAD: 'true' } }),
		onEvent: (text) => terminal.event(text),
	});
	started.stack = stack;
	await record(stack);
	printReady(terminal, stack);
	if (parsed.has('open')) openBrowser(stack.n8n.origin, terminal);
	const stopWatching = parsed.has('watch') ? watchProject(terminal) : undefined;
	return await untilStopped(terminal, stack, stopWatching);
}

async function record({ n8n, sandbox, queue, packages }: Stack): Promise<void> {
	await recordRunning({
		n8nOrigin: n8n.origin,
		webhookOrigin: n8n.webhookOrigin,
		sandboxOrigin: sandbox.origin,
		apiKey: n8n.session.apiKey,
		owner: n8n.session.owner,
		processId: process.pid,
		packages: namesOf(packages),
		n8nProcessIds: queue?.processIds() ?? [n8n.processId],
	});
}

function readPackages(word: string | undefined): PackageChoice {
	if (word === undefined || word === 'whole' || word === 'vendors') return word ?? 'whole';
	throw new UsageError(`--packages must be "whole" or "vendors", not "${word}".`);
}

async function requireFreePort(port: number, who: string, flag: string): Promise<void> {
	if (!(await isPortInUse(port))) return;
	throw new Error(
		`Port ${port} is in use. ${who} needs it: end what listens there, or choose another port with ${flag} (npm start -- ${flag} ${port + 1}).`,
	);
}

/** Where the forms of the bundle open, as n8n prints them nowhere. */
function formLines({ n8n, bundle }: Stack): string {
	return bundle.workflows
		.flatMap(({ name, content }) => {
			const form = readRecords(content, 'nodes').find(({ type }) => type === 'n8n-nodes-base.formTrigger');
			const path = readPath(form, 'parameters', 'options', 'path');
			return typeof path === 'string'
				? `  ${name.replace(/^Slipway \d+: /, '').padEnd(12)}  ${n8n.webhookOrigin}/form/${path}\n`
				: [];
		})
		.join('');
}

/** The board is the whole package's. */
function boardLine({ n8n, packages }: Stack): string {
	if (packages === 'vendors') return '';
	const { user, password } = BOARD_LOGIN;
	return `  the board     ${n8n.webhookOrigin}/webhook/slipway-board   name ${user}   password ${password}\n`;
}

function logFilesOf({ n8n, queue }: Stack): string {
	const members = [...(queue?.members ?? [])].map(([name, { logFile }]) => `${name.padEnd(12)}  ${logFile}`);
	return [n8n.logFile, ...members].join('\n  ');
}

function printReady(terminal: Terminal, stack: Stack): void {
	const { n8n, sandbox } = stack;
	terminal.line(`
Slipway is ready after ${formatDuration(terminal.elapsedMs())}.

  n8n editor    ${n8n.origin}/
  log in with   ${n8n.session.owner.email}   password ${n8n.session.owner.password}
  sandbox       ${sandbox.origin}/
${formLines(stack)}${boardLine(stack)}  n8n's log     ${logFilesOf(stack)}

Try next, in a second terminal:

  npm run deliver -- good              a push that deploys
  npm run deliver -- failing-health    a bad one: rolled back, one page
  npm run deliver -- bad-build         a build that fails: nothing goes live
  npm run deliver -- release           five platforms in order, one push
  npm run deliver -- --help            everything else that can happen

Ctrl-C stops both. What n8n keeps stays in ${STATE_FOLDER} (npm start -- --fresh forgets it).
`);
}

/** n8n watches its copy of the package by itself (N8N_DEV_RELOAD) and takes a new build up while it runs. */
function watchProject(terminal: Terminal): () => Promise<void> {
	terminal.line(
		'Watching nodes/ and credentials/. A change in sandbox/ or tools/ needs a new start; workflows go in with npm run workflows -- push.\n',
	);
	return watchPackage({
		folders: ['nodes', 'credentials'].map((name) => join(PROJECT_FOLDER, name)),
		build: async () => await buildPackage(PROJECT_FOLDER, 'emit'),
		install: async () =>
			await updateInstalledBuild(
				join(PROJECT_FOLDER, 'dist'),
				join(await installedPackageFolder(PROJECT_FOLDER, N8N_FOLDER), 'dist'),
			),
		onEvent: (text) => terminal.event(text),
	});
}

/** Whoever kills n8n (npm run deliver -- crash) gets it back, as a service manager would do it; an n8n that ends otherwise stays ended. */
async function untilEndedByItself(terminal: Terminal, stack: Stack): Promise<void> {
	for (;;) {
		const { n8n, queue } = stack;
		await n8n.exited;
		if (!n8n.wasKilled()) return;
		// In queue mode whatever is killed is started again where it was started first.
		if (queue) {
			while (queue.main === n8n) await delay(100);
			continue;
		}
		terminal.event('n8n was killed: starting it again');
		await stack.restartN8n();
		await record(stack);
		terminal.event(`n8n runs again (ready after ${formatDuration(stack.n8n.readyAfterMs)})`);
	}
}

async function untilStopped(terminal: Terminal, stack: Stack, stopWatching?: () => Promise<void>): Promise<number> {
	let hasAsked = false;
	const asked = new Promise<'asked'>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				hasAsked = true;
				resolve('asked');
			});
		}
	});
	await Promise.race([asked, untilEndedByItself(terminal, stack)]);
	terminal.line(hasAsked ? '\nStopping n8n and the sandbox.' : `\nn8n ended by itself. Its log: ${stack.n8n.logFile}`);
	await forgetRunning();
	await stopWatching?.();
	await stack.close();
	return hasAsked ? 0 : 1;
}

function openBrowser(url: string, terminal: Terminal): void {
	const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
	const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
	child.once('error', () => terminal.line(`No browser could be opened (${opener} is missing). Open ${url} yourself.`));
	child.unref();
}

runTool(main);
