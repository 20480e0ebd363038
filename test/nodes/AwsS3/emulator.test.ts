import { createHash } from 'node:crypto';

import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import type { INodeParameters } from 'n8n-workflow';

import { AwsS3 } from '../../../nodes/AwsS3/AwsS3.node';
import { runNode } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';
import { describeOnEmulator, Emulator, named, newName } from '../../shared/aws/emulator';
import { at, fileItem, putText } from './s3NodeDriver';

useManualClock();

const aws = new Emulator('eu-west-1');
const bucket = newName('slipway-objects').replaceAll('/', '-').toLowerCase();
const large = Buffer.alloc(6 * 1024 * 1024, 'large');

const run = async (more: INodeParameters) => await aws.run(new AwsS3(), { resource: 'object', ...more });
const failure = async (more: INodeParameters) => await aws.failure(new AwsS3(), { resource: 'object', ...more });
const hex = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

describeOnEmulator('AWS S3, against an emulator of others', () => {
	beforeAll(async () => {
		const owner = new S3Client({ ...aws.settings, forcePathStyle: true });
		await owner.send(
			new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
		);
		await owner.send(
			new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
		);
		owner.destroy();
	});
	afterAll(() => aws.close());

	it('Put, Head, Get, Get Many: one version, its checksum, its content', async () => {
		const put = await run(putText(bucket, 'a b/é+.txt', 'hello', { metadata: '{"commit":"1a2b3c4"}' }));
		expect(put).toMatchObject({ sha256: hex('hello'), metadata: { commit: '1a2b3c4' } });
		expect(await run({ operation: 'get', ...at(bucket, 'a b/é+.txt'), output: 'text' })).toMatchObject({
			text: 'hello',
			verifiedBy: 'SHA256',
			versionId: put.versionId,
		});
		expect(await run({ operation: 'getMany', ...at(bucket, 'x'), prefix: 'a b/', limit: 5 })).toMatchObject({
			key: 'a b/é+.txt',
			sizeBytes: 5,
		});
	});

	it('Put in parts', async () => {
		const [item] = await runNode({
			node: new AwsS3(),
			parameters: { resource: 'object', operation: 'put', ...at(bucket, 'large'), partSizeMegabytes: 5 },
			credentials: [aws.credential],
			items: [fileItem(large)],
		});
		expect(item?.json).toMatchObject({ sha256: hex(large), parts: 2 });
	});

	it('Copy, Delete and what is gone', async () => {
		const put = await run(putText(bucket, 'k', 'hello'));
		const copied = await run({ operation: 'copy', ...at(bucket, 'k'), targetBucket: named(bucket), targetKey: 'k2' });
		expect(copied).toMatchObject({ key: 'k2', verifiedBy: 'SHA256', sha256: hex('hello') });
		const deleted = await run({ operation: 'delete', ...at(bucket, 'k') });
		expect(deleted).toMatchObject({ isChanged: true, deleteMarkerId: expect.any(String) });
		expect(await failure({ operation: 'head', ...at(bucket, 'k') })).toMatch(/its newest version is a delete marker/);
		expect(await run({ operation: 'head', ...at(bucket, 'k'), versionId: String(put.versionId) })).toMatchObject({
			sizeBytes: 5,
		});
		await run({ operation: 'delete', ...at(bucket, 'k'), versionId: String(deleted.deleteMarkerId) });
		expect(await run({ operation: 'head', ...at(bucket, 'k') })).toMatchObject({ versionId: put.versionId });
	});

	it('Presign', async () => {
		await run(putText(bucket, 'shared', 'hello'));
		const { url } = await run({ operation: 'presign', ...at(bucket, 'shared'), fileName: 'a.txt' });
		const answer = await fetch(String(url));
		expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
	});

	it('what does not exist', async () => {
		expect(await failure({ operation: 'getMany', ...at('slipway-nobodys-bucket', 'x') })).toMatch(/NoSuchBucket/);
		expect(await failure({ operation: 'head', ...at(bucket, 'nope') })).toMatch(/has no object/);
	});
});
