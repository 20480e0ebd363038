import type { IAllExecuteFunctions } from 'n8n-workflow';

import { defaultRetryPolicy } from '../../deployment/policy/retryPolicy';
import { textAt } from '../../deployment/values/jsonFields';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import type { OperationContext } from '../../shared/operation/operation';

const netlify: Platform = {
	name: 'Netlify',
	credentialType: 'slipwayNetlifyApi',
	defaultBaseUrl: 'https://api.netlify.com/api/v1',
};

export function netlifyClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(netlify, functions, itemIndex);
}

/** For operations that deploy: after a person stopped the execution, what they began is cancelled, and looked at. */
export function netlifyClientForDeploying({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient({ ...netlify, outlivesStop: true }, functions, itemIndex);
}

/** For pickers and a trigger's hooks, which have no item. */
export function netlifyClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(netlify, functions, 0);
}

/** For a look while Netlify waits for the answer to its notification: never tried again. */
export function netlifyClientForWebhook(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient({ ...netlify, retryPolicy: { ...defaultRetryPolicy, maxAttempts: 1 } }, functions, 0);
}

/** The credential's token; empty when it has none. */
export async function accessTokenOf(functions: IAllExecuteFunctions): Promise<string> {
	return textAt(await functions.getCredentials(netlify.credentialType, 0), 'accessToken') ?? '';
}
