import { SandboxHttpError } from '../../../kernel/platform';
import type { XmlContent } from './xml';
import { XML_TYPE, xmlDocument } from './xml';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const statuses: Readonly<Record<string, number>> = {
	AccessDenied: 403,
	BucketAlreadyOwnedByYou: 409,
	ConditionalRequestConflict: 409,
	InternalError: 500,
	InvalidAccessKeyId: 403,
	InvalidObjectState: 403,
	InvalidRange: 416,
	MethodNotAllowed: 405,
	MissingContentLength: 411,
	NoSuchBucket: 404,
	NoSuchKey: 404,
	NoSuchUpload: 404,
	NoSuchVersion: 404,
	NotImplemented: 501,
	PermanentRedirect: 301,
	PreconditionFailed: 412,
	RequestTimeTooSkewed: 403,
	ServiceUnavailable: 503,
	SignatureDoesNotMatch: 403,
	SlowDown: 503,
};

/** An error of S3: a document with code and message; a HEAD gets its status and headers only. */
export class S3Error extends SandboxHttpError {
	constructor(
		readonly code: string,
		message: string,
		options: {
			readonly status?: number;
			readonly members?: Readonly<Record<string, XmlContent>>;
			readonly headers?: Readonly<Record<string, string>>;
		} = {},
	) {
		const content = {
			Code: code,
			Message: message,
			...options.members,
			RequestId: 'SANDBOX000000000',
			HostId: 'sandbox',
		};
		super(options.status ?? statuses[code] ?? 400, xmlDocument('Error', content, ''), {
			'content-type': XML_TYPE,
			...options.headers,
		});
		this.message = message;
	}
}

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}): S3Error =>
	new S3Error('NoSuchKey', 'The specified key does not exist.', { members: { Key: key }, headers });
