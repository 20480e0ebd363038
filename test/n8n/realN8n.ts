import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureN8n } from '../../tools/n8n/runtime';
import { copyTemplateFolder } from '../../tools/n8n/templateFolder';
import { type PackageChoice, startStack as start, type Stack } from '../../tools/stack';

export interface TestStack extends Stack {
	/** What n8n wrote so far: for tests that look for planted secrets. */
	n8nLog(): Promise<string>;
}

/**
 * A sandbox and a real n8n on free ports, with the built package, the sandbox's credentials and the
 * bundle in place and set up. Takes about 12 s; share one among the tests of a file and close it.
 * The package must be built (`npm test` does that; else run `npx gulp build`).
 */
export async function startStack(
	options: {
		/** How much faster than wall time the platforms live; 200 unless told. */
		readonly timeScale?: number;
		/** Folder of the bundle to install; the project's `workflows/` unless told. */
		readonly workflows?: string;
		/** The whole package unless told. */
		readonly packages?: PackageChoice;
		readonly environment?: Readonly<Record<string, string>>;
	} = {},
): Promise<TestStack> {
	const runtime = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-n8n-'));
	const removeFolder = async (): Promise<void> => await rm(userFolder, { recursive: true, force: true });
	try {
		await copyTemplateFolder(runtime, userFolder);
		const stack = await start({
			runtime,
			userFolder,
			timeScale: options.timeScale ?? 200,
			...(options.workflows === undefined ? {} : { workflowsFolder: options.workflows }),
			...(options.packages === undefined ? {} : { packages: options.packages }),
			...(options.environment === undefined ? {} : { environment: options.environment }),
		});
		return {
			...stack,
			// Another one after a restart.
			get n8n() {
				return stack.n8n;
			},
			get api() {
				return stack.api;
			},
			n8nLog: async () => await readFile(stack.n8n.logFile, 'utf8'),
			async close() {
				await stack.close();
				await removeFolder();
			},
		};
	} catch (error) {
		await removeFolder();
		throw error;
	}
}
