import { Zip, ZipDeflate } from 'fflate';

import { clock } from '../../shared/clock';
import type { SiteFile } from './siteFile';

/** The fastest: shrinks text to about a third, and leaves n8n's only thread to others soon. */
const compressionLevel = 1;
/** The same for all, so that the same files make the same archive. */
const modifiedAt = new Date(2000, 0, 1);
/** How often others get their turn. */
const filesPerTurn = 64;

/** Files as one zip. Memory holds the archive and one file at a time. */
export async function writeZip(files: readonly SiteFile[]): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	const failures: Error[] = [];
	const zip = new Zip((error, chunk) => {
		if (error) failures.push(error);
		else chunks.push(chunk);
	});
	for (const [index, file] of files.entries()) {
		const entry = new ZipDeflate(file.path, { level: compressionLevel });
		entry.mtime = modifiedAt;
		zip.add(entry);
		entry.push(await file.read(), true);
		if (index % filesPerTurn === 0) await clock.sleep(0);
	}
	zip.end();
	if (failures[0]) throw failures[0];
	return Buffer.concat(chunks);
}
