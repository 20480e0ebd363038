import { createHash, createHmac } from 'node:crypto';

import type { AwsKeys } from '../../shared/aws/awsAccess';

/** A request that somebody without keys will send. */
export interface UnsignedRequest {
	readonly method: string;
	/** `https://bucket.s3.eu-west-1.amazonaws.com`. */
	readonly origin: string;
	/** As it goes over the wire, encoded once. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** That the sender must send as they are; names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

export interface SigningOptions {
	readonly keys: AwsKeys;
	readonly region: string;
	readonly now: Date;
	readonly expiresSeconds: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * A URL with Signature Version 4 in its query, for any content.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presignedUrl(request: UnsignedRequest, options: SigningOptions): string {
	const { keys, region, now, expiresSeconds } = options;
	const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
	const date = time.slice(0, 8);
	const scope = `${date}/${region}/s3/aws4_request`;
	const headers: Record<string, string> = { ...request.headers, host: new URL(request.origin).host };
	const signedNames = Object.keys(headers).sort();
	const query = canonicalQuery({
		...request.query,
		'X-Amz-Algorithm': algorithm,
		'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
		'X-Amz-Credential': `${keys.accessKeyId}/${scope}`,
		'X-Amz-Date': time,
		'X-Amz-Expires': String(expiresSeconds),
		'X-Amz-SignedHeaders': signedNames.join(';'),
		...(keys.sessionToken !== undefined && { 'X-Amz-Security-Token': keys.sessionToken }),
	});
	const canonicalRequest = [
		request.method,
		request.path,
		query,
		...signedNames.map((name) => `${name}:${headers[name] ?? ''}`),
		'',
		signedNames.join(';'),
		'UNSIGNED-PAYLOAD',
	].join('\n');
	const toSign = [algorithm, time, scope, createHash('sha256').update(canonicalRequest).digest('hex')].join('\n');
	const key = [date, region, 's3', 'aws4_request'].reduce<Buffer | string>(
		(secret, part) => createHmac('sha256', secret).update(part).digest(),
		`AWS4${keys.secretAccessKey}`,
	);
	const signature = createHmac('sha256', key).update(toSign).digest('hex');
	return `${request.origin}${request.path}?${query}&X-Amz-Signature=${signature}`;
}

function canonicalQuery(query: Readonly<Record<string, string>>): string {
	return Object.entries(query)
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.sort()
		.join('&');
}

const encode = (text: string): string =>
	encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
