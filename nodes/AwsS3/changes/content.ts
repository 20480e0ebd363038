import { digestOf } from '../state/storedChecksum';

/** Bytes that can be read more than once, without being held: of a file that n8n keeps, or of a text. */
export interface Content {
	readonly mimeType: string;
	/** From the beginning, in pieces of any size. */
	read(): AsyncIterable<Uint8Array>;
}

/** What a first reading finds out. */
export interface Measure {
	readonly sizeBytes: number;
	/** Base64. */
	readonly sha256: string;
}

export async function measure(content: Content): Promise<Measure> {
	const digest = digestOf('SHA256');
	let sizeBytes = 0;
	for await (const piece of content.read()) {
		digest.update(piece);
		sizeBytes += piece.length;
	}
	return { sizeBytes, sha256: digest.value() };
}

/** The same bytes in parts of this size, of which one is held at a time; the last may be smaller. */
export async function* inPartsOf(partSizeBytes: number, content: Content): AsyncGenerator<Buffer> {
	let pieces: Uint8Array[] = [];
	let heldBytes = 0;
	for await (const piece of content.read()) {
		for (let at = 0; at < piece.length;) {
			const taken = piece.subarray(at, at + partSizeBytes - heldBytes);
			pieces.push(taken);
			heldBytes += taken.length;
			at += taken.length;
			if (heldBytes < partSizeBytes) continue;
			yield Buffer.concat(pieces);
			pieces = [];
			heldBytes = 0;
		}
	}
	if (heldBytes > 0) yield Buffer.concat(pieces);
}
