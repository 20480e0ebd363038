/** The checksums that the sandbox can compute; S3 knows five more. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** `FULL_OBJECT`: of all bytes. `COMPOSITE`: of the parts' checksums, with their number behind it. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface Checksum {
	readonly algorithm: ChecksumAlgorithm;
	readonly type: ChecksumType;
	/** Base64; of a composite one `...-3`. */
	readonly value: string;
}

export interface Retention {
	readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
	readonly untilMs: number;
}

/** What a client says of an object when it makes it. */
export interface ObjectSettings {
	/** `content-type`, `cache-control`, ...: given back as they came. */
	readonly headers: Readonly<Record<string, string>>;
	/** `x-amz-meta-*`, without that prefix. */
	readonly metadata: Readonly<Record<string, string>>;
	readonly storageClass: string;
	readonly encryption: { readonly algorithm: string; readonly keyId: string | undefined };
	readonly retention: Retention | undefined;
	readonly legalHold: boolean;
}

export interface ObjectVersion extends ObjectSettings {
	readonly key: string;
	/** `null` where the bucket had no versioning then. */
	readonly versionId: string;
	readonly isDeleteMarker: boolean;
	/** Mutable for the control API only: what rots on a disk keeps its checksum. */
	bytes: Buffer;
	/** With its quotes. */
	readonly etag: string;
	readonly checksum: Checksum | undefined;
	/** Of an object that was put together: its parts, in order. */
	readonly parts: ReadonlyArray<Pick<UploadedPart, 'bytes' | 'checksum'>>;
	/** Sandbox milliseconds. */
	readonly lastModifiedAtMs: number;
}

export interface UploadedPart {
	readonly number: number;
	readonly bytes: Buffer;
	readonly etag: string;
	readonly checksum: string | undefined;
}

/** A multipart upload that was begun and neither completed nor aborted. */
export interface Upload {
	readonly id: string;
	readonly key: string;
	readonly settings: ObjectSettings;
	readonly algorithm: ChecksumAlgorithm | undefined;
	readonly type: ChecksumType;
	readonly parts: Map<number, UploadedPart>;
	readonly startedAtMs: number;
}

export interface LifecycleRule {
	readonly id: string;
	readonly prefix: string;
	readonly expireAfterDays: number;
}

export interface Bucket {
	readonly name: string;
	readonly region: string;
	readonly isVersioned: boolean;
	readonly hasObjectLock: boolean;
	readonly rules: readonly LifecycleRule[];
	readonly createdAtMs: number;
	/** By key, the newest version first. */
	readonly versions: Map<string, ObjectVersion[]>;
	readonly uploads: Map<string, Upload>;
}
