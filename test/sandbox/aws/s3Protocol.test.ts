import { createHash } from 'node:crypto';
import { request } from 'node:http';

import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { presignedUrl } from '../../../nodes/AwsS3/api/presignedUrl';
import { AwsDriver, SANDBOX_KEYS } from './awsDriver';
import { BUCKET, LOCKED, s3Client } from './s3Driver';
import { startVendor, type VendorProcess } from './s3Vendor';

let driver: AwsDriver;
let vendor: VendorProcess;

beforeAll(async () => {
	driver = await AwsDriver.start([`${BUCKET}.localhost`, 'nobodys.localhost']);
	vendor = startVendor(`${driver.sandbox.origin}/aws`);
});
afterAll(async () => {
	expect(driver.contract.violations()).toEqual([]);
	await vendor.close();
	await driver.close();
});

interface RawAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly text: string;
}

/** One request as it is, with any host. */
async function raw(
	method: string,
	url: string,
	headers: Record<string, string> = {},
	body?: Buffer,
): Promise<RawAnswer> {
	return await new Promise((resolve, reject) => {
		const sent = request(url, { method, headers }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () =>
				resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
			);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

function signed(
	method: string,
	key: string,
	options: { origin?: string; at?: Date; expires?: number; bucket?: string } = {},
) {
	const bucket = options.bucket ?? BUCKET;
	return presignedUrl(
		{
			method,
			origin: options.origin ?? driver.sandbox.origin,
			path: options.origin === undefined ? `/aws/${bucket}/${key}` : `/aws/${key}`,
			query: {},
			headers: {},
		},
		{ keys: SANDBOX_KEYS, region: 'us-east-1', now: options.at ?? new Date(), expiresSeconds: options.expires ?? 60 },
	);
}

const code = ({ text }: RawAnswer): string | undefined => /<Code>(\w+)<\/Code>/.exec(text)?.[1];
const mebibyte = 1024 * 1024;

describe('what signs', () => {
	it("signs as AWS's own signer does", async () => {
		const at = new Date('2026-11-27T10:20:30.000Z');
		const VersionId = 'null';
		const { url } = await vendor.run('sign', {
			Bucket: BUCKET,
			Key: "a b/é'(+).txt",
			VersionId,
			signingDate: at,
			expiresIn: 60,
		});
		const theirs = new URL(String(url));
		const query = Object.fromEntries([...theirs.searchParams].filter(([name]) => !name.startsWith('X-Amz-')));
		const ours = new URL(
			presignedUrl(
				{ method: 'GET', origin: theirs.origin, path: theirs.pathname, query, headers: {} },
				{ keys: SANDBOX_KEYS, region: 'us-east-1', now: at, expiresSeconds: 60 },
			),
		);
		expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
	});

	it.each([
		['that has expired', () => signed('GET', 'logo.txt', { at: new Date(Date.now() - 120_000) }), 'AccessDenied'],
		[
			'for more than a week',
			() => signed('GET', 'logo.txt', { expires: 604_801 }),
			'AuthorizationQueryParametersError',
		],
		['for another method', () => signed('PUT', 'logo.txt'), 'SignatureDoesNotMatch'],
		['by nobody', () => `${driver.sandbox.origin}/aws/${BUCKET}/logo.txt`, 'AccessDenied'],
	])('refuses a URL %s', async (_what, url, expected) => {
		const answer = await raw('GET', url());
		expect([answer.status === 200, code(answer)]).toEqual([false, expected]);
	});
});

describe('a bucket in the host', () => {
	it('is the same as one in the path', async () => {
		const origin = `http://${BUCKET}.localhost:${new URL(driver.sandbox.origin).port}`;
		const url = new URL(signed('GET', 'logo.txt', { origin }));
		const answer = await raw('GET', `${driver.sandbox.origin}${url.pathname}${url.search}`, { host: url.host });
		expect(answer).toMatchObject({ status: 200, text: 'candlefish\n' });
		const other = await raw('GET', `${driver.sandbox.origin}${url.pathname}${url.search}`, {
			host: 'nobodys.localhost',
		});
		expect(code(other)).toBe('SignatureDoesNotMatch');
	});
});

describe('bodies', () => {
	const chunked = { 'content-encoding': 'aws-chunked', 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

	it('come in chunks, with their checksum behind the last', async () => {
		const body = Buffer.from('3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n');
		const put = await raw('PUT', signed('PUT', 'chunked'), { ...chunked, 'x-amz-decoded-content-length': '5' }, body);
		expect(put).toMatchObject({ status: 200, headers: { 'x-amz-checksum-crc32': 'hYfYZQ==' } });
		expect((await raw('GET', signed('GET', 'chunked'))).text).toBe('abcde');
	});

	it.each([
		['a wrong checksum behind it', '5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 'BadDigest'],
		['less than it says', '9\r\nabcde\r\n0\r\n\r\n', 'IncompleteBody'],
		['no end', '5\r\nabcde\r\n', 'IncompleteBody'],
		['another length than announced', '4\r\nabcd\r\n0\r\n\r\n', 'IncompleteBody'],
	])('are refused with %s', async (_what, body, expected) => {
		const headers = { ...chunked, 'x-amz-decoded-content-length': '5' };
		expect(code(await raw('PUT', signed('PUT', 'refused'), headers, Buffer.from(body)))).toBe(expected);
		expect((await raw('GET', signed('GET', 'refused'))).status).toBe(404);
	});
});

describe("AWS's own upload", () => {
	it.each([
		['in one request', 1000, {}, { ChecksumType: 'FULL_OBJECT' }],
		['in parts', 11 * mebibyte, {}, { ChecksumType: 'COMPOSITE', ContentLength: 11 * mebibyte }],
		[
			'in parts, with a CRC of the whole',
			6 * mebibyte,
			{ ChecksumAlgorithm: 'CRC64NVME' },
			{ ChecksumType: 'FULL_OBJECT' },
		],
		[
			'in parts, with SHA-256',
			6 * mebibyte,
			{ ChecksumAlgorithm: 'SHA256' },
			{ ChecksumSHA256: expect.stringMatching(/-2$/) },
		],
	])('arrives %s, and is read back by its own checks', async (_what, bytes, more, head) => {
		const target = { Bucket: LOCKED, Key: `vendor-${bytes}` };
		expect(await vendor.run('upload', { ...target, bytes, ...more })).toMatchObject(head);
		expect(await vendor.run('read', target)).toEqual({ bytes });
	});

	it('notices an object that rotted', async () => {
		await vendor.run('upload', { Bucket: BUCKET, Key: 'rotten', bytes: 1000 });
		await driver.control('/s3/objects/rot', { bucket: BUCKET, key: 'rotten' });
		await expect(vendor.run('read', { Bucket: BUCKET, Key: 'rotten' })).rejects.toThrow(/[Cc]hecksum/);
	});
});

describe('what takes objects away', () => {
	it('is told beforehand, and does it at midnight', async () => {
		const s3 = s3Client(driver);
		await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'tmp/a', Body: 'x' }));
		const head = async () => await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'tmp/a' }));
		expect((await head()).Expiration).toMatch(/^expiry-date=".* 00:00:00 GMT", rule-id="temporary%20files"$/);
		driver.clock.advance(9 * 24 * 60 * 60 * 1000);
		await expect(head()).rejects.toMatchObject({ name: 'NotFound' });
		s3.destroy();
	});
});

