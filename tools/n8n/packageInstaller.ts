import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { isRecord, type JsonRecord, readString } from '../json';
import { readIfThere } from '../privateFiles';

/** The whole package and the vendors': one n8n has either the first or some of the others. */
const OUR_PACKAGE = /^n8n-nodes-slipway(-[a-z0-9-]+)?$/;

/**
 * Puts built packages where n8n looks for community packages, as `npm install` would: only the files that ship. They
 * are copied, not linked, since a link would resolve `n8n-workflow` from the project's own node_modules and the package
 * would run on a second copy of it. Packages of ours that are not among them are removed, since the whole one and a
 * vendor's must not meet; anybody else's stay. Returns the packages' names. Raises when one is not built.
 */
export async function installPackages(packageDirs: readonly string[], userFolder: string): Promise<string[]> {
	const packages = await Promise.all(packageDirs.map(readPackage));
	const nodesFolder = nodesFolderOf(userFolder);
	const names = new Set(packages.map(({ name }) => name));
	const modules = join(nodesFolder, 'node_modules');
	await mkdir(modules, { recursive: true });
	const isLeftOver = (name: string): boolean => OUR_PACKAGE.test(name) && !names.has(name);
	for (const { name, packageDir, shipped } of packages) {
		const target = join(modules, name);
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		for (const entry of shipped) await cp(join(packageDir, entry), join(target, entry), { recursive: true });
	}
	for (const name of await readdir(modules)) {
		if (isLeftOver(name)) await rm(join(modules, name), { recursive: true, force: true });
	}
	const before = await readManifest(nodesFolder);
	const others = Object.entries(isRecord(before?.dependencies) ? before.dependencies : {}).filter(
		([name]) => !isLeftOver(name),
	);
	const installed = {
		name: 'installed-nodes',
		private: true,
		...before,
		dependencies: {
			...Object.fromEntries(others),
			...Object.fromEntries(packages.map(({ name, version }) => [name, version])),
		},
	};
	await writeFile(join(nodesFolder, 'package.json'), `${JSON.stringify(installed, null, 2)}\n`);
	return [...names];
}

/** Where `installPackages` put the package of `packageDir`. */
export async function installedPackageFolder(packageDir: string, userFolder: string): Promise<string> {
	const { name } = await readPackage(packageDir);
	return join(nodesFolderOf(userFolder), 'node_modules', name);
}

const nodesFolderOf = (userFolder: string): string => join(userFolder, '.n8n', 'nodes');

interface BuiltPackage {
	readonly packageDir: string;
	readonly name: string;
	readonly version: string;
	/** Files and folders, relative to the package. */
	readonly shipped: readonly string[];
}

async function readPackage(packageDir: string): Promise<BuiltPackage> {
	const manifest = await readManifest(packageDir);
	const name = manifest ? readString(manifest, 'name') : undefined;
	if (manifest === undefined || name === undefined) {
		throw new Error(`${packageDir}/package.json is not there, or has no name. Run npm run build first.`);
	}
	const files = Array.isArray(manifest.files) ? manifest.files.filter((entry) => typeof entry === 'string') : [];
	const missing = files.filter((entry) => !existsSync(join(packageDir, entry)));
	if (missing.length > 0) {
		throw new Error(`${name} is not built: ${missing.join(', ')} missing in ${packageDir}. Run npm run build first.`);
	}
	return {
		packageDir,
		name,
		version: readString(manifest, 'version') ?? '*',
		shipped: [...files, 'package.json'],
	};
}

/** Undefined where there is none. */
async function readManifest(folder: string): Promise<JsonRecord | undefined> {
	const text = await readIfThere(join(folder, 'package.json'));
	if (text === undefined) return undefined;
	const manifest: unknown = JSON.parse(text);
	if (!isRecord(manifest)) throw new Error(`${folder}/package.json is not an object.`);
	return manifest;
}
