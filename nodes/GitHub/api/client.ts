import type { IAllExecuteFunctions } from 'n8n-workflow';

import { defaultRetryPolicy, type RetryPolicy } from '../../deployment/policy/retryPolicy';
import type { OperationContext } from '../../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { withEachRequest } from './eachRequest';
import { readErrorMessage } from './errorMessage';
import { rateLimitPolicy, readFailureKind } from './rateLimits';

const gitHub: Platform = {
	name: 'GitHub',
	credentialType: 'slipwayGitHubApi',
	defaultBaseUrl: 'https://api.github.com',
	headers: { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' },
	rateLimitPolicy,
	readFailureKind,
	readErrorMessage,
};

const onlyOnce: RetryPolicy = { ...defaultRetryPolicy, maxAttempts: 1 };

/** Three tries within about two seconds. */
const briefly: RetryPolicy = { ...defaultRetryPolicy, maxAttempts: 3, maxDelayMs: 2_000, maxRetryAfterMs: 5_000 };

/** For one try. GitHub ends what takes it longer than ten seconds (docs.github.com, "Timeouts"). */
const lookTimeoutMs = 10_000;

/** The REST API, with the credential of the item. */
export function gitHubClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(gitHub, functions, itemIndex);
}

/** The same where a person waits at the screen, for pickers and hooks: no rate limit is waited out. */
export function gitHubClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient({ ...gitHub, rateLimitPolicy: onlyOnce }, functions, 0);
}

/**
 * For what a release looks at, which has minutes in all: no rate limit is waited out. What cannot be seen now is
 * looked at again later.
 */
export function gitHubClientForLook({ functions, itemIndex }: OperationContext): PlatformClient {
	const client = createPlatformClient(
		{ ...gitHub, retryPolicy: briefly, rateLimitPolicy: onlyOnce },
		functions,
		itemIndex,
	);
	return withEachRequest(client, (request) => ({ timeoutMs: lookTimeoutMs, ...request }));
}

/** For a trigger that polls: what fails is asked for again by the next poll. */
export function gitHubClientForPoll(functions: IAllExecuteFunctions): PlatformClient {
	return gitHubClientForDelivery(functions);
}

/** For a call while GitHub waits for the answer to a delivery, ten seconds in all: never tried again. */
export function gitHubClientForDelivery(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient({ ...gitHub, retryPolicy: onlyOnce, rateLimitPolicy: onlyOnce }, functions, 0);
}
