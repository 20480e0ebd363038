import { OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { crc32 } from './crc32';
import { inflate } from './deflate';
import type { SiteFile } from './siteFile';
import { assertDistinctPaths, sitePath } from './sitePath';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
/** More than this in one file is a mistake, or an attack on the memory of n8n. */
const largestFileBytes = 512 * 1024 * 1024;

export interface ZipArchive {
	readonly files: readonly SiteFile[];
	readonly totalBytes: number;
	/** Whether every name is one that Netlify can take as it stands in the archive. */
	readonly isPlain: boolean;
}

/**
 * The files of a zip, each unpacked only when it is read, so that memory holds the archive and one
 * file. Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * @throws OperationFailure when it is not a zip, is encrypted, is packed in another way than deflate,
 * or holds a name that cannot be deployed.
 */
export function openZip(zip: Buffer): ZipArchive {
	const end = findEnd(zip);
	const count = zip.readUInt16LE(end + 10);
	let offset = zip.readUInt32LE(end + 16);
	if (count === 0xffff || offset === 0xffffffff) {
		throw unreadable('it is a Zip64 archive', 'Deploy at most 65,534 files and 4 GB at once');
	}
	const files: SiteFile[] = [];
	let totalBytes = 0;
	let isPlain = true;
	for (let index = 0; index < count; index++) {
		if (offset + 46 > zip.length || zip.readUInt32LE(offset) !== directoryEntry) {
			throw unreadable('its directory is damaged');
		}
		const nameLength = zip.readUInt16LE(offset + 28);
		const name = zip.toString('utf8', offset + 46, offset + 46 + nameLength);
		if (!name.endsWith('/')) {
			const entry: ZipEntry = {
				name,
				flags: zip.readUInt16LE(offset + 8),
				method: zip.readUInt16LE(offset + 10),
				crc32: zip.readUInt32LE(offset + 16),
				packedBytes: zip.readUInt32LE(offset + 20),
				sizeBytes: zip.readUInt32LE(offset + 24),
				headerOffset: zip.readUInt32LE(offset + 42),
			};
			checkEntry(entry);
			const path = sitePath(name);
			isPlain &&= path === name;
			totalBytes += entry.sizeBytes;
			files.push({ path, read: async () => await unpack(zip, entry) });
		}
		offset += 46 + nameLength + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
	}
	assertDistinctPaths(files.map(({ path }) => path));
	return { files, totalBytes, isPlain };
}

interface ZipEntry {
	readonly name: string;
	readonly flags: number;
	readonly method: number;
	readonly crc32: number;
	readonly packedBytes: number;
	readonly sizeBytes: number;
	readonly headerOffset: number;
}

/** The record at the archive's end, before a comment of up to 65,535 bytes. */
function findEnd(zip: Buffer): number {
	const first = Math.max(0, zip.length - 22 - 0xffff);
	for (let offset = zip.length - 22; offset >= first; offset--) {
		if (zip.readUInt32LE(offset) === endOfDirectory) return offset;
	}
	throw unreadable('its directory is missing', 'Give a .zip file, not another kind of archive');
}

function checkEntry({ name, flags, method, sizeBytes }: ZipEntry): void {
	if ((flags & 1) !== 0) throw unreadable(`"${name}" is encrypted`);
	if (method !== 0 && method !== 8) throw unreadable(`"${name}" is packed by method ${method}`);
	if (sizeBytes > largestFileBytes) {
		throw unreadable(`"${name}" has ${sizeBytes} bytes, and ${largestFileBytes} are allowed`);
	}
}

async function unpack(zip: Buffer, entry: ZipEntry): Promise<Buffer> {
	const { name, headerOffset: header, packedBytes, sizeBytes, method } = entry;
	if (header + 30 > zip.length || zip.readUInt32LE(header) !== localHeader) {
		throw unreadable(`"${name}" is not where its directory says`);
	}
	const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
	const packed = zip.subarray(start, start + packedBytes);
	const unpacked = await attempt(method === 0 ? Promise.resolve(packed) : inflate(packed, sizeBytes));
	if (unpacked.ok && unpacked.value.length === sizeBytes && crc32(unpacked.value) === entry.crc32) {
		return unpacked.value;
	}
	throw unreadable(`"${name}" is damaged`);
}

function unreadable(why: string, advice?: string): OperationFailure {
	return new OperationFailure(
		`The zip file cannot be read: ${why}`,
		advice ?? 'Make the archive again, with a common zip tool and without a password',
	);
}
