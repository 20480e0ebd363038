import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { managementErrorHints } from './management/errorHints';

const upstashManagement: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashManagementApi',
	defaultBaseUrl: 'https://api.upstash.com/v2',
	hints: managementErrorHints,
	// Some errors are a plain text in quotes (upstash.com/docs/devops/developer-api/introduction).
	readErrorMessage: (body) => (typeof body === 'string' && body !== '' ? body : undefined),
};

/** The management API of the account whose credential the item has. */
export function managementClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return managementClientFor(functions, itemIndex);
}

/** For pickers, which have no item. */
export function managementClientFor(
	functions: IAllExecuteFunctions,
	itemIndex = 0,
): PlatformClient {
	return createPlatformClient(upstashManagement, functions, itemIndex);
}

