import type { IdSource } from '../../kernel/platform';
import { REGION } from '../account';
import { checksumOf, md5Of } from './model/checksums';
import type { Bucket, Checksum, LifecycleRule, ObjectSettings, ObjectVersion, UploadedPart } from './model/model';
import { noSuchKey, S3Error } from './protocol/s3Error';

export const plainSettings: ObjectSettings = {
	headers: { 'content-type': 'application/octet-stream' },
	metadata: {},
	storageClass: 'STANDARD',
	encryption: { algorithm: 'AES256', keyId: undefined },
	retention: undefined,
	legalHold: false,
};

/** What a new version is made of besides its bytes. */
export interface NewVersion {
	readonly settings?: Partial<ObjectSettings>;
	readonly checksum?: Checksum;
	/** For an object that is put together. */
	readonly upload?: { readonly parts: readonly UploadedPart[]; readonly etag: string };
}

/** The buckets of the account, in all regions. */
export class BucketStore {
	readonly buckets = new Map<string, Bucket>();

	constructor(
		private readonly ids: IdSource,
		readonly now: () => number,
	) {}

	create(
		name: string,
		options: {
			readonly region?: string;
			readonly isVersioned?: boolean;
			readonly hasObjectLock?: boolean;
			readonly rules?: readonly LifecycleRule[];
		} = {},
	): Bucket {
		const { region = REGION, hasObjectLock = false, isVersioned = hasObjectLock, rules = [] } = options;
		const bucket: Bucket = {
			name,
			region,
			isVersioned,
			hasObjectLock,
			rules,
			createdAtMs: this.now(),
			versions: new Map(),
			uploads: new Map(),
		};
		this.buckets.set(name, bucket);
		return bucket;
	}

	get(name: string): Bucket {
		const bucket = this.buckets.get(name);
		if (bucket) return bucket;
		throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { members: { BucketName: name } });
	}

	/** A new current version. Without versioning it takes the place of the old one. */
	put(bucket: Bucket, key: string, bytes: Buffer, { settings, checksum, upload }: NewVersion = {}): ObjectVersion {
		const complete = { ...plainSettings, ...settings };
		const isEncryptedByKms = complete.encryption.algorithm !== 'AES256';
		const md5 = isEncryptedByKms ? this.ids.hex(32) : md5Of(bytes).toString('hex');
		const version: ObjectVersion = {
			...complete,
			key,
			versionId: this.newVersionId(bucket),
			isDeleteMarker: false,
			bytes,
			// Of parts, or encrypted with a key of KMS, it is no digest of the bytes.
			etag: upload?.etag ?? `"${md5}"`,
			checksum: checksum ?? { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', value: checksumOf('CRC64NVME', bytes) },
			parts: upload?.parts ?? [],
			lastModifiedAtMs: this.now(),
		};
		this.keep(bucket, version);
		return version;
	}

	addDeleteMarker(bucket: Bucket, key: string): ObjectVersion {
		const marker: ObjectVersion = {
			...plainSettings,
			key,
			versionId: this.newVersionId(bucket),
			isDeleteMarker: true,
			bytes: Buffer.alloc(0),
			etag: '',
			checksum: undefined,
			parts: [],
			lastModifiedAtMs: this.now(),
		};
		this.keep(bucket, marker);
		return marker;
	}

	remove(bucket: Bucket, { key, versionId }: ObjectVersion): void {
		const left = (bucket.versions.get(key) ?? []).filter((version) => version.versionId !== versionId);
		if (left.length > 0) bucket.versions.set(key, left);
		else bucket.versions.delete(key);
	}

	/** The newest version, a delete marker too. What a lifecycle rule has expired goes first. */
	newest(bucket: Bucket, key: string): ObjectVersion | undefined {
		const version = bucket.versions.get(key)?.[0];
		if (!version || version.isDeleteMarker) return version;
		const expiry = expiryOf(bucket, version);
		if (expiry === undefined || expiry.atMs > this.now()) return version;
		if (bucket.isVersioned) return this.addDeleteMarker(bucket, key);
		this.remove(bucket, version);
		return undefined;
	}

	/** The current version, or the named one. Raises as S3 does, also for delete markers. */
	read(bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion {
		const newest = this.newest(bucket, key);
		if (versionId === undefined) {
			if (newest?.isDeleteMarker) {
				throw noSuchKey(key, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': newest.versionId });
			}
			if (newest) return newest;
			throw noSuchKey(key);
		}
		const version = this.version(bucket, key, versionId);
		if (!version) {
			throw new S3Error('NoSuchVersion', 'The specified version does not exist.', {
				members: { Key: key, VersionId: versionId },
			});
		}
		if (!version.isDeleteMarker) return version;
		throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
			members: { Method: 'GET', ResourceType: 'DeleteMarker' },
			headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId, allow: 'DELETE' },
		});
	}

	version(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
		return bucket.versions.get(key)?.find((each) => each.versionId === versionId);
	}

	/** What a list shows: the current version of each key, in the order of the keys' bytes. */
	current(bucket: Bucket): ObjectVersion[] {
		return [...bucket.versions.keys()]
			.map((key) => this.newest(bucket, key))
			.filter((version): version is ObjectVersion => version !== undefined && !version.isDeleteMarker)
			.sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
	}

	newUploadId(): string {
		return this.ids.hex(48);
	}

	private newVersionId(bucket: Bucket): string {
		return bucket.isVersioned ? this.ids.hex(32) : 'null';
	}

	private keep(bucket: Bucket, version: ObjectVersion): void {
		const older = (bucket.versions.get(version.key) ?? []).filter(({ versionId }) => versionId !== version.versionId);
		bucket.versions.set(version.key, [version, ...older]);
	}
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a lifecycle rule takes it away: at midnight after its days. */
export function expiryOf(
	{ rules }: Bucket,
	{ key, lastModifiedAtMs }: Pick<ObjectVersion, 'key' | 'lastModifiedAtMs'>,
): { readonly atMs: number; readonly ruleId: string } | undefined {
	const rule = rules.find(({ prefix }) => key.startsWith(prefix));
	if (!rule) return undefined;
	const dueMs = lastModifiedAtMs + rule.expireAfterDays * DAY_MS;
	return { atMs: Math.ceil(dueMs / DAY_MS) * DAY_MS, ruleId: rule.id };
}
