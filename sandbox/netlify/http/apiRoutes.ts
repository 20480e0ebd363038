import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { NETLIFY_READ_ONLY_TOKEN, NETLIFY_TOKEN } from '../world/accounts';
import { netlifyError } from './errors';

/** What answers one kind of request. */
export type NetlifyHandler = (context: NetlifyContext, request: SandboxRequest) => SandboxResponse;

/** What the web server before the API takes as the address of a request. */
const LONGEST_ADDRESS = 8192;

/** Routes of the API, each `[method, pattern, handler]`: they ask for the token, count the request and add the rate-limit headers. */
export function apiRoutes(
	context: NetlifyContext,
	table: ReadonlyArray<readonly [method: string, pattern: string, handler: NetlifyHandler]>,
): SandboxRoute[] {
	return table.map(([method, pattern, handler]) => ({
		method,
		pattern: `/api/v1${pattern}`,
		handle: (request) => {
			assertAllowed(request, method);
			context.limits.countRequest();
			return withLimitHeaders(context, () => handler(context, request));
		},
	}));
}

function assertAllowed({ headers, path, query }: SandboxRequest, method: string): void {
	const isReader = headers.authorization === `Bearer ${NETLIFY_READ_ONLY_TOKEN}`;
	if (!isReader && headers.authorization !== `Bearer ${NETLIFY_TOKEN}`) throw netlifyError(401, 'Access Denied');
	if (isReader && method !== 'GET') throw netlifyError(403, 'Forbidden');
	if (path.length + query.toString().length > LONGEST_ADDRESS) throw netlifyError(414, 'Request-URI Too Large');
}

function withLimitHeaders({ limits }: NetlifyContext, answer: () => SandboxResponse): SandboxResponse {
	try {
		const response = answer();
		return { ...response, headers: { ...limits.headers(), ...response.headers } };
	} catch (error) {
		if (!(error instanceof SandboxHttpError)) throw error;
		throw new SandboxHttpError(error.status, error.body, { ...limits.headers(), ...error.headers });
	}
}
