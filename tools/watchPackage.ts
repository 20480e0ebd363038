import { type FSWatcher, watch } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { errorMessage } from './errorCode';

export interface PackageWatch {
	/** Folders whose changes count. */
	readonly folders: readonly string[];
	/** Builds the package; raises when it does not build. */
	readonly build: () => Promise<void>;
	/** Puts what was built where n8n reads it. */
	readonly install: () => Promise<void>;
	readonly onEvent: (text: string) => void;
	/** Changes within this time are built together: an editor writes several files at once. Default 150. */
	readonly quietMs?: number;
}

/**
 * Builds and installs at every change below the folders, one build at a time: a change during a build
 * starts another one after it. A build that fails says so, and what n8n has stays. Returns how to stop.
 */
export function watchPackage(options: PackageWatch): () => Promise<void> {
	const { folders, build, install, onEvent, quietMs = 150 } = options;
	let timer: NodeJS.Timeout | undefined;
	let isStale = false;
	let work: Promise<void> | undefined;
	const run = async (): Promise<void> => {
		while (isStale) {
			isStale = false;
			const beganAtMs = Date.now();
			try {
				await build();
				await install();
				onEvent(
					`Rebuilt in ${((Date.now() - beganAtMs) / 1000).toFixed(1)} s. Reload the editor's page to see new fields.`,
				);
			} catch (error) {
				onEvent(`Not rebuilt, n8n goes on with the last build. ${errorMessage(error)}`);
			}
		}
		work = undefined;
	};
	const onChange = (): void => {
		isStale = true;
		clearTimeout(timer);
		timer = setTimeout(() => (work ??= run()), quietMs);
	};
	const watchers: FSWatcher[] = folders.map((folder) => watch(folder, { recursive: true }, onChange));
	return async () => {
		clearTimeout(timer);
		isStale = false;
		for (const watcher of watchers) watcher.close();
		await work;
	};
}

/**
 * Copies a new build over the one that an n8n has installed. The folder itself stays, since n8n watches
 * it; files that the new build lacks go.
 */
export async function updateInstalledBuild(builtFolder: string, installedFolder: string): Promise<void> {
	await cp(builtFolder, installedFolder, { recursive: true });
	const built = new Set(await readdir(builtFolder, { recursive: true }));
	const gone = (await readdir(installedFolder, { recursive: true })).filter((name) => !built.has(name));
	for (const name of gone) await rm(join(installedFolder, name), { recursive: true, force: true });
}
