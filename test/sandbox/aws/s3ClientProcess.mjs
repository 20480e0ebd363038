// Runs AWS's own upload in parts and its own signer of URLs: a line of JSON in, a line of JSON out.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(2);
const client = new S3Client({
	region: 'us-east-1',
	endpoint,
	forcePathStyle: true,
	credentials: { accessKeyId, secretAccessKey },
	maxAttempts: 1,
});

const tasks = {
	/** A stream whose length nobody knows, in parts, each with the checksum that the SDK makes by itself. */
	async upload({ Bucket, Key, bytes, ...more }) {
		const piece = Buffer.alloc(64 * 1024, 'vendor');
		const body = Readable.from(
			(function* () {
				for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
			})(),
		);
		await new Upload({ client, params: { Bucket, Key, Body: body, ...more }, partSize: 5 * 1024 * 1024 }).done();
		const { $metadata, ...head } = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
		return head;
	},
	/** Read whole, which the SDK compares with the checksum itself. */
	async read({ Bucket, Key }) {
		const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
		return { bytes: (await Body.transformToByteArray()).length };
	},
	async sign({ Bucket, Key, VersionId, signingDate, expiresIn }) {
		const command = new GetObjectCommand({ Bucket, Key, VersionId });
		return { url: await getSignedUrl(client, command, { expiresIn, signingDate: new Date(signingDate) }) };
	},
};

for await (const line of createInterface({ input: process.stdin })) {
	const { task, ...input } = JSON.parse(line);
	try {
		process.stdout.write(`${JSON.stringify({ data: await tasks[task](input) })}\n`);
	} catch (error) {
		process.stdout.write(`${JSON.stringify({ error: `${error.name}: ${error.message}` })}\n`);
	}
}
