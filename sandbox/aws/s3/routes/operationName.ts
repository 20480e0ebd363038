import type { SandboxRequest } from '../../../kernel/platform';
import type { Place } from './locate';

const bucketOperations: Readonly<Record<string, string>> = { GET: 'ListObjectsV2', HEAD: 'HeadBucket' };

const objectOperations: Readonly<Record<string, string>> = {
	GET: 'GetObject',
	HEAD: 'HeadObject',
	PUT: 'PutObject',
	DELETE: 'DeleteObject',
};

/** Of subresources that the sandbox does not have, so that a request for one is not taken for another. */
const unknownSubresources = [
	'acl',
	'tagging',
	'retention',
	'legal-hold',
	'versions',
	'uploads',
	'versioning',
	'location',
];

/** S3's name of what a request asks for; undefined where its method means nothing there. */
export function operationOf(
	method: string,
	{ bucket, key }: Place,
	{ query, headers }: SandboxRequest,
): string | undefined {
	if (bucket === '') return method === 'GET' ? 'ListBuckets' : undefined;
	if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
	if (query.has('uploadId')) {
		if (method === 'PUT') return 'UploadPart';
		if (method === 'POST') return 'CompleteMultipartUpload';
		return method === 'DELETE' ? 'AbortMultipartUpload' : undefined;
	}
	const unknown = unknownSubresources.find((name) => query.has(name));
	if (unknown !== undefined) return `?${unknown}`;
	if (key === '') return bucketOperations[method];
	if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
	return objectOperations[method];
}
