import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import type { OperationContext } from '../../shared/operation/operation';
import { retryPolicyFor } from './retryPolicy';

const pagerDuty: Platform = {
	name: 'PagerDuty',
	credentialType: 'slipwayPagerDutyApi',
	defaultBaseUrl: 'https://events.pagerduty.com',
	readErrorMessage,
};

/** The Events API, tried for that long; the credential adds the routing key to each body. */
export function pagerDutyClient({ functions, itemIndex }: OperationContext, keepTryingMs: number): PlatformClient {
	return createPlatformClient({ ...pagerDuty, retryPolicy: retryPolicyFor(keepTryingMs) }, functions, itemIndex);
}

/** `{"status":"invalid event","message":"Event object is invalid","errors":["'summary' is missing"]}` */
function readErrorMessage(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
	const errors = 'errors' in body && Array.isArray(body.errors) ? body.errors : [];
	return [String(body.message), ...errors.map(String)].join(': ');
}
