import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { errorHints } from './errorHints';

const netlify: Platform = {
	name: 'Netlify',
	credentialType: 'slipwayNetlifyApi',
	defaultBaseUrl: 'https://api.netlify.com/api/v1',
	hints: errorHints,
};

export function netlifyClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(netlify, functions, itemIndex);
}

/** For operations that deploy: after a person stopped the execution, what they began is cancelled, and looked at. */
export function deployingClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient({ ...netlify, outlivesStop: true }, functions, itemIndex);
}

/** For pickers, which have no item. */
export function netlifyClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(netlify, functions, 0);
}
