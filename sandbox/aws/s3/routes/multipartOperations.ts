import type { SandboxResponse } from '../../../kernel/platform';
import { checksumOf, compositeChecksum, md5Of } from '../model/checksums';
import { type Checksum, checksumAlgorithms, type Upload, type UploadedPart } from '../model/model';
import { writtenHeaders } from '../present';
import { S3Error } from '../protocol/s3Error';
import { elementsNamed, textNamed, XML_TYPE, xmlDocument } from '../protocol/xml';
import type { BucketStore } from '../world';
import { type S3Call, checkedBody, checkWriteConditions } from './call';
import { readSettings } from './objectSettings';

/** Every part but the last. */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

export function createMultipartUpload(store: BucketStore, call: S3Call): SandboxResponse {
	const asked = call.header('x-amz-checksum-algorithm');
	const algorithm = checksumAlgorithms.find((each) => each === asked);
	const isWhole = call.header('x-amz-checksum-type') === 'FULL_OBJECT';
	if (isWhole && algorithm?.startsWith('SHA')) {
		throw new S3Error(
			'InvalidRequest',
			`The FULL_OBJECT checksum type cannot be used with the ${algorithm} checksum algorithm.`,
		);
	}
	const upload: Upload = {
		id: store.newUploadId(),
		key: call.key,
		settings: readSettings(call, true),
		algorithm,
		type: isWhole || algorithm === undefined || algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE',
		parts: new Map(),
		startedAtMs: store.now(),
	};
	call.bucket.uploads.set(upload.id, upload);
	return {
		status: 200,
		headers: {
			'content-type': XML_TYPE,
			...(algorithm && { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': upload.type }),
			'x-amz-server-side-encryption': upload.settings.encryption.algorithm,
		},
		body: xmlDocument('InitiateMultipartUploadResult', {
			Bucket: call.bucket.name,
			Key: call.key,
			UploadId: upload.id,
		}),
	};
}

export function uploadPart(call: S3Call): SandboxResponse {
	const upload = uploadOf(call);
	const number = Number(call.query.get('partNumber'));
	if (!Number.isInteger(number) || number < 1 || number > 10_000) {
		throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
	}
	const { bytes, checksum } = checkedBody(call);
	const { algorithm } = upload;
	if (algorithm && checksum && checksum.algorithm !== algorithm) {
		throw new S3Error(
			'InvalidRequest',
			`Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
		);
	}
	const part: UploadedPart = {
		number,
		bytes,
		etag: `"${md5Of(bytes).toString('hex')}"`,
		checksum: algorithm && (checksum?.value ?? checksumOf(algorithm, bytes)),
	};
	upload.parts.set(number, part);
	return {
		status: 200,
		headers: {
			etag: part.etag,
			'x-amz-server-side-encryption': upload.settings.encryption.algorithm,
			...(algorithm && part.checksum && { [`x-amz-checksum-${algorithm.toLowerCase()}`]: part.checksum }),
		},
	};
}

/** Puts the named parts together. A second one of the same upload finds no upload, as documented. */
export function completeMultipartUpload(store: BucketStore, call: S3Call): SandboxResponse {
	const upload = uploadOf(call);
	const { bucket, key } = call;
	const parts = namedParts(upload, call.request.body.toString('utf8'));
	const bytes = Buffer.concat(parts.map((part) => part.bytes));
	const checksum = checksumOfUpload(upload, parts, bytes);
	const given = call.header(`x-amz-checksum-${checksum.algorithm.toLowerCase()}`);
	if (given !== undefined && given !== checksum.value && given !== checksum.value.replace(/-\d+$/, '')) {
		throw new S3Error('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
	}
	const size = call.header('x-amz-mp-object-size');
	if (size !== undefined && Number(size) !== bytes.length) {
		throw new S3Error('InvalidRequest', 'The provided x-amz-mp-object-size header does not match what was computed.');
	}
	const newest = store.newest(bucket, key);
	checkWriteConditions(call, newest?.isDeleteMarker ? undefined : newest);
	const md5 = md5Of(Buffer.concat(parts.map((part) => Buffer.from(part.etag.replaceAll('"', ''), 'hex'))));
	const version = store.put(bucket, key, bytes, {
		settings: upload.settings,
		checksum,
		upload: { parts, etag: `"${md5.toString('hex')}-${parts.length}"` },
	});
	bucket.uploads.delete(upload.id);
	return {
		status: 200,
		headers: { 'content-type': XML_TYPE, ...writtenHeaders(bucket, version) },
		body: xmlDocument('CompleteMultipartUploadResult', {
			Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key)}`,
			Bucket: bucket.name,
			Key: key,
			ETag: version.etag,
			ChecksumType: checksum.type,
			[`Checksum${checksum.algorithm}`]: checksum.value,
		}),
	};
}

export function abortMultipartUpload(call: S3Call): SandboxResponse {
	call.bucket.uploads.delete(uploadOf(call).id);
	return { status: 204 };
}

function uploadOf({ bucket, key, query }: S3Call): Upload {
	const upload = bucket.uploads.get(query.get('uploadId') ?? '');
	if (upload?.key === key) return upload;
	throw new S3Error(
		'NoSuchUpload',
		'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
		{ members: { UploadId: query.get('uploadId') ?? '' } },
	);
}

function namedParts(upload: Upload, xml: string): UploadedPart[] {
	const named = elementsNamed(xml, 'Part').map((part) => ({
		number: Number(textNamed(part, 'PartNumber')),
		etag: textNamed(part, 'ETag') ?? '',
		checksum: upload.algorithm && textNamed(part, `Checksum${upload.algorithm}`),
	}));
	if (named.length === 0) {
		throw new S3Error(
			'MalformedXML',
			'The XML you provided was not well-formed or did not validate against our published schema',
		);
	}
	return named.map(({ number, etag, checksum }, index) => {
		if (index > 0 && number <= (named[index - 1]?.number ?? 0)) {
			throw new S3Error(
				'InvalidPartOrder',
				'The list of parts was not in ascending order. Parts must be ordered by part number.',
			);
		}
		const part = upload.parts.get(number);
		if (!part || part.etag.replaceAll('"', '') !== etag.replaceAll('"', '')) {
			throw new S3Error(
				'InvalidPart',
				"One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
			);
		}
		if (upload.algorithm && upload.type === 'COMPOSITE' && checksum !== part.checksum) {
			throw new S3Error(
				'InvalidRequest',
				`The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing or wrong for part ${number} in the request.`,
			);
		}
		if (index < named.length - 1 && part.bytes.length < SMALLEST_PART_BYTES) {
			throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
		}
		return part;
	});
}

function checksumOfUpload(
	{ algorithm = 'CRC64NVME', type }: Upload,
	parts: readonly UploadedPart[],
	bytes: Buffer,
): Checksum {
	const value =
		type === 'FULL_OBJECT'
			? checksumOf(algorithm, bytes)
			: compositeChecksum(
					algorithm,
					parts.map((part) => part.checksum ?? ''),
				);
	return { algorithm, type, value };
}
