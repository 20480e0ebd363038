import type { IAllExecuteFunctions } from 'n8n-workflow';

import { createPlatformClient, type Platform, type PlatformClient } from '../../../shared/http/platformClient';

const upstashManagement: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashManagementApi',
	defaultBaseUrl: 'https://api.upstash.com/v2',
	hints: {},
	// Some errors are a plain text in quotes (upstash.com/docs/devops/developer-api/introduction).
	readErrorMessage: (body) => (typeof body === 'string' && body !== '' ? body : undefined),
};

/** The management API of the account; a picker passes no item. */
export function upstashManagementClient(functions: IAllExecuteFunctions, itemIndex = 0): PlatformClient {
	return createPlatformClient(upstashManagement, functions, itemIndex);
}
