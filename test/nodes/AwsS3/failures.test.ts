import { useManualClock } from '../../n8n/sandboxClock';
import { at, BUCKET, fileItem, LOCKED, putText, S3NodeDriver } from './s3NodeDriver';

const clock = useManualClock();
let driver: S3NodeDriver;

beforeEach(async () => {
	driver = await S3NodeDriver.start(clock);
});
afterEach(async () => {
	expect(driver.contract.violations()).toEqual([]);
	await driver.close();
});

const partBytes = 5 * 1024 * 1024;
const putParts = { operation: 'put', ...at(LOCKED, 'big'), partSizeMegabytes: 5 };
const large = fileItem(Buffer.alloc(2 * partBytes + 1, 'x'));
const named = (value: string) => ({ __rl: true, mode: 'name', value });

/** Does `work` once, when S3 has carried out a request of this method for this key. */
function after(method: string, key: string, work: () => Promise<unknown>): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = driver.sandbox.onExchange((exchange) => {
			if (exchange.method !== method || !exchange.path.endsWith(`/${key}`)) return;
			stop();
			work().then(() => resolve(), reject);
		});
	});
}

async function ordered(operation: string, code: string, more: Record<string, unknown> = {}): Promise<void> {
	await driver.control('/aws/faults', { operation: `s3.${operation}`, code, ...more });
}

describe('Put is not done', () => {
	it('when the object that S3 shows has other bytes', async () => {
		const rotten = after(
			'PUT',
			'k',
			async () => await driver.control('/aws/s3/objects/rot', { bucket: BUCKET, key: 'k', length: 3 }),
		);
		const failed = await driver.failure(putText(BUCKET, 'k', 'hello'));
		await rotten;
		expect(failed.message).toMatch(
			/^AWS S3 took the object candlefish-assets\/k, but does not show what was sent: 3 bytes/,
		);
	});

	it('when somebody else has written over it before it could be looked at', async () => {
		const other = after(
			'PUT',
			'k',
			async () => await driver.control('/aws/s3/objects', { bucket: BUCKET, key: 'k', text: 'hello' }),
		);
		const failed = await driver.failure(putText(BUCKET, 'k', 'hello'));
		await other;
		expect(failed.message).toContain('shows another object there: somebody else wrote it');
	});

	it('when S3 never answers, and says that it is not known', async () => {
		driver.fault({ kind: 'lostReply', times: 'always' });
		const failed = await driver.failure(putText(BUCKET, 'k', 'hello'));
		expect(failed.message).toContain(`It is not known whether the platform made the object ${BUCKET}/k`);
	});

	it('when what arrived is not what was sent, of which S3 keeps nothing', async () => {
		await ordered('PutObject', 'BadDigest', { times: 9 });
		expect(await driver.failure(putText(BUCKET, 'k', 'hello'))).toMatchObject({
			message: expect.stringContaining('AWS S3 refused PutObject (BadDigest)'),
			advice: expect.stringContaining('S3 kept nothing of it'),
		});
		expect(driver.versions('k')).toEqual([]);
	});

	it('with a key that may only look', async () => {
		const role = { assumeRoleArn: 'arn:aws:iam::123456789012:role/read-only' };
		await expect(driver.run(putText(BUCKET, 'k', 'x'), undefined, role)).rejects.toThrow(/AccessDenied/);
		await driver.run(putText(BUCKET, 'k', 'x'));
		expect(await driver.run({ operation: 'head', ...at(BUCKET, 'k') }, undefined, role)).toMatchObject({
			sizeBytes: 1,
		});
	});
});

describe('Put in parts', () => {
	it('takes back what was uploaded when a part is refused', async () => {
		await ordered('UploadPart', 'AccessDenied', { input: { PartNumber: 2 }, status: 403 });
		await expect(driver.run(putParts, large)).rejects.toThrow('refused UploadPart (AccessDenied)');
		expect(driver.uploads()).toEqual([]);
		expect(driver.versions('big')).toEqual([]);
	});

	it('is taken back when a person stops the execution', async () => {
		const stop = new AbortController();
		const stopped = after('PUT', 'big', async () => stop.abort());
		await expect(driver.item(putParts, large, {}, stop.signal)).rejects.toThrow('was stopped with the execution');
		await stopped;
		expect(driver.uploads()).toEqual([]);
		expect(driver.versions('big')).toEqual([]);
	});

	it('names the upload that could not be taken back', async () => {
		await ordered('UploadPart', 'AccessDenied', { status: 403 });
		await ordered('AbortMultipartUpload', 'AccessDenied', { status: 403 });
		await expect(driver.run(putParts, large)).rejects.toThrow(/could not be taken back either \(upload [0-9a-f]{48}\)/);
		expect(driver.uploads()).toHaveLength(1);
	});

	it.each([
		['before it was put together', false],
		['although it was put together', true],
	])('is put together once where S3 answers 200 and then says that it failed, %s', async (_what, carriedOut) => {
		await ordered('CompleteMultipartUpload', 'InternalError', { status: 200, carriedOut });
		expect(await driver.run(putParts, large)).toMatchObject({ parts: 3, sizeBytes: 2 * partBytes + 1 });
		expect(driver.versions('big')).toHaveLength(1);
		expect(driver.uploads()).toEqual([]);
	});

	it('is aborted where nobody can say whether it was put together, and then certainly was not', async () => {
		await ordered('CompleteMultipartUpload', 'InternalError', { status: 500, times: 99 });
		await expect(driver.run(putParts, large)).rejects.toThrow('It is not known whether');
		expect(driver.uploads()).toEqual([]);
		expect(driver.versions('big')).toEqual([]);
	});
});

