import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { cacheFolder } from './cacheFolder';
import { withProcessLock } from './processLock';

/** The newest n8n that installs from the registry, and the Node.js it needs (24 or newer). */
export const N8N_VERSION = '2.41.1';
const NODE_VERSION = '24.21.0';
const NEEDED_BYTES = 4.5e9;
const INSTALL_TIMEOUT_MS = 30 * 60_000;

export interface N8nRuntime {
	/** Absolute path of the Node.js binary that n8n runs on. */
	readonly nodeBinary: string;
	/** Absolute path of n8n's entry script. */
	readonly n8nEntry: string;
	readonly folder: string;
	readonly version: string;
}

export interface InstallProgress {
	readonly phase: 'waiting' | 'downloading' | 'compiling';
	readonly elapsedMs: number;
	/** Package folders on disk so far; n8n ends at about 1,600 at the top level. */
	readonly packages: number;
	/** Bytes the disk lost since the start: near enough for a progress line. */
	readonly bytes: number;
	readonly detail?: string;
}

/** Where n8n is, or would be, installed. */
export function n8nRuntime(): N8nRuntime {
	const folder = join(cacheFolder(), `n8n-${N8N_VERSION}`);
	return {
		folder,
		version: N8N_VERSION,
		nodeBinary: join(folder, 'node_modules', 'node', 'bin', 'node'),
		n8nEntry: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/**
 * The pinned n8n, installed on the first call (4 to 6 minutes, 3 GB) and reused ever after.
 * The marker file is written last, so an install that was interrupted is done again from the start.
 * Raises with advice when the registry or the disk is not up to it.
 */
export async function ensureN8n(
	options: { readonly onProgress?: (progress: InstallProgress) => void } = {},
): Promise<N8nRuntime> {
	const runtime = n8nRuntime();
	if (await isInstalled(runtime)) return runtime;
	const onProgress = options.onProgress ?? (() => undefined);
	const startedAtMs = Date.now();
	const waiting = (pid: number): void =>
		onProgress({
			phase: 'waiting',
			elapsedMs: Date.now() - startedAtMs,
			packages: 0,
			bytes: 0,
			detail: `process ${pid} is installing n8n`,
		});
	await withProcessLock(`${runtime.folder}.lock`, { timeoutMs: INSTALL_TIMEOUT_MS, onWait: waiting }, async () => {
		if (!(await isInstalled(runtime))) await install(runtime, onProgress);
	});
	return runtime;
}

function markerFile(runtime: N8nRuntime): string {
	return join(runtime.folder, '.slipway-installed.json');
}

async function isInstalled(runtime: N8nRuntime): Promise<boolean> {
	if (!existsSync(markerFile(runtime))) return false;
	if (!existsSync(runtime.nodeBinary) || !existsSync(runtime.n8nEntry)) return false;
	const marker: unknown = JSON.parse(await readFile(markerFile(runtime), 'utf8'));
	return JSON.stringify(marker) === JSON.stringify(installedMarker());
}

function installedMarker(): Record<string, string> {
	return { n8n: N8N_VERSION, node: NODE_VERSION };
}

async function install(runtime: N8nRuntime, onProgress: (progress: InstallProgress) => void): Promise<void> {
	await mkdir(runtime.folder, { recursive: true });
	await rm(markerFile(runtime), { force: true });
	await rm(join(runtime.folder, 'node_modules'), { recursive: true, force: true });
	await rm(join(runtime.folder, 'package-lock.json'), { force: true });
	const freeBefore = await freeBytes(runtime.folder);
	if (freeBefore < NEEDED_BYTES) {
		throw new Error(
			`n8n ${N8N_VERSION} needs about 4.5 GB in ${runtime.folder}, and only ${gigabytes(freeBefore)} GB are free. Free some space, or set SLIPWAY_CACHE to a folder on a larger disk.`,
		);
	}
	const manifest = { name: 'slipway-n8n', private: true, version: '0.0.0', dependencies: installedMarker() };
	await writeFile(join(runtime.folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);

	const startedAtMs = Date.now();
	let phase: InstallProgress['phase'] = 'downloading';
	let isMeasuring = false;
	const timer = setInterval(() => {
		if (isMeasuring) return;
		isMeasuring = true;
		void Promise.all([countPackages(runtime.folder), freeBytes(runtime.folder)])
			.then(([packages, free]) => {
				const bytes = Math.max(0, freeBefore - free);
				onProgress({ phase, elapsedMs: Date.now() - startedAtMs, packages, bytes });
			})
			.finally(() => {
				isMeasuring = false;
			});
	}, 1000);
	try {
		// Scripts are off for the install: one dependency's script downloads sources from hosts that
		// are often blocked. The three packages that need theirs are built afterwards.
		await runNpm(runtime.folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
		phase = 'compiling';
		await runNpm(runtime.folder, ['rebuild', '--ignore-scripts=false', 'sqlite3', 'isolated-vm', 'node']);
	} finally {
		clearInterval(timer);
	}
	if (!existsSync(runtime.nodeBinary) || !existsSync(runtime.n8nEntry)) {
		throw new Error(
			`npm finished, but ${runtime.n8nEntry} or ${runtime.nodeBinary} is missing. Delete ${runtime.folder} and start again.`,
		);
	}
	await writeFile(markerFile(runtime), JSON.stringify(installedMarker()));
}

async function runNpm(folder: string, words: readonly string[]): Promise<void> {
	const output: string[] = [];
	const code = await new Promise<number | null>((resolve, reject) => {
		const child = spawn('npm', words, {
			cwd: folder,
			stdio: ['ignore', 'pipe', 'pipe'],
			// npm settings of the project that called us (prefix, workspaces) must not reach this folder.
			env: { ...localNodeHeaders(), ...withoutNpmProjectSettings(process.env) },
		});
		const keep = (chunk: Buffer): void => {
			output.push(chunk.toString());
			if (output.length > 400) output.shift();
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code === 0) return;
	throw new Error(describeNpmFailure(words, output.join(''), folder));
}

/**
 * Where a native module has no ready-made binary, or its host is blocked, node-gyp compiles it, and
 * fetches Node's headers from nodejs.org first. Node.js comes with them in most installations.
 */
function localNodeHeaders(): NodeJS.ProcessEnv {
	const prefix = dirname(dirname(process.execPath));
	return existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
}

function withoutNpmProjectSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const dropped = new Set(['npm_config_prefix', 'npm_config_local_prefix', 'npm_config_workspace', 'INIT_CWD']);
	return Object.fromEntries(
		Object.entries(environment).filter(([name]) => !dropped.has(name) && !/^npm_(package|lifecycle)_/.test(name)),
	);
}

/** Turns npm's answer into what failed and what to do about it. */
export function describeNpmFailure(words: readonly string[], output: string, folder: string): string {
	const what = `Installing n8n ${N8N_VERSION} failed at "npm ${words.join(' ')}" in ${folder}.`;
	const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
	const said = errors.slice(0, 8).join('\n') || output.trim().split('\n').slice(-8).join('\n');
	let advice = 'Start again to retry from a clean folder.';
	const [, unreachable] = /getaddrinfo \w+ ([\w.-]+)/.exec(output) ?? [];
	if (unreachable !== undefined && /prebuild-install|node-gyp|gyp info/.test(output)) {
		advice = `A native module could neither be fetched from ${unreachable}, which does not answer, nor be compiled. Check the network and the proxy; or install a C++ compiler, make, python3 and Node's headers (include/node beside its bin), then start again.`;
	} else if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(output)) {
		advice =
			'The npm registry could not be reached. Check the network, the proxy and "npm config get registry", then start again.';
	} else if (/ENOSPC/.test(output)) {
		advice = 'The disk is full. Free about 5 GB, or set SLIPWAY_CACHE to a folder on a larger disk.';
	} else if (/ETARGET|E404/.test(output)) {
		advice =
			'The registry does not have one of the packages. Point npm at a registry that has it (npm config set registry ADDRESS) and start again.';
	} else if (/gyp ERR|node-gyp/.test(output)) {
		advice =
			'A native module did not compile. Install a C++ compiler, make and python3 (Debian: apt-get install build-essential python3), then start again.';
	} else if (/EACCES|EPERM/.test(output)) {
		advice = 'The folder is not writable. Fix its owner, or set SLIPWAY_CACHE to a folder of yours.';
	}
	return `${what}\n${advice}\n${said}`;
}

async function countPackages(folder: string): Promise<number> {
	const root = join(folder, 'node_modules');
	const names = await readdir(root).catch(() => []);
	const scopes = names.filter((name) => name.startsWith('@'));
	const scoped = await Promise.all(
		scopes.map(async (scope) => (await readdir(join(root, scope)).catch(() => [])).length),
	);
	return names.length - scopes.length + scoped.reduce((sum, count) => sum + count, 0);
}

async function freeBytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1);
}

/** One line for the terminal. */
export function describeInstallProgress(progress: InstallProgress): string {
	const seconds = `${Math.round(progress.elapsedMs / 1000)} s`;
	if (progress.phase === 'waiting')
		return `Waiting: ${progress.detail ?? 'another start is installing n8n'} (${seconds})`;
	const verb = progress.phase === 'downloading' ? 'Installing' : 'Compiling native modules of';
	return `${verb} n8n ${N8N_VERSION} (once, 4 to 6 minutes): ${seconds}, ${progress.packages} packages, ${gigabytes(progress.bytes)} of about 3 GB`;
}
