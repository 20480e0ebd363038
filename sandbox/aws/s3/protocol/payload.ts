import { S3Error } from './s3Error';

/** A body as it was meant: out of its `aws-chunked` envelope, with what came behind it. */
export interface Payload {
	readonly bytes: Buffer;
	/** Names in lower case: `x-amz-checksum-crc32`. */
	readonly trailers: Readonly<Record<string, string>>;
}

const incomplete = (): S3Error =>
	new S3Error('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

/**
 * Clients that do not know a body's checksum beforehand send it in chunks, with the checksum behind the last.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function readPayload(
	body: Buffer,
	headers: { readonly [name: string]: string | string[] | undefined },
): Payload {
	const encoding = String(headers['content-encoding'] ?? '');
	if (!encoding.split(',').some((part) => part.trim() === 'aws-chunked')) return { bytes: body, trailers: {} };
	const chunks: Buffer[] = [];
	let at = 0;
	for (;;) {
		const end = body.indexOf('\r\n', at);
		const size = Number.parseInt(body.subarray(at, Math.max(at, end)).toString('latin1'), 16);
		if (end < 0 || Number.isNaN(size)) throw incomplete();
		at = end + 2;
		if (size === 0) break;
		if (at + size + 2 > body.length) throw incomplete();
		chunks.push(body.subarray(at, at + size));
		at += size + 2;
	}
	const bytes = Buffer.concat(chunks);
	const expected = headers['x-amz-decoded-content-length'];
	if (expected !== undefined && Number(expected) !== bytes.length) throw incomplete();
	const trailers = body
		.subarray(at)
		.toString('latin1')
		.split('\r\n')
		.map((line) => line.split(/:(.*)/s))
		.filter(([name, value]) => name !== undefined && value !== undefined)
		.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim()]);
	return { bytes, trailers: Object.fromEntries(trailers) as Record<string, string> };
}
