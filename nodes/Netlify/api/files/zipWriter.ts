import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { crc32 } from './crc32';
import { deflate } from './deflate';
import type { SiteFile } from './siteFile';

const filesAtOnce = 8;
/** 1 January 2000, in a zip's own terms. The same for all, so that the same files make the same archive. */
const modifiedOn = (20 << 9) | (1 << 5) | 1;
/** Zip 2.0, names in UTF-8. */
const version = 20;
const flags = 0x0800;

/**
 * Files as one zip; memory holds it and a few files at a time. Format: PKWARE APPNOTE 6.3.10,
 * sections 4.3.7, 4.3.12 and 4.3.16. For fewer than 65,535 files and 4 GB in all.
 */
export async function writeZip(files: readonly SiteFile[]): Promise<Buffer> {
	const entries = await mapConcurrently(files, filesAtOnce, packFile);
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, fields, content } of entries) {
		directory.push(
			numbers(4, 0x02014b50),
			numbers(2, version),
			fields,
			// No comment, first disk, no attributes.
			Buffer.alloc(10),
			numbers(4, offset),
			name,
		);
		offset += 4 + fields.length + name.length + content.length;
	}
	const directoryBytes = Buffer.concat(directory);
	return Buffer.concat([
		...entries.flatMap(({ name, fields, content }) => [numbers(4, 0x04034b50), fields, name, content]),
		directoryBytes,
		numbers(4, 0x06054b50, 0),
		numbers(2, entries.length, entries.length),
		numbers(4, directoryBytes.length, offset),
		numbers(2, 0),
	]);
}

interface ZipEntry {
	readonly name: Buffer;
	/** What stands in its local header and in the directory alike. */
	readonly fields: Buffer;
	readonly content: Buffer;
}

async function packFile({ path, read }: SiteFile): Promise<ZipEntry> {
	const bytes = await read();
	const packed = await deflate(bytes);
	const isSmaller = packed.length < bytes.length;
	const content = isSmaller ? packed : bytes;
	const name = Buffer.from(path);
	const fields = Buffer.concat([
		numbers(2, version, flags, isSmaller ? 8 : 0, 0, modifiedOn),
		numbers(4, crc32(bytes), content.length, bytes.length),
		numbers(2, name.length, 0),
	]);
	return { name, fields, content };
}

/** Numbers of that many bytes each, the lowest byte first. */
function numbers(byteLength: 2 | 4, ...values: number[]): Buffer {
	const bytes = Buffer.alloc(byteLength * values.length);
	values.forEach((value, index) => bytes.writeUIntLE(value, index * byteLength, byteLength));
	return bytes;
}
