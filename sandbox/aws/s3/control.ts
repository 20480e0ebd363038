import { REGION } from '../account';
import { invalidParameter } from '../protocol/awsError';
import type { JsonObject } from '../protocol/jsonInput';
import { readFlag, readInteger, readObjects, readText } from '../protocol/jsonInput';
import type { Bucket } from './model/model';
import type { BucketStore } from './world';

function required(body: JsonObject, name: string): string {
	const value = readText(body, name);
	if (value === undefined || value === '') throw invalidParameter(`"${name}" is missing`);
	return value;
}

function bucketOf(store: BucketStore, body: JsonObject): Bucket {
	const name = required(body, 'bucket');
	const bucket = store.buckets.get(name);
	if (bucket) return bucket;
	throw invalidParameter(`There is no bucket "${name}"`);
}

/** `{name, region?, versioned?, objectLock?, rules?: [{id, prefix, expireAfterDays}]}`: a bucket, or an empty one in its place. */
export function makeBucket(store: BucketStore, body: JsonObject): JsonObject {
	const bucket = store.create(required(body, 'name'), {
		region: readText(body, 'region') ?? REGION,
		...(readFlag(body, 'versioned') && { isVersioned: true }),
		hasObjectLock: readFlag(body, 'objectLock'),
		rules: readObjects(body, 'rules').map((rule) => ({
			id: readText(rule, 'id') ?? 'rule',
			prefix: readText(rule, 'prefix') ?? '',
			expireAfterDays: readInteger(rule, 'expireAfterDays') ?? 30,
		})),
	});
	return { name: bucket.name, region: bucket.region };
}

/** `{bucket, key, text | base64, storageClass?, contentType?}`: an object, put there by somebody else. */
export function plantObject(store: BucketStore, body: JsonObject): JsonObject {
	const base64 = readText(body, 'base64');
	const bytes = base64 === undefined ? Buffer.from(readText(body, 'text') ?? '') : Buffer.from(base64, 'base64');
	const storageClass = readText(body, 'storageClass');
	const contentType = readText(body, 'contentType');
	const version = store.put(bucketOf(store, body), required(body, 'key'), bytes, {
		settings: {
			...(storageClass !== undefined && { storageClass }),
			...(contentType !== undefined && { headers: { 'content-type': contentType } }),
		},
	});
	return { versionId: version.versionId, size: bytes.length };
}

/** `{bucket, key, length?}`: what is stored is no longer what was written: a bit flips, or its end is lost. Its checksum stays. */
export function rotObject(store: BucketStore, body: JsonObject): JsonObject {
	const key = required(body, 'key');
	const version = store.newest(bucketOf(store, body), key);
	if (!version) throw invalidParameter(`There is no object "${key}"`);
	const length = readInteger(body, 'length');
	const bytes = Buffer.from(length === undefined ? version.bytes : version.bytes.subarray(0, length));
	const middle = Math.floor(bytes.length / 2);
	if (length === undefined && bytes.length > 0) bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
	version.bytes = bytes;
	return { size: bytes.length };
}
