import type { OperationContext } from '../shared/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../shared/platformClient';
import { errorHints } from './errorHints';
import { defaultRetryPolicy } from '../deployment/retryPolicy';

const pagerDuty: Platform = {
	name: 'PagerDuty',
	credentialType: 'slipwayPagerDutyApi',
	defaultBaseUrl: 'https://events.pagerduty.com',
	hints: errorHints,
	retryPolicy: { ...defaultRetryPolicy, baseDelayMs: 1_000, maxDelayMs: 30_000 },
	readErrorMessage,
};

/** The Events API; the credential adds the routing key to each body. */
export function pagerDutyClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(pagerDuty, functions, itemIndex);
}

/** `{"status":"invalid event","message":"Event object is invalid","errors":["'summary' is missing"]}` */
function readErrorMessage(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
	const errors = 'errors' in body && Array.isArray(body.errors) ? body.errors : [];
	return [String(body.message), ...errors.map(String)].join(': ');
}
