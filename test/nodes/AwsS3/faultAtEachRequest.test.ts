import { createHash } from 'node:crypto';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { FaultSpecification } from '../../../sandbox/kernel/faults';
import { useManualClock } from '../../n8n/sandboxClock';
import { at, BUCKET, fileItem, LOCKED, putText, S3NodeDriver } from './s3NodeDriver';

const clock = useManualClock();
let driver: S3NodeDriver;

beforeAll(async () => {
	driver = await S3NodeDriver.start(clock);
});
afterAll(async () => {
	expect(driver.contract.violations()).toEqual([]);
	await driver.close();
});

const partBytes = 5 * 1024 * 1024;
const large = Buffer.alloc(partBytes + 7, 'large');
const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const named = (value: string) => ({ __rl: true, mode: 'name', value });

interface Change {
	/** What is there before; gives the ID of its version. */
	readonly prepare: (key: string) => Promise<string | undefined>;
	readonly parameters: (key: string, versionId: string | undefined) => INodeParameters;
	readonly item?: INodeExecutionData;
	/** What the node says of it. */
	readonly says: IDataObject;
	/** The versions that are there afterwards, the newest first. */
	readonly after: ReadonlyArray<{ readonly size: number; readonly is_delete_marker: boolean }>;
}

const version = (size: number) => ({ size, is_delete_marker: false });
const marker = { size: 0, is_delete_marker: true };
const nothing = async (): Promise<undefined> => undefined;

/** The version's ID, of a bucket that keeps them. */
async function put(bucket: string, key: string, text: string): Promise<string> {
	return String((await driver.run(putText(bucket, key, text))).versionId);
}

const changes: Readonly<Record<string, Change>> = {
	'Put, with versions': {
		prepare: nothing,
		parameters: (key) => putText(LOCKED, key, 'hello'),
		says: { sha256: sha256Of('hello') },
		after: [version(5)],
	},
	'Put of what is there already, with versions': {
		prepare: async (key) => await put(LOCKED, key, 'hello'),
		parameters: (key) => putText(LOCKED, key, 'hello', { retention: 'GOVERNANCE', retentionDays: 1 }),
		says: { retention: expect.objectContaining({ mode: 'GOVERNANCE' }) },
		after: [version(5), version(5)],
	},
	'Put only where nothing is': {
		prepare: nothing,
		parameters: (key) => putText(BUCKET, key, 'hello', { onlyIfAbsent: true }),
		says: { sha256: sha256Of('hello') },
		after: [version(5)],
	},
	'Put in parts': {
		prepare: nothing,
		parameters: (key) => ({ operation: 'put', ...at(LOCKED, key), partSizeMegabytes: 5 }),
		item: fileItem(large),
		says: { sha256: sha256Of(large), parts: 2 },
		after: [version(large.length)],
	},
	Copy: {
		prepare: nothing,
		parameters: (key) => ({ operation: 'copy', ...at(BUCKET, 'source'), targetBucket: named(LOCKED), targetKey: key }),
		says: { sha256: sha256Of('source'), verifiedBy: 'SHA256' },
		after: [version(6)],
	},
	'Delete, with versions': {
		prepare: async (key) => await put(LOCKED, key, 'hello'),
		parameters: (key) => ({ operation: 'delete', ...at(LOCKED, key) }),
		says: { isChanged: true, deleteMarkerId: expect.any(String) },
		after: [marker, version(5)],
	},
	'Delete of a version': {
		async prepare(key) {
			const first = await put(LOCKED, key, 'first');
			await put(LOCKED, key, 'second');
			return first;
		},
		parameters: (key, versionId) => ({ operation: 'delete', ...at(LOCKED, key), versionId: versionId ?? '' }),
		says: { isChanged: true },
		after: [version(6)],
	},
	Get: {
		prepare: async (key) => await put(BUCKET, key, 'hello'),
		parameters: (key) => ({ operation: 'get', ...at(BUCKET, key), output: 'text' }),
		says: { text: 'hello', verifiedBy: 'SHA256' },
		after: [version(5)],
	},
};

const xml = (code: string): string =>
	`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Please reduce your request rate.</Message></Error>`;

const faults: ReadonlyArray<readonly [string, Omit<FaultSpecification, 'platform'>]> = [
	['an answer that is lost', { kind: 'lostReply' }],
	['a connection that is cut before', { kind: 'reset' }],
	['an answer that is cut off in the middle', { kind: 'cutOff' }],
	['an answer that is garbled', { kind: 'malformed' }],
	['a 503 SlowDown', { kind: 'status', status: 503, body: xml('SlowDown') }],
	['a 500 InternalError', { kind: 'status', status: 500, body: xml('InternalError') }],
	['a page of a gateway', { kind: 'status', status: 502, body: '<html><body>Bad Gateway</body></html>' }],
];

let runs = 0;
const requests = () => driver.sandbox.requests({ platform: 'aws' });

describe.each(Object.entries(changes))('one fault at any request of %s: it is done, once', (_name, change) => {
	let count = 0;
	beforeAll(async () => {
		await driver.run(putText(BUCKET, 'source', 'source'));
		({ made: count } = await carriedOut(change, undefined));
	});

	it.each(faults)('%s', async (_what, specification) => {
		for (let afterRequests = 0; afterRequests < count; afterRequests++) {
			const { json, key, hits } = await carriedOut(change, { ...specification, afterRequests });
			expect(hits).toBe(1);
			expect({ afterRequests, json }).toMatchObject({ afterRequests, json: change.says });
			const after = driver.versions(key).map(({ size, is_delete_marker }) => ({ size, is_delete_marker }));
			expect({ afterRequests, after }).toEqual({ afterRequests, after: change.after });
			const left = afterRequests === 0 && lostUpload(specification, change) ? 1 : 0;
			expect(driver.uploads(key)).toHaveLength(left);
		}
	});
});

async function carriedOut(change: Change, fault: Omit<FaultSpecification, 'platform'> | undefined) {
	const key = `faults/${(runs += 1)}`;
	const versionId = await change.prepare(key);
	const before = requests().length;
	if (fault) driver.fault(fault);
	const json = await driver.run(change.parameters(key, versionId), change.item);
	const made = requests().slice(before);
	return { key, json, made: made.length, hits: made.filter((request) => request.fault !== undefined).length };
}

/** Of an upload whose ID never came nobody can know: it has no parts and costs nothing. */
function lostUpload({ kind }: Omit<FaultSpecification, 'platform'>, { says }: Change): boolean {
	return says.parts === 2 && (kind === 'lostReply' || kind === 'cutOff' || kind === 'malformed');
}
