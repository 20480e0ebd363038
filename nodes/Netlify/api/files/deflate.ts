import { attempt } from '../../../shared/waiting/attempt';

/** Packs bytes as zips have them (RFC 1951), beside n8n's only thread. */
export async function deflate(bytes: Buffer): Promise<Buffer> {
	return await passThrough(new CompressionStream('deflate-raw'), bytes, Infinity);
}

/**
 * Unpacks them again. Stops when more than `sizeBytes` come out, so that a small file cannot fill
 * the memory; then, too, the result is longer than `sizeBytes`.
 *
 * @throws TypeError when they cannot be unpacked.
 */
export async function inflate(packed: Buffer, sizeBytes: number): Promise<Buffer> {
	return await passThrough(new DecompressionStream('deflate-raw'), packed, sizeBytes);
}

async function passThrough(
	stream: CompressionStream | DecompressionStream,
	bytes: Buffer,
	mostBytes: number,
): Promise<Buffer> {
	const writer = stream.writable.getWriter();
	// What goes wrong here goes wrong for the reader, too, who tells.
	void attempt(Promise.all([writer.write(bytes), writer.close()]));
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream.readable as AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > mostBytes) break;
	}
	return Buffer.concat(chunks);
}
