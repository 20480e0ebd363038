import { createHash } from 'node:crypto';

import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FunctionBundle } from './functionBundle';
import type { DigestedFile, SiteFile } from './siteFile';

/** Files in memory at once while they are read from n8n's store. */
const readsAtOnce = 8;
const filesPerTurn = 64;

/** Every file with its SHA-1, which is how Netlify tells which contents it has. */
export async function digestFiles(files: readonly SiteFile[]): Promise<DigestedFile[]> {
	return await mapConcurrently(files, readsAtOnce, async (file, index) => {
		const bytes = await file.read();
		if (index % filesPerTurn === 0) await clock.sleep(0);
		return {
			...file,
			sha1: createHash('sha1').update(bytes).digest('hex'),
			sizeBytes: bytes.length,
		};
	});
}

/** One digest for all files and functions: the SHA-256 of their sorted `digest  path` lines. */
export function manifestDigest(files: readonly DigestedFile[], functions: readonly FunctionBundle[] = []): string {
	const lines = [
		...files.map(({ sha1, path }) => `${sha1}  ${path}\n`),
		...functions.map(({ sha256, name }) => `${sha256}  .netlify/functions/${name}\n`),
	].sort();
	return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}
