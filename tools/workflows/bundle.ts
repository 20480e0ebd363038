import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Bundle, bundleOf } from '../../nodes/SlipwayBundle/state/bundle';
import { canonicalText } from '../../nodes/SlipwayBundle/state/canonical';
import { isRecord, type JsonRecord, readRecords, readString } from '../json';

export type { Bundle, BundledWorkflow } from '../../nodes/SlipwayBundle/state/bundle';

/** A bundle whose workflows lie in a folder, where `pull` writes to. */
export interface BundleFolder extends Bundle {
	readonly folder: string;
}

/** Reads `manifest.json` and the workflows it names. Raises with every fault it finds, not only the first. */
export async function readBundle(folder: string): Promise<BundleFolder> {
	const manifest = await readJson(folder, 'manifest.json');
	const files = isRecord(manifest)
		? readRecords(manifest, 'workflows').flatMap((entry) => readString(entry, 'file') ?? [])
		: [];
	const contents = await Promise.all(
		files.map(async (file): Promise<[string, unknown]> => [file, await readJson(folder, file)]),
	);
	return { folder, ...bundleOf(manifest, new Map(contents), folder) };
}

async function readJson(folder: string, file: string): Promise<unknown> {
	return JSON.parse(await readFile(join(folder, file), 'utf8'));
}

/** Writes a workflow in its canonical form. Returns whether the file changed. */
export async function writeBundledWorkflow(folder: string, file: string, content: JsonRecord): Promise<boolean> {
	const path = join(folder, file);
	const text = canonicalText(content);
	if ((await readFile(path, 'utf8')) === text) return false;
	await writeFile(path, text);
	return true;
}
