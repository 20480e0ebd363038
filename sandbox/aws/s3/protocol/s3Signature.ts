import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { SandboxRequest } from '../../../kernel/platform';
import type { Caller } from '../../protocol/operation';
import { parseAmzDate, parseAuthorization, type SignatureHeader } from '../../protocol/signature';
import type { Sessions } from '../../sts/world';
import { S3Error } from './s3Error';

/** Requests may be older or newer than the server by this much. */
const ALLOWED_SKEW_MS = 15 * 60_000;
const LONGEST_PRESIGNED_SECONDS = 604_800;
const EMPTY_HASH = createHash('sha256').update('').digest('hex');

/** Who signed, and for which region. */
export interface Signer {
	readonly caller: Caller;
	readonly region: string;
}

interface Signed extends SignatureHeader {
	readonly amzDate: string;
	readonly token: string | undefined;
	readonly payloadHash: string;
	/** Seconds; undefined for a signature in a header. */
	readonly expires: number | undefined;
}

/** Whether a request is signed in its query or its header at all. */
export function isPresigned(query: URLSearchParams): boolean {
	return query.has('X-Amz-Signature');
}

/**
 * Checks the signature of a request to S3, in its header or its query (a presigned URL). Raises S3's errors.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export function authenticateS3(request: SandboxRequest, sessions: Sessions): Signer {
	const signed = isPresigned(request.query) ? fromQuery(request.query) : fromHeader(request);
	if (!signed) throw new S3Error('AccessDenied', 'Access Denied');
	const credential = sessions.find(signed.accessKeyId);
	if (!credential) {
		throw new S3Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
	}
	if (signed.token !== credential.sessionToken) {
		throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
	}
	if (signed.service !== 's3') {
		throw new S3Error(
			'AuthorizationHeaderMalformed',
			`The authorization header is malformed; incorrect service "${signed.service}". This endpoint belongs to "s3".`,
		);
	}
	checkTime(signed);
	if (!hasSignature(request, signed, credential.secretAccessKey)) {
		throw new S3Error(
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
		);
	}
	checkPayload(request, signed.payloadHash);
	if (credential.expiresAtMs <= Date.now()) throw new S3Error('ExpiredToken', 'The provided token has expired.');
	return { caller: credential.caller, region: signed.region };
}

function fromHeader(request: SandboxRequest): Signed | undefined {
	const header = parseAuthorization(request.headers.authorization);
	if (!header) return undefined;
	const token = headerText(request, 'x-amz-security-token');
	return {
		...header,
		amzDate: headerText(request, 'x-amz-date'),
		token: token === '' ? undefined : token,
		payloadHash: headerText(request, 'x-amz-content-sha256'),
		expires: undefined,
	};
}

function fromQuery(query: URLSearchParams): Signed | undefined {
	const header = parseAuthorization(
		`AWS4-HMAC-SHA256 Credential=${query.get('X-Amz-Credential') ?? ''}, SignedHeaders=${
			query.get('X-Amz-SignedHeaders') ?? ''
		}, Signature=${query.get('X-Amz-Signature') ?? ''}`,
	);
	if (!header) return undefined;
	return {
		...header,
		amzDate: query.get('X-Amz-Date') ?? '',
		token: query.get('X-Amz-Security-Token') ?? undefined,
		payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
		expires: Number(query.get('X-Amz-Expires')),
	};
}

function checkTime({ amzDate, expires }: Signed): void {
	const signedAtMs = parseAmzDate(amzDate);
	const nowMs = Date.now();
	if (signedAtMs === undefined) throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date');
	if (expires === undefined) {
		if (Math.abs(nowMs - signedAtMs) <= ALLOWED_SKEW_MS) return;
		throw new S3Error(
			'RequestTimeTooSkewed',
			'The difference between the request time and the current time is too large.',
		);
	}
	if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_PRESIGNED_SECONDS) {
		throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Expires must be less than a week (in seconds)');
	}
	if (nowMs > signedAtMs + expires * 1000) throw new S3Error('AccessDenied', 'Request has expired');
}

function checkPayload(request: SandboxRequest, declared: string): void {
	if (declared === '') {
		throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
	}
	if (declared === 'UNSIGNED-PAYLOAD' || declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return;
	const actual = createHash('sha256').update(request.body).digest('hex');
	if (declared === actual || (request.body.length === 0 && declared === EMPTY_HASH)) return;
	throw new S3Error(
		'XAmzContentSHA256Mismatch',
		"The provided 'x-amz-content-sha256' header does not match what was computed.",
	);
}

const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

const encode = (text: string): string =>
	encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** S3 alone encodes a path once, and leaves its slashes. */
const canonicalPath = (path: string): string =>
	path
		.split('/')
		.map((segment) => encode(decodeURIComponent(segment)))
		.join('/');

function headerText(request: SandboxRequest, name: string): string {
	const value = request.headers[name];
	return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ');
}

function hasSignature(request: SandboxRequest, signed: Signed, secretAccessKey: string): boolean {
	if (!signed.signedHeaders.includes('host') || !signed.amzDate.startsWith(signed.date)) return false;
	const scope = `${signed.date}/${signed.region}/${signed.service}/aws4_request`;
	const key = [signed.date, signed.region, signed.service, 'aws4_request'].reduce<Buffer | string>(
		hmac,
		`AWS4${secretAccessKey}`,
	);
	const query = [...request.query]
		.filter(([name]) => name !== 'X-Amz-Signature')
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.sort()
		.join('&');
	const mount = new URL(request.baseUrl).pathname;
	// The kernel gives `/` for both `/aws` and `/aws/`.
	const paths = request.path === '/' ? [`${mount}/`, mount] : [`${mount}${request.path}`];
	const given = Buffer.from(signed.signature);
	return paths.some((path) => {
		const canonicalRequest = [
			request.method,
			canonicalPath(path),
			query,
			...signed.signedHeaders.map((name) => `${name}:${headerText(request, name)}`),
			'',
			signed.signedHeaders.join(';'),
			signed.payloadHash,
		].join('\n');
		const hash = createHash('sha256').update(canonicalRequest).digest('hex');
		const expected = Buffer.from(
			hmac(key, ['AWS4-HMAC-SHA256', signed.amzDate, scope, hash].join('\n')).toString('hex'),
		);
		return expected.length === given.length && timingSafeEqual(expected, given);
	});
}
