import { textAt } from '../../deployment/values/jsonFields';
import { PlatformRequestError } from '../../shared/operation/errors';

/** An error in an answer of status 200, which is how GraphQL reports all of them. */
export function graphqlError(document: string, problem: unknown): PlatformRequestError {
	const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'the query';
	const code = textAt(problem, 'extensions', 'code');
	return new PlatformRequestError(
		'Fly.io',
		`GraphQL ${name}`,
		statuses[code ?? ''] ?? 422,
		textAt(problem, 'message') ?? 'no explanation given',
		code,
	);
}

/** The statuses that Fly's codes stand for. */
const statuses: Readonly<Record<string, number>> = {
	NOT_FOUND: 404,
	UNAUTHORIZED: 401,
	UNAUTHENTICATED: 401,
	FORBIDDEN: 403,
	RATE_LIMITED: 429,
	SERVER_ERROR: 500,
	INTERNAL_SERVER_ERROR: 500,
	TIMEOUT: 504,
};