describe('the control API', () => {
	it('makes buckets and objects, and refuses what makes no sense', async () => {
		await driver.control('/s3/buckets', { name: 'made', region: 'eu-west-1', versioned: true });
		expect(await driver.control('/s3/objects', { bucket: 'made', key: 'k', base64: 'AAEC' })).toMatchObject({
			size: 3,
		});
		expect(JSON.stringify(driver.sandbox.state())).toContain(`"value":"${crcOfAaec()}"`);
		await expect(driver.control('/s3/objects', { bucket: 'made' })).rejects.toThrow('key');
		await expect(driver.control('/s3/objects', { bucket: 'nobodys', key: 'k' })).rejects.toThrow(
			'no bucket \\"nobodys\\"',
		);
	});
});

/** The CRC-64/NVME of the bytes 0, 1, 2, bit by bit, as its definition says. */
function crcOfAaec(): string {
	let crc = 0xffff_ffff_ffff_ffffn;
	for (const byte of [0n, 1n, 2n]) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c_9329_ac4b_c9b5n : crc >> 1n;
	}
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(crc ^ 0xffff_ffff_ffff_ffffn);
	return bytes.toString('base64');
}

it('keeps what it was given, whatever the SHA-256 of its length zero is', async () => {
	const put = await raw('PUT', signed('PUT', 'empty'));
	expect(put.status).toBe(200);
	const head = await s3Client(driver).send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'empty' }));
	expect([head.ContentLength, head.ETag]).toEqual([0, `"${createHash('md5').update('').digest('hex')}"`]);
});
