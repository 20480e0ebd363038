import type { _Object } from '@aws-sdk/client-s3';
import type { IDataObject } from 'n8n-workflow';

import type { ObjectAddress, ObjectHead } from '../api/types';
import { storedChecksum, storedSha256 } from '../state/storedChecksum';

/** What S3 keeps of an object, as an item's JSON. */
export function objectJson({ bucket, key }: ObjectAddress, head: ObjectHead): IDataObject {
	const checksum = storedChecksum(head);
	return {
		bucket,
		key,
		versionId: head.VersionId ?? null,
		sizeBytes: head.ContentLength ?? null,
		contentType: head.ContentType ?? null,
		lastModifiedAt: head.LastModified?.toISOString() ?? null,
		/** Of the whole object; null where S3 keeps another checksum, or that of parts. */
		sha256: storedSha256(head),
		checksum: checksum ? { algorithm: checksum.algorithm, value: checksum.value, parts: checksum.parts ?? null } : null,
		etag: head.ETag ?? null,
		storageClass: head.StorageClass ?? 'STANDARD',
		encryption: head.ServerSideEncryption ?? null,
		kmsKeyId: head.SSEKMSKeyId ?? null,
		retention: retentionJson(head),
		expiresAt: expiryIn(head.Expiration, 'expiry-date'),
		expiryRule: expiryIn(head.Expiration, 'rule-id'),
		metadata: { ...head.Metadata },
	};
}

function retentionJson(head: ObjectHead): IDataObject {
	return {
		mode: head.ObjectLockMode ?? null,
		until: head.ObjectLockRetainUntilDate?.toISOString() ?? null,
		isOnLegalHold: head.ObjectLockLegalHoldStatus === 'ON',
	};
}

/** From `expiry-date="Fri, 21 Dec 2012 00:00:00 GMT", rule-id="backups"`: when a lifecycle rule takes it away, and which. */
function expiryIn(text: string | undefined, name: 'expiry-date' | 'rule-id'): string | null {
	const value = new RegExp(`${name}="([^"]*)"`).exec(text ?? '')?.[1];
	if (value === undefined) return null;
	return name === 'rule-id' ? decodeURIComponent(value) : new Date(value).toISOString();
}

/** An entry of a list. */
export function listedJson(bucket: string, object: _Object): IDataObject {
	return {
		bucket,
		key: object.Key ?? '',
		isFolder: false,
		sizeBytes: object.Size ?? null,
		lastModifiedAt: object.LastModified?.toISOString() ?? null,
		etag: object.ETag ?? null,
		storageClass: object.StorageClass ?? null,
	};
}

/** What several keys share up to the next slash. */
export function folderJson(bucket: string, prefix: string): IDataObject {
	return {
		bucket,
		key: prefix,
		isFolder: true,
		sizeBytes: null,
		lastModifiedAt: null,
		etag: null,
		storageClass: null,
	};
}
