import type { SandboxRequest, SandboxResponse } from '../../../kernel/platform';
import { AwsError } from '../../protocol/awsError';
import type { Caller } from '../../protocol/operation';
import type { OperationFaults } from '../../protocol/operationFaults';
import type { RateLimits } from '../../protocol/rateLimits';
import type { Sessions } from '../../sts/world';
import type { Bucket } from '../model/model';
import { S3Error } from '../protocol/s3Error';
import { authenticateS3 } from '../protocol/s3Signature';
import type { BucketStore } from '../world';
import { headBucket, listBuckets, listObjects } from './bucketOperations';
import { headerReader, type S3Call } from './call';
import { copyObject } from './copyOperations';
import {
	abortMultipartUpload,
	completeMultipartUpload,
	createMultipartUpload,
	uploadPart,
} from './multipartOperations';
import { deleteObject, getObject, putObject } from './objectOperations';
import { locate } from './locate';
import { operationOf } from './operationName';

const LONGEST_KEY_BYTES = 1024;

/** S3 in its own protocol: the operation is the method, the path and the query; answers are headers and XML. */
export class S3Service {
	constructor(
		private readonly store: BucketStore,
		private readonly parts: {
			readonly sessions: Sessions;
			readonly limits: RateLimits;
			readonly faults: OperationFaults;
			readonly newRequestId: () => string;
		},
	) {}

	handle(request: SandboxRequest): SandboxResponse {
		const ids = {
			'x-amz-request-id': this.parts.newRequestId().replaceAll('-', '').slice(0, 16).toUpperCase(),
			'x-amz-id-2': 'sandbox',
		};
		try {
			const { status, headers, body } = this.run(request);
			return { status, headers: { ...headers, ...ids }, ...(body !== undefined && { body }) };
		} catch (error) {
			const refusal = error instanceof AwsError ? fromOrdered(error) : error;
			if (!(refusal instanceof S3Error)) throw error;
			return { status: refusal.status, headers: { ...refusal.headers, ...ids }, body: refusal.body };
		}
	}

	private run(request: SandboxRequest): SandboxResponse {
		const { caller, region } = authenticateS3(request, this.parts.sessions);
		const place = locate(request, this.store);
		const name = operationOf(request.method, place, request);
		if (name === undefined)
			throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.');
		allow(caller, name);
		this.parts.limits.take(`s3.${name}`);
		const members = { Bucket: place.bucket, Key: place.key, PartNumber: Number(request.query.get('partNumber') ?? 0) };
		const fault = this.parts.faults.take(`s3.${name}`, () => members);
		if (fault && !fault.carriedOut) throw fault.error;
		const answer =
			name === 'ListBuckets'
				? listBuckets(this.store, request.query)
				: this.runInBucket(name, this.bucketIn(region, place.bucket), place.key, request);
		if (fault) throw fault.error;
		return answer;
	}

	/** A bucket answers in its own region; elsewhere it says where that is. */
	private bucketIn(region: string, name: string): Bucket {
		const bucket = this.store.get(name);
		if (bucket.region === region) return bucket;
		throw new S3Error(
			'PermanentRedirect',
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
			{
				members: { Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, Bucket: name },
				headers: { 'x-amz-bucket-region': bucket.region },
			},
		);
	}

	private runInBucket(name: string, bucket: Bucket, key: string, request: SandboxRequest): SandboxResponse {
		const { store } = this;
		if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long');
		const call: S3Call = { bucket, key, query: request.query, request, header: headerReader(request) };
		switch (name) {
			case 'HeadBucket':
				return headBucket(bucket);
			case 'ListObjectsV2':
				return listObjects(store, bucket, request.query);
			case 'HeadObject':
			case 'GetObject':
				return getObject(store, call);
			case 'PutObject':
				return putObject(store, call);
			case 'CopyObject':
				return copyObject(store, call);
			case 'DeleteObject':
				return deleteObject(store, call);
			case 'CreateMultipartUpload':
				return createMultipartUpload(store, call);
			case 'UploadPart':
				return uploadPart(call);
			case 'CompleteMultipartUpload':
				return completeMultipartUpload(store, call);
			case 'AbortMultipartUpload':
				return abortMultipartUpload(call);
			default:
				throw new S3Error('NotImplemented', `The sandbox does not know ${name}`);
		}
	}
}

/** What was ordered by the control API, or refused by the rate limits, in S3's words. */
function fromOrdered({ code, message, status }: AwsError): S3Error {
	if (code === 'ThrottlingException') return new S3Error('SlowDown', 'Please reduce your request rate.');
	return new S3Error(code, message, status === 400 ? {} : { status });
}

function allow(caller: Caller, name: string): void {
	if (!caller.readOnly || /^(Get|Head|List)/.test(name)) return;
	throw new S3Error(
		'AccessDenied',
		`User: ${caller.arn} is not authorized to perform: s3:${name} because no identity-based policy allows the s3:${name} action`,
	);
}
