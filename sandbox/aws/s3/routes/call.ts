import type { SandboxRequest } from '../../../kernel/platform';
import { checksumOf, md5Of } from '../model/checksums';
import type { Bucket, Checksum } from '../model/model';
import { checksumAlgorithms } from '../model/model';
import { readPayload } from '../protocol/payload';
import { S3Error } from '../protocol/s3Error';
import { isPresigned } from '../protocol/s3Signature';

/** One request to S3, located and signed. */
export interface S3Call {
	readonly bucket: Bucket;
	readonly key: string;
	readonly query: URLSearchParams;
	readonly request: SandboxRequest;
	/** A header; of a presigned URL also what it carries in its query. */
	readonly header: (name: string) => string | undefined;
}

export function headerReader(request: SandboxRequest): S3Call['header'] {
	const hoisted = new Map(
		isPresigned(request.query) ? [...request.query].map(([name, value]) => [name.toLowerCase(), value]) : [],
	);
	return (name) => {
		const value = request.headers[name];
		return (Array.isArray(value) ? value.join(', ') : value) ?? hoisted.get(name);
	};
}

/** The body, checked against every checksum that came with it. */
export function checkedBody(call: S3Call): { readonly bytes: Buffer; readonly checksum: Checksum | undefined } {
	const { bytes, trailers } = readPayload(call.request.body, call.request.headers);
	const md5 = call.header('content-md5');
	if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16) {
		throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
	}
	if (md5 !== undefined && md5 !== md5Of(bytes).toString('base64')) {
		throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
	}
	const given = checksumAlgorithms.flatMap((algorithm) => {
		const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
		const value = call.header(name) ?? trailers[name];
		return value === undefined ? [] : [{ algorithm, value, type: 'FULL_OBJECT' as const }];
	});
	if (given.length > 1) {
		throw new S3Error(
			'InvalidRequest',
			'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
		);
	}
	const [checksum] = given;
	if (checksum && checksum.value !== checksumOf(checksum.algorithm, bytes)) {
		throw new S3Error('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
	}
	return { bytes, checksum };
}

/** Raises PreconditionFailed for what `If-Match` and `If-None-Match` forbid to write over. */
export function checkWriteConditions(call: S3Call, current: { readonly etag: string } | undefined): void {
	const failed = (condition: string): S3Error =>
		new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
			members: { Condition: condition },
		});
	const ifNoneMatch = call.header('if-none-match');
	if (ifNoneMatch !== undefined) {
		if (ifNoneMatch !== '*')
			throw new S3Error('NotImplemented', 'A header you provided implies functionality that is not implemented');
		if (current) throw failed('If-None-Match');
	}
	const ifMatch = call.header('if-match');
	if (ifMatch === undefined) return;
	if (!current) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { members: { Key: call.key } });
	if (!sameTag(ifMatch, current.etag)) throw failed('If-Match');
}

export const sameTag = (left: string, right: string): boolean => left.replaceAll('"', '') === right.replaceAll('"', '');
