import { createHash } from 'node:crypto';

import { PutObjectCommand } from '@aws-sdk/client-s3';

import { useManualClock } from '../../n8n/sandboxClock';
import { at, BUCKET, ELSEWHERE, fileItem, LOCKED, putText, S3NodeDriver } from './s3NodeDriver';

const clock = useManualClock();
let driver: S3NodeDriver;

beforeEach(async () => {
	driver = await S3NodeDriver.start(clock);
});
afterEach(async () => {
	expect(driver.contract.violations()).toEqual([]);
	await driver.close();
});

const hex = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const partBytes = 5 * 1024 * 1024;

describe('Put', () => {
	it('writes a text, and tells its checksum as S3 shows it', async () => {
		const put = await driver.run(
			putText(BUCKET, 'notes/a b.txt', 'hello', { metadata: '{"commit":"1a2b3c4"}', contentType: 'text/markdown' }),
		);
		expect(put).toMatchObject({
			bucket: BUCKET,
			key: 'notes/a b.txt',
			sizeBytes: 5,
			sha256: hex('hello'),
			parts: 1,
			contentType: 'text/markdown',
			metadata: { commit: '1a2b3c4' },
		});
		const head = await driver.head(BUCKET, 'notes/a b.txt');
		expect(head.ChecksumSHA256).toBe(createHash('sha256').update('hello').digest('base64'));
	});

	it('writes a file in parts, of which S3 keeps a checksum of checksums', async () => {
		const bytes = Buffer.alloc(2 * partBytes + 3, 'slipway');
		const put = await driver.run(
			{ operation: 'put', ...at(LOCKED, 'big.bin'), partSizeMegabytes: 5 },
			fileItem(bytes, 'application/gzip'),
		);
		expect(put).toMatchObject({
			sizeBytes: bytes.length,
			sha256: hex(bytes),
			parts: 3,
			contentType: 'application/gzip',
			checksum: { algorithm: 'SHA256', parts: 3 },
		});
		expect(driver.uploads()).toEqual([]);
		const got = await driver.item({ operation: 'get', ...at(LOCKED, 'big.bin') });
		expect(got.json).toMatchObject({ sha256: hex(bytes), verifiedBy: 'SHA256 of 3 parts' });
		expect(Buffer.from(got.binary?.data?.data ?? '', 'base64').equals(bytes)).toBe(true);
	});

	it('keeps a version from being deleted for as long as it was told', async () => {
		const put = await driver.run(putText(LOCKED, 'db.dump', 'dump', { retention: 'COMPLIANCE', retentionDays: 35 }));
		const until = new Date(clock.now() + 35 * 24 * 60 * 60 * 1000).toISOString();
		expect(put.retention).toEqual({ mode: 'COMPLIANCE', until, isOnLegalHold: false });
		const deletion = { operation: 'delete', ...at(LOCKED, 'db.dump'), versionId: String(put.versionId) };
		expect(await driver.failure(deletion)).toEqual({
			message: 'AWS S3 refused DeleteObject (AccessDenied): Access Denied because object protected by object lock.',
			advice:
				'The version is under retention or a legal hold. Wait until it has ended (Head says when), or delete without Version ID, which hides the object and keeps the version',
		});
		expect(
			await driver.failure(putText(BUCKET, 'x', 'x', { retention: 'GOVERNANCE', retentionDays: 1 })),
		).toMatchObject({
			advice: expect.stringContaining('The bucket has no object lock'),
		});
	});

	it('does not replace what is there when told so', async () => {
		await driver.run(putText(BUCKET, 'once', 'first', { onlyIfAbsent: true }));
		expect(await driver.failure(putText(BUCKET, 'once', 'second', { onlyIfAbsent: true }))).toMatchObject({
			message: expect.stringContaining('PreconditionFailed'),
		});
		expect(await driver.run({ operation: 'get', ...at(BUCKET, 'once'), output: 'text' })).toMatchObject({
			text: 'first',
		});
	});

	it('writes nothing in a dry run', async () => {
		const planned = await driver.run(putText(BUCKET, 'dry', 'hello', { dryRun: true }));
		expect(planned).toMatchObject({
			dryRun: true,
			plan: { action: 'put', sizeBytes: 5, sha256: hex('hello'), parts: 1 },
		});
		expect(driver.versions('dry')).toEqual([]);
	});
});

