import type { SandboxResponse } from '../../../kernel/platform';
import { assertDeletable } from '../lifecycle/objectLock';
import type { ObjectVersion } from '../model/model';
import { checksumHeaders, objectHeaders, writtenHeaders } from '../present';
import { S3Error } from '../protocol/s3Error';
import type { BucketStore } from '../world';
import { type S3Call, checkedBody, checkWriteConditions, sameTag } from './call';
import { readSettings } from './objectSettings';

const responseOverrides = [
	'cache-control',
	'content-disposition',
	'content-encoding',
	'content-language',
	'content-type',
	'expires',
] as const;

/** GetObject and HeadObject: the kernel leaves out a HEAD's body, and keeps its length. */
export function getObject(store: BucketStore, call: S3Call): SandboxResponse {
	const { bucket, key, query } = call;
	const version = store.read(bucket, key, query.get('versionId') ?? undefined);
	const unmodified = readConditions(call, version);
	const part = partOf(version, query.get('partNumber'));
	const range = part?.range ?? call.header('range');
	const isWhole = range === undefined;
	const headers = {
		...objectHeaders(bucket, version, isWhole && call.header('x-amz-checksum-mode') === 'ENABLED'),
		...(part && { 'x-amz-mp-parts-count': String(part.count) }),
		...overrides(query),
	};
	if (unmodified) return { status: 304, headers };
	if (call.request.method === 'GET' && /^(GLACIER|DEEP_ARCHIVE)$/.test(version.storageClass)) {
		throw new S3Error('InvalidObjectState', "The operation is not valid for the object's storage class", {
			members: { StorageClass: version.storageClass },
		});
	}
	if (isWhole) return { status: 200, headers, body: version.bytes };
	const [first, last] = boundsOf(range, version.bytes.length);
	return {
		status: 206,
		headers: { ...headers, 'content-range': `bytes ${first}-${last}/${version.bytes.length}` },
		body: version.bytes.subarray(first, last + 1),
	};
}

/** The bytes of one part, and how many there are; an object that came in one request has one part without a number. */
function partOf(version: ObjectVersion, number: string | null) {
	if (number === null || (number === '1' && version.parts.length === 0)) return undefined;
	const sizes = version.parts.map(({ bytes }) => bytes.length);
	const size = sizes[Number(number) - 1];
	if (size === undefined) {
		throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', { status: 416 });
	}
	const first = sizes.slice(0, Number(number) - 1).reduce((sum, each) => sum + each, 0);
	return { count: sizes.length, range: `bytes=${first}-${first + size - 1}` };
}

/** Whether the answer is "not modified". Raises PreconditionFailed. */
function readConditions(call: S3Call, { etag }: ObjectVersion): boolean {
	const ifMatch = call.header('if-match');
	if (ifMatch !== undefined && ifMatch !== '*' && !sameTag(ifMatch, etag)) {
		throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
			members: { Condition: 'If-Match' },
		});
	}
	const ifNoneMatch = call.header('if-none-match');
	return ifNoneMatch !== undefined && (ifNoneMatch === '*' || sameTag(ifNoneMatch, etag));
}

function overrides(query: URLSearchParams): Record<string, string> {
	return Object.fromEntries(
		responseOverrides.flatMap((name) => {
			const value = query.get(`response-${name}`);
			return value === null ? [] : [[name, value]];
		}),
	);
}

function boundsOf(range: string, size: number): [number, number] {
	const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
	const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
	const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if ((from === '' && to === '') || first > last || first >= size) {
		throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
			members: { RangeRequested: range, ActualObjectSize: String(size) },
			headers: { 'content-range': `bytes */${size}` },
		});
	}
	return [first, last];
}

export function putObject(store: BucketStore, call: S3Call): SandboxResponse {
	const { bucket, key } = call;
	const { bytes, checksum } = checkedBody(call);
	const settings = readSettings(call, checksum !== undefined || call.header('content-md5') !== undefined);
	const newest = store.newest(bucket, key);
	checkWriteConditions(call, newest?.isDeleteMarker ? undefined : newest);
	const version = store.put(bucket, key, bytes, { settings, ...(checksum && { checksum }) });
	return {
		status: 200,
		headers: {
			...writtenHeaders(bucket, version),
			...checksumHeaders(version),
			'x-amz-checksum-type': 'FULL_OBJECT',
			etag: version.etag,
		},
	};
}

/** Without a version: a delete marker where the bucket keeps versions. What is not there is deleted, too. */
export function deleteObject(store: BucketStore, call: S3Call): SandboxResponse {
	const { bucket, key, query } = call;
	const versionId = query.get('versionId') ?? undefined;
	const newest = store.newest(bucket, key);
	if (versionId === undefined && bucket.isVersioned) {
		const marker = store.addDeleteMarker(bucket, key);
		return {
			status: 204,
			headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId },
		};
	}
	const version = versionId === undefined ? newest : store.version(bucket, key, versionId);
	if (version) {
		assertDeletable(version, store.now(), call.header('x-amz-bypass-governance-retention') === 'true');
		store.remove(bucket, version);
	}
	return {
		status: 204,
		headers: {
			...(versionId !== undefined && { 'x-amz-version-id': versionId }),
			...(version?.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
		},
	};
}
