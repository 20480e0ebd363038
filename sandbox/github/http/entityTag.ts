import { createHash } from 'node:crypto';

import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';

/**
 * A read's answer with its weak ETag, or a 304 where the caller has it already: docs.github.com/rest, "Best
 * practices for using the REST API", "Use conditional requests if appropriate". The tag is one of the content
 * and of the token, as GitHub's.
 */
export function withEntityTag(request: SandboxRequest, response: SandboxResponse): SandboxResponse {
	const isRead = request.method === 'GET' || request.method === 'HEAD';
	if (!isRead || response.status !== 200 || response.body === undefined) return response;
	const content = `${request.headers.authorization ?? ''}\n${JSON.stringify(response.body)}`;
	const tag = `W/"${createHash('sha256').update(content).digest('hex')}"`;
	const headers = { ...response.headers, etag: tag };
	return isKnown(request.headers['if-none-match'], tag) ? { status: 304, headers } : { ...response, headers };
}

/** RFC 9110, 13.1.2: a list of tags, or any; compared weakly. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	const opaque = (text: string): string => text.trim().replace(/^W\//, '');
	return ifNoneMatch.split(',').some((known) => known.trim() === '*' || opaque(known) === opaque(tag));
}
