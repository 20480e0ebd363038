import { createHash } from 'node:crypto';

import { PutObjectCommand } from '@aws-sdk/client-s3';

import { useManualClock } from '../../n8n/sandboxClock';
import { at, BUCKET, ELSEWHERE, LOCKED, putText, S3NodeDriver } from './s3NodeDriver';

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
const named = (value: string) => ({ __rl: true, mode: 'name', value });

describe('Copy', () => {
	it('copies what is noted beside it, too, and a version by its ID', async () => {
		const first = await driver.run(
			putText(LOCKED, 'db/é +.dump', 'first', { metadata: '{"rows":"7"}', contentType: 'application/x-dump' }),
		);
		await driver.run(putText(LOCKED, 'db/é +.dump', 'second'));
		const copy = { operation: 'copy', ...at(LOCKED, 'db/é +.dump'), targetBucket: named(BUCKET) };
		expect(await driver.run(copy)).toMatchObject({ key: 'db/é +.dump', sha256: hex('second'), verifiedBy: 'SHA256' });
		const old = await driver.run({
			...copy,
			versionId: String(first.versionId),
			targetKey: 'old',
			storageClass: 'STANDARD_IA',
		});
		expect(old).toMatchObject({
			bucket: BUCKET,
			key: 'old',
			sha256: hex('first'),
			contentType: 'application/x-dump',
			storageClass: 'STANDARD_IA',
			metadata: { rows: '7' },
			source: { bucket: LOCKED, key: 'db/é +.dump', versionId: first.versionId },
		});
	});

	it('compares by what there is: the MD5 of an object without SHA-256', async () => {
		await driver.control('/aws/s3/objects', { bucket: BUCKET, key: 'k', text: 'words' });
		const copy = { operation: 'copy', ...at(BUCKET, 'k'), targetBucket: named(BUCKET), targetKey: 'k2' };
		expect(await driver.run(copy)).toMatchObject({ verifiedBy: 'MD5', sha256: hex('words') });
	});

	it('copies nothing in a dry run, over what is there when told not to, or out of another region', async () => {
		await driver.run(putText(BUCKET, 'k', 'x'));
		const copy = { operation: 'copy', ...at(BUCKET, 'k'), targetBucket: named(LOCKED) };
		expect(await driver.run({ ...copy, dryRun: true })).toMatchObject({ plan: { action: 'copy', sizeBytes: 1 } });
		expect(driver.versions('k')).toHaveLength(1);
		await driver.run({ ...copy, onlyIfAbsent: true });
		expect(await driver.failure({ ...copy, onlyIfAbsent: true })).toMatchObject({
			message: expect.stringContaining('PreconditionFailed'),
		});
		expect(await driver.failure({ ...copy, targetBucket: named(ELSEWHERE) })).toMatchObject({
			message: expect.stringContaining('is in the region eu-west-1'),
		});
		expect(await driver.failure({ ...copy, ...at(BUCKET, 'nope') })).toMatchObject({
			message: `AWS S3 has no object ${BUCKET}/nope`,
		});
	});
});

describe('Presign', () => {
	const download = (key: string, more: Record<string, number | string> = {}) => ({
		operation: 'presign',
		...at(LOCKED, key),
		...more,
	});

	it('makes a URL that gives this version, for as long as it was told', async () => {
		const first = await driver.run(putText(LOCKED, "db/é '+.dump", 'first'));
		await driver.run(putText(LOCKED, "db/é '+.dump", 'second'));
		const made = await driver.run(
			download("db/é '+.dump", { versionId: String(first.versionId), fileName: 'old "1".dump', expiresSeconds: 60 }),
		);
		const answer = await fetch(String(made.url));
		expect([answer.status, await answer.text()]).toEqual([200, 'first']);
		expect(answer.headers.get('content-disposition')).toBe('attachment; filename="old _1_.dump"');
		expect(Date.parse(String(made.expiresAt)) - Date.now()).toBeLessThanOrEqual(60_000);
		expect(JSON.stringify(made)).not.toContain('sandbox-aws-secret-access-key');
	});

	it.each([
		['another object', (url: string) => url.replace('/k?', '/other?'), 'SignatureDoesNotMatch'],
		['a longer life', (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'), 'SignatureDoesNotMatch'],
		['another version', (url: string) => `${url}&versionId=null`, 'SignatureDoesNotMatch'],
		['no signature', (url: string) => url.replace(/&X-Amz-Signature=.*/, ''), 'AccessDenied'],
	])('is good for nothing else: %s', async (_what, change, code) => {
		await driver.run(putText(LOCKED, 'k', 'x'));
		const made = await driver.run(download('k', { expiresSeconds: 60 }));
		expect(await (await fetch(change(String(made.url)))).text()).toContain(`<Code>${code}</Code>`);
		expect((await fetch(String(made.url), { method: 'PUT', body: 'y' })).status).toBe(403);
	});

	it('takes an upload of the content type that it names', async () => {
		const made = await driver.run(download('new', { method: 'PUT', contentType: 'text/plain' }));
		expect(made).toMatchObject({ method: 'PUT', headers: { 'content-type': 'text/plain' } });
		const wrong = await fetch(String(made.url), { method: 'PUT', body: 'x', headers: { 'content-type': 'text/html' } });
		expect(wrong.status).toBe(403);
		const right = await fetch(String(made.url), {
			method: 'PUT',
			body: 'x',
			headers: { 'content-type': 'text/plain' },
		});
		expect(right.status).toBe(200);
		expect((await driver.head(LOCKED, 'new')).ContentLength).toBe(1);
	});

	it('makes none for what is not there, nor for more than a week', async () => {
		expect(await driver.failure(download('nope'))).toMatchObject({ message: `AWS S3 has no object ${LOCKED}/nope` });
		await expect(driver.run(download('k', { expiresSeconds: 604_801 }))).rejects.toThrow('at most 604800');
	});

	it('ends with the keys of a role', async () => {
		await driver.run(putText(LOCKED, 'k', 'x'));
		const role = { assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer' };
		const made = await driver.run(download('k', { expiresSeconds: 604_800 }), undefined, role);
		expect(Date.parse(String(made.expiresAt)) - Date.now()).toBeLessThanOrEqual(3_600_000);
		expect((await fetch(String(made.url))).status).toBe(200);
	});
});

describe('an object of before', () => {
	it('is compared by its ETag only where that is an MD5', async () => {
		await driver.client.send(
			new PutObjectCommand({
				Bucket: BUCKET,
				Key: 'kms',
				Body: 'x',
				ServerSideEncryption: 'aws:kms',
				SSEKMSKeyId: 'key',
			}),
		);
		const got = await driver.run({ operation: 'get', ...at(BUCKET, 'kms'), output: 'none' });
		expect(got).toMatchObject({ verifiedBy: 'CRC32', encryption: 'aws:kms', kmsKeyId: 'key' });
	});
});
