import { createHash } from 'node:crypto';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';

import { useManualClock } from '../../n8n/sandboxClock';
import { at, fileItem, LOCKED, S3NodeDriver } from './s3NodeDriver';

const clock = useManualClock();
const bytes = Buffer.alloc(33 * 1024 * 1024, 'a large file ');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const get = { operation: 'get', ...at(LOCKED, 'large.bin') };
let driver: S3NodeDriver;

// n8n keeps files on its disk, as it does unless told otherwise: nothing of a large one is in an item.
beforeAll(async () => {
	await Container.get(BinaryDataService).init();
	driver = await S3NodeDriver.start(clock);
});
afterAll(async () => {
	expect(driver.contract.violations()).toEqual([]);
	await driver.close();
});
const requestCount = () => driver.sandbox.requests({ platform: 'aws' }).length;

it('goes in parts from and to the disk of n8n', async () => {
	const put = await driver.run(
		{ operation: 'put', ...at(LOCKED, 'large.bin'), partSizeMegabytes: 12 },
		fileItem(bytes, 'application/gzip'),
	);
	expect(put).toMatchObject({ sha256, parts: 3 });
	const got = await driver.item(get);
	expect(got.json).toMatchObject({ sha256, sizeBytes: bytes.length, verifiedBy: 'SHA256 of 3 parts' });
	const file = got.binary?.data;
	expect(file).toMatchObject({ fileName: 'large.bin', mimeType: 'application/gzip', id: expect.any(String) });
	expect(file?.data.length).toBeLessThan(100);
	// And back, out of n8n's store.
	const again = await driver.run(
		{ operation: 'put', ...at(LOCKED, 'again.bin'), partSizeMegabytes: 64 },
		{ json: {}, ...(file && { binary: { data: file } }) },
	);
	expect(again).toMatchObject({ sha256, parts: 1 });
});

it.each([
	['an answer that is cut off', { kind: 'cutOff' as const }],
	['an answer that is garbled', { kind: 'malformed' as const }],
	['no answer', { kind: 'reset' as const }],
	['a 503', { kind: 'status' as const, status: 503 }],
])('is asked for again after %s', async (_what, fault) => {
	const before = requestCount();
	// After the HEAD and that of the first part.
	driver.fault({ ...fault, afterRequests: 1 });
	expect((await driver.item(get)).json).toMatchObject({ sha256 });
	expect(requestCount() - before).toBeGreaterThan(3);
});

it('is refused when it stays wrong', async () => {
	await driver.control('/aws/s3/objects/rot', { bucket: LOCKED, key: 'large.bin' });
	expect((await driver.failure(get)).message).toContain('its SHA256 of 3 parts is another one');
	driver.fault({ kind: 'cutOff', afterRequests: 1, times: 'always' });
	expect((await driver.failure(get)).message).toMatch(/did not give .* whole: its answer was cut off$/);
});