describe('Get', () => {
	it.each([
		['a CRC64NVME of S3 itself', {}, 'CRC64NVME'],
		['a CRC32', { ChecksumAlgorithm: 'CRC32' }, 'CRC32'],
		['a CRC32C', { ChecksumAlgorithm: 'CRC32C' }, 'CRC32C'],
		['a SHA1', { ChecksumAlgorithm: 'SHA1' }, 'SHA1'],
	] as const)('compares %s', async (_what, input, by) => {
		const plain = by === 'CRC64NVME' ? { text: 'some words' } : undefined;
		if (plain) await driver.control('/aws/s3/objects', { bucket: BUCKET, key: 'k', ...plain });
		else await driver.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'some words', ...input }));
		const got = await driver.run({ operation: 'get', ...at(BUCKET, 'k'), output: 'none' });
		expect(got).toMatchObject({ sha256: hex('some words'), verifiedBy: by, sizeBytes: 10 });
		await driver.control('/aws/s3/objects/rot', { bucket: BUCKET, key: 'k' });
		expect(await driver.failure({ operation: 'get', ...at(BUCKET, 'k'), output: 'none' })).toMatchObject({
			message: `What came of ${BUCKET}/k is not what AWS S3 keeps a checksum of: its ${by} is another one`,
		});
	});

	it('gives JSON as data, an empty object as an empty file, and what it got beside the item', async () => {
		await driver.run(putText(BUCKET, 'a.json', '{"rows":12345678901234567890}'));
		expect(await driver.run({ operation: 'get', ...at(BUCKET, 'a.json'), output: 'json' })).toMatchObject({
			data: { rows: '12345678901234567890' },
		});
		await driver.run(putText(BUCKET, 'empty', ''));
		const got = await driver.item(
			{ operation: 'get', ...at(BUCKET, 'empty'), putResultInField: 'dump', outputField: 'file' },
			fileItem(Buffer.from('kept')),
		);
		expect(got.json).toMatchObject({ kept: true, dump: { ok: true, sizeBytes: 0, sha256: hex('') } });
		expect(Object.keys(got.binary ?? {})).toEqual(['data', 'file']);
		await driver.run(putText(BUCKET, 'words', 'no json'));
		expect(await driver.failure({ operation: 'get', ...at(BUCKET, 'words'), output: 'json' })).toMatchObject({
			message: expect.stringContaining(`The object ${BUCKET}/words is not JSON`),
		});
	});

	it('says of an archived object that it must be restored first', async () => {
		await driver.control('/aws/s3/objects', { bucket: BUCKET, key: 'old', text: 'x', storageClass: 'DEEP_ARCHIVE' });
		expect(await driver.failure({ operation: 'get', ...at(BUCKET, 'old') })).toMatchObject({
			advice: expect.stringContaining('The object is archived. Restore it'),
		});
	});
});

describe('Get Many', () => {
	it('lists by prefix, by folder and by age', async () => {
		for (const key of ['db/a/1 x', 'db/a/2+y', 'db/b', 'other']) {
			await driver.run(putText(BUCKET, key, key));
			clock.advance(1000);
		}
		const keysOf = async (more: Record<string, boolean | string>) => {
			const list = { operation: 'getMany', ...at(BUCKET, 'x'), returnAll: true, putResultInField: 'found', ...more };
			const { found } = await driver.run(list);
			return (found as { items: Array<{ key: string }> }).items.map(({ key }) => key);
		};
		expect(await keysOf({ prefix: 'db/' })).toEqual(['db/a/1 x', 'db/a/2+y', 'db/b']);
		expect(await keysOf({ prefix: 'db/', folders: true })).toEqual(['db/b', 'db/a/']);
		expect(await keysOf({ prefix: 'db/', newestFirst: true })).toEqual(['db/b', 'db/a/2+y', 'db/a/1 x']);
		expect(await keysOf({ prefix: 'nothing/' })).toEqual([]);
		expect(await driver.run({ operation: 'getMany', ...at(BUCKET, 'x'), prefix: 'db/b', limit: 1 })).toMatchObject({
			key: 'db/b',
			sizeBytes: 4,
			isFolder: false,
		});
	});

	it('offers buckets by name, with the region of those elsewhere, and keys by prefix', async () => {
		await driver.run(putText(BUCKET, 'db/1', 'x'));
		expect(await driver.list('searchBuckets', {}, 'candlefish-a')).toEqual([
			'candlefish-archive-eu (eu-west-1)',
			'candlefish-assets',
		]);
		expect(await driver.list('searchObjects', at(BUCKET, ''), 'db/')).toEqual(['db/1']);
		expect(await driver.list('searchObjects', at('', ''))).toEqual([]);
	});
});

