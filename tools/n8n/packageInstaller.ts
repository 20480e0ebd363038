import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { isRecord, type JsonRecord, readString } from '../json';

/**
 * Puts the built package where n8n looks for community packages, as `npm install` would:
 * only the files that ship. It is copied, not linked, since a link would resolve `n8n-workflow`
 * from the project's own node_modules and the package would run on a second copy of it.
 * Returns the package's name. Raises when the package is not built.
 */
export async function installPackage(packageDir: string, userFolder: string): Promise<string> {
	const { manifest, name } = await readManifest(packageDir);
	const shipped = Array.isArray(manifest.files)
		? manifest.files.filter((entry): entry is string => typeof entry === 'string')
		: [];
	const missing = shipped.filter((entry) => !existsSync(join(packageDir, entry)));
	if (missing.length > 0) {
		throw new Error(`${name} is not built: ${missing.join(', ')} missing in ${packageDir}. Run npm run build first.`);
	}
	const nodesFolder = nodesFolderOf(userFolder);
	const target = join(nodesFolder, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	for (const entry of [...shipped, 'package.json']) {
		await cp(join(packageDir, entry), join(target, entry), { recursive: true });
	}
	const installed = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [name]: readString(manifest, 'version') ?? '*' },
	};
	await writeFile(join(nodesFolder, 'package.json'), `${JSON.stringify(installed, null, 2)}\n`);
	return name;
}

/** Where `installPackage` put the package of `packageDir`. */
export async function installedPackageFolder(packageDir: string, userFolder: string): Promise<string> {
	const { name } = await readManifest(packageDir);
	return join(nodesFolderOf(userFolder), 'node_modules', name);
}

const nodesFolderOf = (userFolder: string): string => join(userFolder, '.n8n', 'nodes');

async function readManifest(packageDir: string): Promise<{ readonly manifest: JsonRecord; readonly name: string }> {
	const manifest: unknown = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
	if (!isRecord(manifest)) throw new Error(`${packageDir}/package.json is not an object.`);
	const name = readString(manifest, 'name');
	if (name === undefined) throw new Error(`${packageDir}/package.json has no name.`);
	return { manifest, name };
}
