import type { ObjectSettings, Retention } from '../model/model';
import { S3Error } from '../protocol/s3Error';
import type { S3Call } from './call';

const keptHeaders = [
	'content-type',
	'cache-control',
	'content-disposition',
	'content-encoding',
	'content-language',
	'expires',
] as const;

const storageClasses = [
	'STANDARD',
	'REDUCED_REDUNDANCY',
	'STANDARD_IA',
	'ONEZONE_IA',
	'INTELLIGENT_TIERING',
	'GLACIER',
	'DEEP_ARCHIVE',
	'GLACIER_IR',
];

/** What the headers of PutObject, CopyObject and CreateMultipartUpload say of the object. Raises S3's refusals. */
export function readSettings(call: S3Call, hasChecksum: boolean): ObjectSettings {
	const headers = Object.fromEntries(
		keptHeaders.flatMap((name) => {
			const value = call.header(name);
			const kept = name === 'content-encoding' ? withoutChunked(value) : value;
			return kept === undefined || kept === '' ? [] : [[name, kept]];
		}),
	);
	const storageClass = call.header('x-amz-storage-class') ?? 'STANDARD';
	if (!storageClasses.includes(storageClass)) {
		throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid');
	}
	return {
		headers: { 'content-type': 'binary/octet-stream', ...headers },
		metadata: readMetadata(call),
		storageClass,
		encryption: {
			algorithm: call.header('x-amz-server-side-encryption') ?? 'AES256',
			keyId: call.header('x-amz-server-side-encryption-aws-kms-key-id'),
		},
		...readLock(call, hasChecksum),
	};
}

function withoutChunked(encoding: string | undefined): string | undefined {
	return encoding
		?.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== 'aws-chunked')
		.join(',');
}

function readMetadata(call: S3Call): Record<string, string> {
	const prefix = 'x-amz-meta-';
	const entries = Object.entries(call.request.headers).flatMap(([name, value]) =>
		name.startsWith(prefix) ? [[name.slice(prefix.length), String(value)] as const] : [],
	);
	if (entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > 2048) {
		throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
	}
	return Object.fromEntries(entries);
}

function readLock(call: S3Call, hasChecksum: boolean): Pick<ObjectSettings, 'retention' | 'legalHold'> {
	const mode = call.header('x-amz-object-lock-mode');
	const until = call.header('x-amz-object-lock-retain-until-date');
	const legalHold = call.header('x-amz-object-lock-legal-hold') === 'ON';
	if (mode === undefined && until === undefined && !legalHold) return { retention: undefined, legalHold };
	if (!call.bucket.hasObjectLock) {
		throw new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration');
	}
	if (!hasChecksum) {
		throw new S3Error(
			'InvalidRequest',
			'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
		);
	}
	if ((mode === undefined) !== (until === undefined)) {
		throw new S3Error(
			'InvalidRequest',
			'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
		);
	}
	return { retention: mode === undefined ? undefined : retentionOf(mode, Date.parse(until ?? '')), legalHold };
}

function retentionOf(mode: string, untilMs: number): Retention {
	if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') {
		throw new S3Error('InvalidArgument', 'Unknown wormMode directive.');
	}
	// Clients count on from wall time, whatever the sandbox's clock says.
	if (Number.isNaN(untilMs)) throw new S3Error('InvalidArgument', 'The retain until date must be in the future!');
	return { mode, untilMs };
}
