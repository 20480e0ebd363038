import type { SandboxResponse } from '../../../kernel/platform';
import { checksumOf } from '../model/checksums';
import { type Checksum, type ChecksumAlgorithm, checksumAlgorithms, type ObjectVersion } from '../model/model';
import { writtenHeaders } from '../present';
import { S3Error } from '../protocol/s3Error';
import { XML_TYPE, xmlDocument } from '../protocol/xml';
import type { BucketStore } from '../world';
import { type S3Call, checkWriteConditions, sameTag } from './call';
import { readSettings } from './objectSettings';

/** One request copies no more; larger ones go in parts, which the sandbox does not know. */
const LARGEST_COPY_BYTES = 5 * 1024 ** 3;

export function copyObject(store: BucketStore, call: S3Call): SandboxResponse {
	const { bucket, key } = call;
	const source = sourceOf(store, call);
	if (source.bytes.length > LARGEST_COPY_BYTES) {
		throw new S3Error(
			'InvalidRequest',
			'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
		);
	}
	const ifMatch = call.header('x-amz-copy-source-if-match');
	if (ifMatch !== undefined && !sameTag(ifMatch, source.etag)) {
		throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
			members: { Condition: 'x-amz-copy-source-If-Match' },
		});
	}
	const newest = store.newest(bucket, key);
	checkWriteConditions(call, newest?.isDeleteMarker ? undefined : newest);
	const given = readSettings(call, true);
	const replaces = call.header('x-amz-metadata-directive') === 'REPLACE';
	const version = store.put(bucket, key, source.bytes, {
		settings: replaces ? given : { ...given, headers: source.headers, metadata: source.metadata },
		checksum: checksumOfCopy(call, source),
	});
	return {
		status: 200,
		headers: {
			'content-type': XML_TYPE,
			...writtenHeaders(bucket, version),
			...(source.versionId !== 'null' && { 'x-amz-copy-source-version-id': source.versionId }),
		},
		body: xmlDocument('CopyObjectResult', {
			LastModified: new Date(version.lastModifiedAtMs).toISOString(),
			ETag: version.etag,
			ChecksumType: version.checksum?.type,
			...(version.checksum && { [`Checksum${version.checksum.algorithm}`]: version.checksum.value }),
		}),
	};
}

function sourceOf(store: BucketStore, { header }: S3Call): ObjectVersion {
	const text = header('x-amz-copy-source') ?? '';
	const [path = '', query = ''] = text.split('?');
	const [name = '', ...rest] = decodeURIComponent(path.replace(/^\//, '')).split('/');
	if (name === '' || rest.length === 0) {
		throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
	}
	return store.read(store.get(name), rest.join('/'), new URLSearchParams(query).get('versionId') ?? undefined);
}

/** The asked one; else the source's own algorithm, of the whole object now. */
function checksumOfCopy({ header }: S3Call, source: ObjectVersion): Checksum {
	const asked = header('x-amz-checksum-algorithm');
	const algorithm: ChecksumAlgorithm =
		checksumAlgorithms.find((each) => each === asked) ?? source.checksum?.algorithm ?? 'CRC64NVME';
	return { algorithm, type: 'FULL_OBJECT', value: checksumOf(algorithm, source.bytes) };
}
