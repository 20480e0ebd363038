import type { SandboxResponse } from '../../../kernel/platform';
import { ACCOUNT_ID } from '../../account';
import { pageOf } from '../../protocol/paging';
import type { Bucket, ObjectVersion } from '../model/model';
import { S3Error } from '../protocol/s3Error';
import { XML_TYPE, xmlDocument } from '../protocol/xml';
import type { BucketStore } from '../world';

const owner = { ID: ACCOUNT_ID.padEnd(64, '0') };

const document = (root: string, content: Parameters<typeof xmlDocument>[1]): SandboxResponse => ({
	status: 200,
	headers: { 'content-type': XML_TYPE },
	body: xmlDocument(root, content),
});

export function listBuckets(store: BucketStore, query: URLSearchParams): SandboxResponse {
	const prefix = query.get('prefix') ?? '';
	const region = query.get('bucket-region');
	const found = [...store.buckets.values()]
		.filter((bucket) => bucket.name.startsWith(prefix) && (region === null || bucket.region === region))
		.sort((left, right) => (left.name < right.name ? -1 : 1));
	const page = pageOf(
		found,
		Number(query.get('max-buckets') ?? 10_000),
		query.get('continuation-token') ?? undefined,
		invalidToken,
	);
	return document('ListAllMyBucketsResult', {
		Owner: owner,
		Buckets: {
			Bucket: page.items.map(({ name, region: BucketRegion, createdAtMs }) => ({
				Name: name,
				CreationDate: new Date(createdAtMs).toISOString(),
				BucketRegion,
			})),
		},
		ContinuationToken: page.nextToken,
		...(prefix !== '' && { Prefix: prefix }),
	});
}

export function headBucket(bucket: Bucket): SandboxResponse {
	return { status: 200, headers: { 'content-type': XML_TYPE, 'x-amz-bucket-region': bucket.region } };
}

/** One line of a list: an object, or what several keys share up to the delimiter. */
type Line = { readonly prefix: string } | { readonly version: ObjectVersion };

export function listObjects(store: BucketStore, bucket: Bucket, query: URLSearchParams): SandboxResponse {
	if (query.get('list-type') !== '2') {
		throw new S3Error('NotImplemented', 'The sandbox lists objects with list-type=2 only');
	}
	const isEncoded = query.get('encoding-type') === 'url';
	// As S3 writes them: a space is a plus sign.
	const shown = (key: string): string =>
		isEncoded ? encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') : key;
	const prefix = query.get('prefix') ?? '';
	const delimiter = query.get('delimiter') ?? '';
	const startAfter = query.get('start-after');
	const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
	if (!Number.isInteger(maxKeys) || maxKeys < 0) {
		throw new S3Error('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
	}
	const objects = store
		.current(bucket)
		.filter(
			({ key }) =>
				key.startsWith(prefix) &&
				(startAfter === null || Buffer.compare(Buffer.from(key), Buffer.from(startAfter)) > 0),
		);
	const token = query.get('continuation-token') ?? undefined;
	const page = pageOf(linesOf(objects, prefix, delimiter), maxKeys, token, invalidToken);
	return document('ListBucketResult', {
		Name: bucket.name,
		Prefix: shown(prefix),
		...(delimiter !== '' && { Delimiter: shown(delimiter) }),
		...(startAfter !== null && { StartAfter: shown(startAfter) }),
		MaxKeys: String(maxKeys),
		KeyCount: String(page.items.length),
		IsTruncated: String(page.nextToken !== undefined),
		...(isEncoded && { EncodingType: 'url' }),
		...(token !== undefined && { ContinuationToken: token }),
		NextContinuationToken: page.nextToken,
		Contents: page.items.flatMap((line) =>
			'version' in line ? [presentObject(line.version, shown, query.get('fetch-owner') === 'true')] : [],
		),
		CommonPrefixes: page.items.flatMap((line) => ('prefix' in line ? [{ Prefix: shown(line.prefix) }] : [])),
	});
}

function linesOf(objects: readonly ObjectVersion[], prefix: string, delimiter: string): Line[] {
	const lines: Line[] = [];
	const seen = new Set<string>();
	for (const version of objects) {
		const at = delimiter === '' ? -1 : version.key.indexOf(delimiter, prefix.length);
		if (at < 0) {
			lines.push({ version });
			continue;
		}
		const shared = version.key.slice(0, at + delimiter.length);
		if (!seen.has(shared)) lines.push({ prefix: shared });
		seen.add(shared);
	}
	return lines;
}

function presentObject(version: ObjectVersion, shown: (key: string) => string, withOwner: boolean) {
	return {
		Key: shown(version.key),
		LastModified: new Date(version.lastModifiedAtMs).toISOString(),
		ETag: version.etag,
		...(version.checksum && { ChecksumAlgorithm: version.checksum.algorithm, ChecksumType: version.checksum.type }),
		Size: String(version.bytes.length),
		StorageClass: version.storageClass,
		...(withOwner && { Owner: owner }),
	};
}

function invalidToken(): S3Error {
	return new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
}
