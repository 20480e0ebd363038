import { createHash } from 'node:crypto';

import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';

import { AwsDriver } from './awsDriver';
import { BUCKET, LOCKED, s3Client } from './s3Driver';

let driver: AwsDriver;
let s3: S3Client;

beforeEach(async () => {
	driver = await AwsDriver.start();
	s3 = s3Client(driver);
});
afterEach(async () => {
	expect(driver.contract.violations()).toEqual([]);
	s3.destroy();
	await driver.close();
});

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('base64');
const partBytes = 5 * 1024 * 1024;

async function put(Key: string, Body: string, more: Record<string, unknown> = {}) {
	return await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
}

describe("S3 as the vendor's own client sees it", () => {
	it('keeps what it is given, with the checksum of the client, of S3, or the asked one', async () => {
		const own = await put('a/one.txt', 'hello', { ContentType: 'text/plain', Metadata: { commit: 'abc' } });
		expect(own.ChecksumCRC32).toBe('NhCmhg==');
		expect(own.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
		const asked = await put('a/two.txt', 'hello', { ChecksumAlgorithm: 'SHA256' });
		expect(asked.ChecksumSHA256).toBe(sha256('hello'));
		const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a/one.txt', ChecksumMode: 'ENABLED' }));
		expect(head).toMatchObject({
			ContentLength: 5,
			ContentType: 'text/plain',
			Metadata: { commit: 'abc' },
			ChecksumCRC32: 'NhCmhg==',
			ChecksumType: 'FULL_OBJECT',
			ServerSideEncryption: 'AES256',
		});
		const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a/one.txt' }));
		expect(await got.Body?.transformToString()).toBe('hello');
	});

	it('lists by prefix, by folder and page by page, with keys that XML cannot hold', async () => {
		for (const key of ['b/1 x', 'b/2+y', 'b/c/3', 'b/c/4', 'b/\u0001']) await put(key, 'x');
		const all = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'b/', EncodingType: 'url' }));
		expect(all.Contents?.map(({ Key }) => Key)).toEqual(['b/%01', 'b/1+x', 'b/2%2By', 'b/c/3', 'b/c/4']);
		const folders = await s3.send(
			new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'b/', Delimiter: '/', StartAfter: 'b/1' }),
		);
		expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['b/1 x', 'b/2+y']);
		expect(folders.CommonPrefixes).toEqual([{ Prefix: 'b/c/' }]);
		const first = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'b/c/', MaxKeys: 1 }));
		expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1 });
		const second = await s3.send(
			new ListObjectsV2Command({
				Bucket: BUCKET,
				Prefix: 'b/c/',
				MaxKeys: 1,
				ContinuationToken: first.NextContinuationToken,
			}),
		);
		expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: 'b/c/4', Size: 1 }] });
	});

	it('refuses what does not have the checksum that came with it', async () => {
		await expect(put('bad', 'hello', { ChecksumSHA256: sha256('other') })).rejects.toMatchObject({ name: 'BadDigest' });
		await expect(put('bad', 'hello', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({
			name: 'BadDigest',
		});
		await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'bad' }))).rejects.toMatchObject({
			name: 'NotFound',
		});
	});

	it('reads a range, and under conditions', async () => {
		const { ETag } = await put('range', '0123456789');
		const got = await s3.send(
			new GetObjectCommand({ Bucket: BUCKET, Key: 'range', Range: 'bytes=2-4', IfMatch: ETag }),
		);
		expect([await got.Body?.transformToString(), got.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
		await expect(
			s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'range', Range: 'bytes=10-' })),
		).rejects.toMatchObject({ name: 'InvalidRange' });
		await put('range', 'changed');
		await expect(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'range', IfMatch: ETag }))).rejects.toMatchObject({
			name: 'PreconditionFailed',
		});
		await expect(put('range', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
	});

	it('keeps versions behind a delete marker, and what is locked even from its name', async () => {
		const retained = new Date(Date.UTC(2026, 5, 1));
		const { VersionId } = await s3.send(
			new PutObjectCommand({
				Bucket: LOCKED,
				Key: 'db.dump',
				Body: 'dump',
				ObjectLockMode: 'COMPLIANCE',
				ObjectLockRetainUntilDate: retained,
			}),
		);
		const gone = await s3.send(new DeleteObjectCommand({ Bucket: LOCKED, Key: 'db.dump' }));
		expect(gone.DeleteMarker).toBe(true);
		await expect(s3.send(new GetObjectCommand({ Bucket: LOCKED, Key: 'db.dump' }))).rejects.toMatchObject({
			name: 'NoSuchKey',
		});
		const old = await s3.send(new HeadObjectCommand({ Bucket: LOCKED, Key: 'db.dump', VersionId }));
		expect([old.ObjectLockMode, old.ObjectLockRetainUntilDate]).toEqual(['COMPLIANCE', retained]);
		await expect(s3.send(new DeleteObjectCommand({ Bucket: LOCKED, Key: 'db.dump', VersionId }))).rejects.toMatchObject(
			{ name: 'AccessDenied' },
		);
		driver.clock.advance(200 * 24 * 60 * 60 * 1000);
		await s3.send(new DeleteObjectCommand({ Bucket: LOCKED, Key: 'db.dump', VersionId }));
		await expect(s3.send(new GetObjectCommand({ Bucket: LOCKED, Key: 'db.dump', VersionId }))).rejects.toMatchObject({
			name: 'NoSuchVersion',
		});
	});

	it('puts parts together, each with its checksum, and forgets what is aborted', async () => {
		const target = { Bucket: LOCKED, Key: 'big.bin' };
		const created = await s3.send(new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }));
		const upload = { ...target, UploadId: created.UploadId };
		const bodies = [Buffer.alloc(partBytes, 1), Buffer.from('end')];
		const parts = [];
		for (const [index, Body] of bodies.entries()) {
			const PartNumber = index + 1;
			const part = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumSHA256: sha256(Body) }));
			parts.push({ PartNumber, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 });
		}
		await expect(
			s3.send(
				new CompleteMultipartUploadCommand({
					...upload,
					MultipartUpload: { Parts: parts.map(({ ETag, PartNumber }) => ({ ETag, PartNumber })) },
				}),
			),
		).rejects.toMatchObject({ name: 'InvalidRequest' });
		const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
		const digests = bodies.map((body) => createHash('sha256').update(body).digest());
		expect(done.ChecksumSHA256).toBe(`${sha256(Buffer.concat(digests))}-2`);
		expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
		await expect(s3.send(new AbortMultipartUploadCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' });
	});

	it('copies within and between buckets', async () => {
		await put('src +é.txt', 'copied', { Metadata: { a: 'b' } });
		const copied = await s3.send(
			new CopyObjectCommand({
				Bucket: LOCKED,
				Key: 'copy.txt',
				CopySource: `${BUCKET}/${encodeURIComponent('src +é.txt')}`,
				ChecksumAlgorithm: 'SHA256',
			}),
		);
		expect(copied.CopyObjectResult?.ChecksumSHA256).toBe(sha256('copied'));
		const head = await s3.send(new HeadObjectCommand({ Bucket: LOCKED, Key: 'copy.txt' }));
		expect(head.Metadata).toEqual({ a: 'b' });
	});

	it('says where a bucket of another region is, to a HEAD too', async () => {
		const failed = await s3
			.send(new HeadBucketCommand({ Bucket: 'candlefish-archive-eu' }))
			.catch((error: unknown) => error);
		expect(failed).toMatchObject({ $metadata: { httpStatusCode: 301 } });
		const there = s3Client(driver, { region: 'eu-west-1' });
		expect(await there.send(new HeadBucketCommand({ Bucket: 'candlefish-archive-eu' }))).toMatchObject({
			BucketRegion: 'eu-west-1',
		});
		there.destroy();
		const { Buckets } = await s3.send(new ListBucketsCommand({}));
		expect(Buckets?.map(({ Name, BucketRegion }) => `${Name} ${BucketRegion}`)).toEqual([
			'candlefish-archive-eu eu-west-1',
			'candlefish-assets us-east-1',
			'candlefish-backups us-east-1',
		]);
	});
});
