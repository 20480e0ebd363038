import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';

/** What a conditional request answers. */
export interface ConditionalAnswer {
	/** 304: it is as it was when `etag` was given, and cost nothing of the rate limit. */
	readonly isUnchanged: boolean;
	/** 404. */
	readonly isMissing: boolean;
	/** To be handed in next time; empty where GitHub gave none. */
	readonly etag: string;
	readonly body: unknown;
}

/**
 * Reads something unless it is still what an earlier answer's `etag` stands for; an empty one always reads.
 * docs.github.com/rest, "Best practices for using the REST API", "Use conditional requests if appropriate".
 */
export async function readIfChanged(
	client: PlatformClient,
	request: Omit<PlatformRequest, 'method' | 'acceptStatuses'>,
	etag: string,
): Promise<ConditionalAnswer> {
	const { status, headers, body } = await client.request({
		...request,
		method: 'GET',
		headers: { ...request.headers, ...(etag !== '' && { 'If-None-Match': etag }) },
		acceptStatuses: [304, 404],
	});
	const isUnchanged = status === 304;
	return { isUnchanged, isMissing: status === 404, etag: headers.etag ?? (isUnchanged ? etag : ''), body };
}