describe('Delete', () => {
	it('hides an object that has versions, and brings it back', async () => {
		await driver.run(putText(LOCKED, 'k', 'x'));
		const deleted = await driver.run({ operation: 'delete', ...at(LOCKED, 'k') });
		expect(deleted).toMatchObject({ isChanged: true, deleteMarkerId: expect.any(String) });
		expect(await driver.failure({ operation: 'head', ...at(LOCKED, 'k') })).toEqual({
			message: `AWS S3 has no object ${LOCKED}/k: it was deleted, and its newest version is a delete marker`,
			advice:
				'Older versions may still be there: name one in Version ID, or delete the delete marker by its ID to have the object back',
		});
		expect(await driver.run({ operation: 'delete', ...at(LOCKED, 'k') })).toMatchObject({ isChanged: false });
		expect(driver.versions('k')).toHaveLength(2);
		const marker = { operation: 'delete', ...at(LOCKED, 'k'), versionId: String(deleted.deleteMarkerId) };
		expect(await driver.run(marker)).toMatchObject({ isChanged: true });
		expect(await driver.run({ operation: 'head', ...at(LOCKED, 'k') })).toMatchObject({ sizeBytes: 1 });
	});

	it('is done with what is not there, and says so', async () => {
		expect(await driver.run({ operation: 'delete', ...at(BUCKET, 'never') })).toMatchObject({ isChanged: false });
		await driver.run(putText(BUCKET, 'k', 'x'));
		expect(await driver.run({ operation: 'delete', ...at(BUCKET, 'k'), dryRun: true })).toMatchObject({
			plan: { action: 'delete', sizeBytes: 1 },
		});
		expect(await driver.run({ operation: 'delete', ...at(BUCKET, 'k') })).toMatchObject({ isChanged: true });
		expect(driver.versions('k')).toEqual([]);
	});
});

describe('Bad input is a sentence', () => {
	it.each([
		['a bucket in another region', { operation: 'head', ...at(ELSEWHERE, 'k') }],
		['the same for a write', putText(ELSEWHERE, 'k', 'x')],
		['the same for a list', { operation: 'getMany', ...at(ELSEWHERE, 'k') }],
	])('%s', async (_what, parameters) => {
		expect(await driver.failure(parameters)).toEqual({
			message: 'The bucket candlefish-archive-eu is in the region eu-west-1, and the credential is for us-east-1',
			advice: 'Use a credential whose region is eu-west-1, or a bucket in us-east-1',
		});
	});

	it('a bucket or an object that does not exist', async () => {
		expect(await driver.failure({ operation: 'getMany', ...at('nobodys', '') })).toMatchObject({
			message: 'AWS S3 refused ListObjectsV2 (NoSuchBucket): The specified bucket does not exist',
		});
		expect(await driver.failure({ operation: 'head', ...at(BUCKET, 'nope') })).toMatchObject({
			message: `AWS S3 has no object ${BUCKET}/nope`,
		});
	});

	it.each([
		['no bucket', { operation: 'head', ...at('', 'k') }, 'Bucket is empty'],
		['no key', putText(BUCKET, '', 'x'), 'Object is empty'],
		['metadata that no header can carry', putText(BUCKET, 'k', 'x', { metadata: '{"a":"é"}' }), 'characters'],
		['metadata that is a list', putText(BUCKET, 'k', 'x', { metadata: '[]' }), 'names and values'],
		['parts too small for S3', putText(BUCKET, 'k', 'x', { partSizeMegabytes: 1 }), 'at least 5'],
	])('%s', async (_what, parameters, message) => {
		await expect(driver.run(parameters)).rejects.toThrow(message);
	});

	it('no file in the item', async () => {
		await expect(driver.run({ operation: 'put', ...at(BUCKET, 'k') })).rejects.toThrow(/binary/i);
	});
});
