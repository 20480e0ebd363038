import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../shared/http/platformClient';
import { errorHints } from './errorHints';

const neon: Platform = {
	name: 'Neon',
	credentialType: 'slipwayNeonApi',
	defaultBaseUrl: 'https://console.neon.tech/api/v2',
	hints: errorHints,
};

export function neonClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(neon, functions, itemIndex);
}

/** For pickers, which have no item. */
export function neonClientFor(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(neon, functions, 0);
}
