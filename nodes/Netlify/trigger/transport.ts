import type { IAllExecuteFunctions } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import { defaultRetryPolicy, type RetryPolicy } from '../../deployment/policy/retryPolicy';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';
import { errorHints } from './errorHints';

const netlify: Platform = {
	name: 'Netlify',
	credentialType: 'slipwayNetlifyApi',
	defaultBaseUrl: 'https://api.netlify.com/api/v1',
	hints: errorHints,
};

/** For hooks and pickers, which have no item. */
export function netlifyClient(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(netlify, functions, 0);
}

const onlyOnce: RetryPolicy = { ...defaultRetryPolicy, maxAttempts: 1 };

/** For a call while Netlify waits for the answer to its notification: never tried again. */
export function hurriedNetlifyClient(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient({ ...netlify, retryPolicy: onlyOnce }, functions, 0);
}

/** The credential's token; empty when there is none. */
export async function accessTokenOf(functions: IAllExecuteFunctions): Promise<string> {
	return textAt(await functions.getCredentials(netlify.credentialType, 0), 'accessToken') ?? '';
}