describe('Copy', () => {
	it.each([true, false])(
		'is made once where S3 answers 200 and then says that it failed; carried out: %s',
		async (carriedOut) => {
			await driver.run(putText(BUCKET, 'k', 'x'));
			await ordered('CopyObject', 'InternalError', { status: 200, carriedOut });
			await driver.run({ operation: 'copy', ...at(BUCKET, 'k'), targetBucket: named(LOCKED) });
			expect(driver.versions('k')).toHaveLength(2);
		},
	);

	it('is not done when the copy has other bytes', async () => {
		await driver.run(putText(BUCKET, 'k', 'hello'));
		await driver.control('/aws/s3/objects/rot', { bucket: BUCKET, key: 'k' });
		const copy = { operation: 'copy', ...at(BUCKET, 'k'), targetBucket: named(LOCKED) };
		expect((await driver.failure(copy)).message).toBe(
			`AWS S3 copied ${BUCKET}/k to ${LOCKED}/k, but the copy has another SHA256`,
		);
	});
});

describe('Get', () => {
	it('never mixes two objects, one of which replaced the other while it was read', async () => {
		const bytes = Buffer.alloc(9 * 1024 * 1024, 'a');
		await driver.run({ operation: 'put', ...at(BUCKET, 'two') }, fileItem(bytes));
		const replaced = after(
			'GET',
			'two',
			async () => await driver.control('/aws/s3/objects', { bucket: BUCKET, key: 'two', text: 'b' }),
		);
		// The next range is asked for when the first was read: it must find the other object there.
		driver.fault({ kind: 'delay', delayMs: 300, afterRequests: 2 });
		const failed = await driver.failure({ operation: 'get', ...at(BUCKET, 'two'), output: 'none' });
		await replaced;
		expect(failed.message).toContain('PreconditionFailed');
	});

	it.each([
		['a bit that flipped', undefined],
		['an end that is lost', 4],
	])('refuses %s', async (_what, length) => {
		await driver.run(putText(LOCKED, 'k', 'hello'));
		await driver.control('/aws/s3/objects/rot', { bucket: LOCKED, key: 'k', ...(length !== undefined && { length }) });
		expect((await driver.failure({ operation: 'get', ...at(LOCKED, 'k') })).message).toContain(
			'is not what AWS S3 keeps a checksum of',
		);
	});
});

describe('What S3 says is a sentence', () => {
	it('of the region, when the signature names another one', async () => {
		driver.fault({
			kind: 'status',
			status: 400,
			headers: { 'x-amz-bucket-region': 'ap-southeast-2', 'content-type': 'application/xml' },
			body: '<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong</Message></Error>',
		});
		expect(await driver.failure({ operation: 'getMany', ...at(BUCKET, 'k') })).toEqual({
			message: `The bucket ${BUCKET} is in the region ap-southeast-2, and the credential is for us-east-1`,
			advice: 'Use a credential whose region is ap-southeast-2, or a bucket in us-east-1',
		});
	});

	it('of a HEAD that is forbidden, which has no words of its own', async () => {
		driver.fault({ kind: 'status', status: 403, body: '' });
		expect(await driver.failure({ operation: 'head', ...at(BUCKET, 'k') })).toMatchObject({
			message: `AWS S3 refused to show ${BUCKET}/k (status 403)`,
			advice: expect.stringContaining('s3:ListBucket'),
		});
	});

	it('of keys that are wrong, without showing them', async () => {
		const wrong = { secretAccessKey: 'another-secret-access-key' };
		const failed = await driver.run({ operation: 'getMany', ...at(BUCKET, 'k') }, undefined, wrong).catch(String);
		expect(failed).toContain('SignatureDoesNotMatch');
		expect(failed).not.toContain('another-secret');
	});

	it('after asking again, of a rate that stays too high', async () => {
		await ordered('ListObjectsV2', 'SlowDown', { status: 503, times: 99 });
		expect(await driver.failure({ operation: 'getMany', ...at(BUCKET, 'k') })).toMatchObject({
			message: expect.stringContaining('(SlowDown)'),
			advice: expect.stringContaining('Run this again later'),
		});
	});
});
