import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheFolder } from './n8n/cacheFolder';
import { withProcessLock } from './n8n/processLock';

const netlifyCliVersion = '27.10.2';
const installTimeoutMs = 10 * 60_000;

/**
 * Netlify's own command-line tool, installed on the first call (about a minute) into the cache: it
 * has a thousand dependencies, so it is no dependency of this project. Returns its entry script,
 * which needs Node.js 22.13 or newer.
 */
export async function ensureNetlifyCli(): Promise<string> {
	const folder = join(cacheFolder(), `netlify-cli-${netlifyCliVersion}`);
	const entry = join(folder, 'node_modules', 'netlify-cli', 'bin', 'run.js');
	const marker = join(folder, '.slipway-installed');
	if (existsSync(marker) && existsSync(entry)) return entry;
	await withProcessLock(`${folder}.lock`, { timeoutMs: installTimeoutMs, onWait: () => undefined }, async () => {
		if (existsSync(marker) && existsSync(entry)) return;
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'package.json'), '{"name":"slipway-netlify-cli","private":true}\n');
		await npmInstall(folder);
		await writeFile(marker, netlifyCliVersion);
	});
	return entry;
}

async function npmInstall(folder: string): Promise<void> {
	const output: string[] = [];
	const code = await new Promise<number | null>((resolve, reject) => {
		const child = spawn(
			'npm',
			['install', '--ignore-scripts', '--no-audit', '--no-fund', `netlify-cli@${netlifyCliVersion}`],
			{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
		);
		child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) {
		throw new Error(`netlify-cli could not be installed: ${output.join('').trim().split('\n').slice(-5).join(' ')}`);
	}
}

/** What a run of the command-line tool said. */
export interface NetlifyCliRun {
	readonly exitCode: number | null;
	readonly output: string;
}

/**
 * Runs `netlify <words>` against a Netlify API other than Netlify's. `nodeBinary` must be Node.js
 * 22.13 or newer. The tool asks a second host of Netlify's for a list of extensions, and takes
 * itself for offline without it: a preload answers that one question with an empty list.
 */
export async function runNetlifyCli(options: {
	readonly nodeBinary: string;
	readonly entry: string;
	readonly words: readonly string[];
	readonly workingFolder: string;
	readonly apiUrl: string;
	readonly token: string;
	readonly siteId: string;
}): Promise<NetlifyCliRun> {
	const home = join(options.workingFolder, '.netlify-home');
	await mkdir(home, { recursive: true });
	const preload = join(home, 'extensions.mjs');
	await writeFile(
		preload,
		`const fetchForReal = globalThis.fetch;
globalThis.fetch = async (input, init) =>
	String(input?.url ?? input).includes('netlifysdk.com')
		? new Response('[]', { status: 200, headers: { 'content-type': 'application/json' } })
		: await fetchForReal(input, init);
`,
	);
	const output: string[] = [];
	const exitCode = await new Promise<number | null>((resolve, reject) => {
		const child = spawn(options.nodeBinary, ['--import', preload, options.entry, ...options.words], {
			cwd: options.workingFolder,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				PATH: process.env.PATH,
				HOME: home,
				CI: '1',
				NETLIFY_API_URL: options.apiUrl,
				NETLIFY_AUTH_TOKEN: options.token,
				NETLIFY_SITE_ID: options.siteId,
				NETLIFY_TELEMETRY_DISABLED: '1',
			},
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
		}
		child.once('error', reject);
		child.once('close', resolve);
	});
	return { exitCode, output: output.join('') };
}
