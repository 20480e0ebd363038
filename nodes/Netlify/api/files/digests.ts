import { createHash } from 'node:crypto';

import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FunctionBundle } from './functionBundle';
import type { DigestedFile, SiteFile } from './siteFile';

/** Files in memory at once while they are read from n8n's store. */
const readsAtOnce = 8;
const filesPerTurn = 64;

/** Contents that stay in memory from their digest until they are sent: unpacking many small files costs as much as sending them. */
const mostKeptBytes = { ofOne: 256 * 1024, together: 32 * 1024 * 1024 };

/** Every file with its SHA-1, which is how Netlify tells which contents it has. Small ones are not read again. */
export async function digestFiles(files: readonly SiteFile[]): Promise<DigestedFile[]> {
	let keptBytes = 0;
	return await mapConcurrently(files, readsAtOnce, async (file, index) => {
		const bytes = await file.read();
		if (index % filesPerTurn === 0) await clock.sleep(0);
		const isKept = bytes.length <= mostKeptBytes.ofOne && keptBytes + bytes.length <= mostKeptBytes.together;
		if (isKept) keptBytes += bytes.length;
		return {
			path: file.path,
			read: isKept ? async () => await Promise.resolve(bytes) : file.read,
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
