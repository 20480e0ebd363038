import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { SandboxRequest } from '../../kernel/platform';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const ALLOWED_SKEW_MS = 5 * 60_000;

/** What the Authorization header says. */
export interface SignatureHeader {
	readonly accessKeyId: string;
	/** `20260101`. */
	readonly date: string;
	readonly region: string;
	readonly service: string;
	readonly signedHeaders: readonly string[];
	readonly signature: string;
}

/** `undefined` when the header is missing or is no Signature Version 4. */
export function parseAuthorization(header: string | undefined): SignatureHeader | undefined {
	if (!header?.startsWith(`${ALGORITHM} `)) return undefined;
	const parts = new Map(
		header
			.slice(ALGORITHM.length)
			.split(',')
			.map((part): [string, string] => {
				const at = part.indexOf('=');
				return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
			}),
	);
	const scope = (parts.get('Credential') ?? '').split('/');
	const [accessKeyId, date, region, service, terminator] = scope;
	const signedHeaders = parts.get('SignedHeaders');
	const signature = parts.get('Signature');
	if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') return undefined;
	if (scope.length !== 5 || !signedHeaders || !signature) return undefined;
	return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

const hashOf = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

function encodeRfc3986(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function canonicalQuery(query: URLSearchParams): string {
	return [...query]
		.map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
		.sort()
		.join('&');
}

/** Every service but S3 encodes the path a second time. */
const canonicalPath = (path: string): string =>
	path
		.split('/')
		.map((segment) => encodeRfc3986(segment))
		.join('/');

function headerText(request: SandboxRequest, name: string): string {
	const value = request.headers[name];
	const text = Array.isArray(value) ? value.join(',') : (value ?? '');
	return text.trim().replace(/\s+/g, ' ');
}

/** Why a signature is refused; `undefined` when it is right. */
export type SignatureFault = { readonly kind: 'skew'; readonly signedAt: string } | { readonly kind: 'mismatch' };

const timePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** `20260101T120000Z` as milliseconds. */
export function parseAmzDate(text: string): number | undefined {
	const match = timePattern.exec(text);
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
	return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/**
 * Computes the signature anew and compares. `nowMs` is wall time, as the client's is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(
	request: SandboxRequest,
	header: SignatureHeader,
	secretAccessKey: string,
	nowMs: number,
): SignatureFault | undefined {
	const amzDate = headerText(request, 'x-amz-date');
	const signedAtMs = parseAmzDate(amzDate);
	if (signedAtMs === undefined || !amzDate.startsWith(header.date)) return { kind: 'mismatch' };
	if (Math.abs(nowMs - signedAtMs) > ALLOWED_SKEW_MS) return { kind: 'skew', signedAt: amzDate };
	// AWS asks for the host among the signed headers.
	if (!header.signedHeaders.includes('host')) return { kind: 'mismatch' };
	const payloadHash = hashOf(request.body);
	const declaredHash = headerText(request, 'x-amz-content-sha256');
	if (declaredHash !== '' && declaredHash !== payloadHash) return { kind: 'mismatch' };
	const scope = `${header.date}/${header.region}/${header.service}/aws4_request`;
	const signingKey = [header.date, header.region, header.service, 'aws4_request'].reduce<Buffer | string>(
		hmac,
		`AWS4${secretAccessKey}`,
	);
	const mount = new URL(request.baseUrl).pathname;
	// The kernel gives `/` for both `/aws` and `/aws/`.
	const paths = request.path === '/' ? [`${mount}/`, mount] : [`${mount}${request.path}`];
	const given = Buffer.from(header.signature);
	const isRight = paths.some((path) => {
		const canonicalRequest = [
			request.method,
			canonicalPath(path),
			canonicalQuery(request.query),
			...header.signedHeaders.map((name) => `${name}:${headerText(request, name)}`),
			'',
			header.signedHeaders.join(';'),
			payloadHash,
		].join('\n');
		const stringToSign = [ALGORITHM, amzDate, scope, hashOf(canonicalRequest)].join('\n');
		const expected = Buffer.from(hmac(signingKey, stringToSign).toString('hex'));
		return expected.length === given.length && timingSafeEqual(expected, given);
	});
	return isRight ? undefined : { kind: 'mismatch' };
}
