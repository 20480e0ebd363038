import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { OperationFailure } from '../../shared/operation/errors';
import { callS3 } from './call';
import { targetOf } from './objects';
import { presignedUrl, type UnsignedRequest } from './presignedUrl';
import { type ObjectAddress, objectName, type S3 } from './types';

export interface PresignRequest {
	readonly method: 'GET' | 'PUT';
	readonly expiresSeconds: number;
	/** Under which a browser saves it; undefined for S3's own. */
	readonly fileName?: string | undefined;
	/** That the one who uploads must send. */
	readonly contentType?: string | undefined;
}

export interface PresignedRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly expiresAt: Date;
}

/** A URL with which anybody may do that one thing until it expires. No request is sent, but for a role's keys. */
export async function presign(s3: S3, address: ObjectAddress, request: PresignRequest): Promise<PresignedRequest> {
	return await callS3(
		s3,
		'Presign',
		address,
		async (client) => {
			const unsigned = await unsignedRequest(client, address, request);
			const keys = await client.config.credentials();
			// S3 compares it with its own clock, as it does for every request that the SDK signs.
			const now = new Date();
			const { expiresSeconds } = request;
			const url = presignedUrl(unsigned, { keys, region: s3.region, now, expiresSeconds });
			const untilMs = Math.min(now.getTime() + expiresSeconds * 1000, keys.expiration?.getTime() ?? Infinity);
			return { url, headers: unsigned.headers, expiresAt: new Date(untilMs) };
		},
		{ safeToRepeat: true },
	);
}

/** The request as the SDK would send it, with its own rules of which host and path a bucket has, before it is signed. */
async function unsignedRequest(
	client: S3Client,
	address: ObjectAddress,
	{ method, fileName, contentType }: PresignRequest,
): Promise<UnsignedRequest> {
	const found: { request?: unknown } = {};
	const atEnd = { step: 'finalizeRequest', priority: 'high', name: 'slipwayCapture' } as const;
	const nothingSent = { response: {}, output: { $metadata: {} } };
	if (method === 'GET') {
		const disposition = fileName === undefined ? {} : { ResponseContentDisposition: attachment(fileName) };
		const command = new GetObjectCommand({ ...targetOf(address), ...disposition });
		command.middlewareStack.add(
			() => async (step) => {
				found.request = step.request;
				return nothingSent;
			},
			atEnd,
		);
		await client.send(command);
	} else {
		const command = new PutObjectCommand({ Bucket: address.bucket, Key: address.key });
		command.middlewareStack.add(
			() => async (step) => {
				found.request = step.request;
				return nothingSent;
			},
			atEnd,
		);
		await client.send(command);
	}
	const { protocol, hostname, port, path, query } = addressIn(found.request, address);
	return {
		method,
		origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
		path,
		query,
		headers: contentType === undefined ? {} : { 'content-type': contentType },
	};
}

const attachment = (fileName: string): string => `attachment; filename="${fileName.replace(/[^\w. -]/g, '_')}"`;

function addressIn(request: unknown, address: ObjectAddress) {
	const part = (name: string): unknown =>
		typeof request === 'object' && request !== null ? Reflect.get(request, name) : undefined;
	const [protocol, hostname, path, port] = [part('protocol'), part('hostname'), part('path'), part('port')];
	if (typeof protocol !== 'string' || typeof hostname !== 'string' || typeof path !== 'string') {
		throw new OperationFailure(
			`The AWS SDK gave no address for ${objectName(address)}`,
			'Report this, with the version of this node',
		);
	}
	const query = Object.entries(Object(part('query')) as object).flatMap(([name, value]: [string, unknown]) =>
		typeof value === 'string' ? [[name, value] as const] : [],
	);
	return {
		protocol,
		hostname,
		path,
		port: typeof port === 'number' ? port : undefined,
		query: Object.fromEntries(query),
	};
}
