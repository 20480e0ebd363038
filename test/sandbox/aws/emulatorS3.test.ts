import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';

import { describeOnEmulator, Emulator, newName } from '../../shared/aws/emulator';
import { AwsDriver } from './awsDriver';
import { s3Client } from './s3Driver';

const Bucket = newName('compared');
const noUpload = 'no-such-upload';

interface Call {
	readonly what: string;
	/** The error's name, or `ok`: what AWS says by its documentation. */
	readonly end: string;
	readonly call: (s3: S3Client) => Promise<unknown>;
	/** Why the emulator ends otherwise; then it must, so that it is noticed when it no longer does. */
	readonly emulatorErrs?: string;
}

/** In order: each finds what those before it have left. */
const calls: readonly Call[] = [
	{ what: 'Head of the bucket', end: 'ok', call: async (s3) => await s3.send(new HeadBucketCommand({ Bucket })) },
	{
		what: 'Put',
		end: 'ok',
		call: async (s3) => await s3.send(new PutObjectCommand({ Bucket, Key: 'a/1', Body: 'one' })),
	},
	{
		what: 'Put, a wrong checksum',
		end: 'BadDigest',
		emulatorErrs: 'keeps it: it compares no checksum',
		call: async (s3) =>
			await s3.send(
				new PutObjectCommand({
					Bucket,
					Key: 'a/1',
					Body: 'one',
					ChecksumAlgorithm: 'SHA256',
					ChecksumSHA256: `${'A'.repeat(43)}=`,
				}),
			),
	},
	{
		what: 'Put, only where nothing is',
		end: 'PreconditionFailed',
		call: async (s3) => await s3.send(new PutObjectCommand({ Bucket, Key: 'a/1', Body: 'x', IfNoneMatch: '*' })),
	},
	{
		what: 'Head',
		end: 'ok',
		call: async (s3) => await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/1', ChecksumMode: 'ENABLED' })),
	},
	{
		what: 'Head of none',
		end: 'NotFound',
		call: async (s3) => await s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })),
	},
	{
		what: 'Get of none',
		end: 'NoSuchKey',
		call: async (s3) => await s3.send(new GetObjectCommand({ Bucket, Key: 'none' })),
	},
	{
		what: 'Get, a range',
		end: 'ok',
		call: async (s3) => await s3.send(new GetObjectCommand({ Bucket, Key: 'a/1', Range: 'bytes=1-1' })),
	},
	{
		what: 'Get, a range behind the end',
		end: 'InvalidRange',
		call: async (s3) => await s3.send(new GetObjectCommand({ Bucket, Key: 'a/1', Range: 'bytes=9-' })),
	},
	{
		what: 'Get, another ETag',
		end: 'PreconditionFailed',
		call: async (s3) => await s3.send(new GetObjectCommand({ Bucket, Key: 'a/1', IfMatch: '"0"' })),
	},
	{
		what: 'List',
		end: 'ok',
		call: async (s3) => await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', Delimiter: '/' })),
	},
	{
		what: 'List of no bucket',
		end: 'NoSuchBucket',
		call: async (s3) => await s3.send(new ListObjectsV2Command({ Bucket: 'nobodys-bucket-of-all' })),
	},
	{
		what: 'Copy',
		end: 'ok',
		call: async (s3) => await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a/1` })),
	},
	{
		what: 'Copy of none',
		end: 'NoSuchKey',
		call: async (s3) => await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/none` })),
	},
	{ what: 'Delete', end: 'ok', call: async (s3) => await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a/1' })) },
	{
		what: 'Get of what was deleted',
		end: 'NoSuchKey',
		call: async (s3) => await s3.send(new GetObjectCommand({ Bucket, Key: 'a/1' })),
	},
	{
		what: 'Delete of none',
		end: 'ok',
		call: async (s3) => await s3.send(new DeleteObjectCommand({ Bucket, Key: 'none' })),
	},
	{
		what: 'Create an upload',
		end: 'ok',
		call: async (s3) => await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' })),
	},
	{
		what: 'A part of no upload',
		end: 'NoSuchUpload',
		emulatorErrs: 'fails itself, with a 500',
		call: async (s3) =>
			await s3.send(new UploadPartCommand({ Bucket, Key: 'big', UploadId: noUpload, PartNumber: 1, Body: 'x' })),
	},
	{
		what: 'Complete no upload',
		end: 'NoSuchUpload',
		emulatorErrs: 'fails itself, with a 500',
		call: async (s3) =>
			await s3.send(
				new CompleteMultipartUploadCommand({
					Bucket,
					Key: 'big',
					UploadId: noUpload,
					MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"0"' }] },
				}),
			),
	},
	{
		what: 'Abort no upload',
		end: 'NoSuchUpload',
		call: async (s3) => await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'big', UploadId: noUpload })),
	},
];

async function endOf({ call }: Call, s3: S3Client): Promise<string> {
	return await call(s3).then(
		() => 'ok',
		(error: unknown) => (error instanceof Error ? error.name : String(error)),
	);
}

describeOnEmulator('S3 in the sandbox, beside an emulator of others', () => {
	const emulator = new Emulator('us-east-1');
	const theirs = new S3Client({ ...emulator.settings, forcePathStyle: true });
	let driver: AwsDriver;
	let ours: S3Client;
	beforeAll(async () => {
		driver = await AwsDriver.start();
		ours = s3Client(driver);
		await driver.control('/s3/buckets', { name: Bucket, versioned: true });
		await theirs.send(new CreateBucketCommand({ Bucket }));
		await theirs.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
	});
	afterAll(async () => {
		expect(driver.contract.violations()).toEqual([]);
		for (const client of [ours, theirs]) client.destroy();
		emulator.close();
		await driver.close();
	});

	it.each(calls)('$what', async (call) => {
		expect(await endOf(call, ours)).toBe(call.end);
		const end = await endOf(call, theirs);
		if (call.emulatorErrs === undefined) expect(end).toBe(call.end);
		else expect(end).not.toBe(call.end);
	});
});
