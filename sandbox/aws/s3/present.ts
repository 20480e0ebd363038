import type { Bucket, ObjectVersion } from './model/model';
import { type BucketStore, expiryOf } from './world';

/** What S3 says of an object in the headers of a GET and a HEAD. */
export function objectHeaders(bucket: Bucket, version: ObjectVersion, withChecksum: boolean): Record<string, string> {
	const { checksum, encryption, retention, storageClass } = version;
	return {
		...version.headers,
		'accept-ranges': 'bytes',
		etag: version.etag,
		'last-modified': new Date(version.lastModifiedAtMs).toUTCString(),
		...writtenHeaders(bucket, version),
		...(storageClass !== 'STANDARD' && { 'x-amz-storage-class': storageClass }),
		...(withChecksum && checksum && { ...checksumHeaders(version), 'x-amz-checksum-type': checksum.type }),
		...(encryption.keyId && { 'x-amz-server-side-encryption-aws-kms-key-id': encryption.keyId }),
		...(retention && {
			'x-amz-object-lock-mode': retention.mode,
			'x-amz-object-lock-retain-until-date': new Date(retention.untilMs).toISOString(),
		}),
		...(version.legalHold && { 'x-amz-object-lock-legal-hold': 'ON' }),
		...Object.fromEntries(Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
	};
}

/** What the answer to a write says of the version that it made. */
export function writtenHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
	const expiry = expiryOf(bucket, version);
	return {
		'x-amz-server-side-encryption': version.encryption.algorithm,
		...(bucket.isVersioned && { 'x-amz-version-id': version.versionId }),
		...(expiry && {
			'x-amz-expiration': `expiry-date="${new Date(expiry.atMs).toUTCString()}", rule-id="${encodeURIComponent(expiry.ruleId)}"`,
		}),
	};
}

export function checksumHeaders({ checksum }: Pick<ObjectVersion, 'checksum'>): Record<string, string> {
	return checksum ? { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value } : {};
}

/** Buckets and what is in them, without contents. */
export function describeBuckets(store: BucketStore): unknown[] {
	return [...store.buckets.values()].map((bucket) => ({
		name: bucket.name,
		region: bucket.region,
		versioned: bucket.isVersioned,
		object_lock: bucket.hasObjectLock,
		objects: [...bucket.versions.values()].flatMap((versions) =>
			versions.map((version, index) => ({
				key: version.key,
				version_id: version.versionId,
				is_current: index === 0,
				is_delete_marker: version.isDeleteMarker,
				size: version.bytes.length,
				checksum: version.checksum ?? null,
				storage_class: version.storageClass,
				retained_until: version.retention?.untilMs ?? null,
				modified_at: version.lastModifiedAtMs,
			})),
		),
		uploads: [...bucket.uploads.values()].map(({ id, key, parts, startedAtMs }) => ({
			id,
			key,
			parts: parts.size,
			bytes: [...parts.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
			started_at: startedAtMs,
		})),
	}));
}
