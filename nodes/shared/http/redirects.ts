import type { IHttpRequestOptions } from 'n8n-workflow';

import type { RawAnswer } from './platformHttp';

/** More in one request go in a circle. */
export const maxRedirects = 5;

/**
 * The same request at the place where an answer says that it is now, as after a repository was renamed;
 * undefined where it says nothing, or names another host, which must not see the credential. The method
 * stays: the request was not carried out (docs.github.com, "Best practices for using the REST API",
 * "Follow redirects"). After a 303 (RFC 9110, 15.4.4) what is there is only read.
 */
export function movedTo({ status, headers }: RawAnswer, options: IHttpRequestOptions): IHttpRequestOptions | undefined {
	if (!redirectStatuses.includes(status) || headers.location === undefined) return undefined;
	if (!URL.canParse(headers.location, options.url)) return undefined;
	const target = new URL(headers.location, options.url);
	const asked = new URL(options.url);
	if (target.origin !== asked.origin || target.href === asked.href) return undefined;
	return {
		...options,
		url: target.href,
		// A target without a query of its own is the same place under another name.
		...(target.search !== '' && { qs: undefined }),
		...(status === 303 && { method: 'GET', body: undefined }),
	};
}

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
