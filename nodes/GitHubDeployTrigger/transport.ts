import type { IAllExecuteFunctions } from 'n8n-workflow';

import { isRecord, listAt, textAt } from '../deployment/jsonFields';
import { defaultRetryPolicy, type RetryPolicy } from '../deployment/retryPolicy';
import { createPlatformClient, type Platform, type PlatformClient } from '../shared/platformClient';
import { errorHints } from './errorHints';

const gitHub: Platform = {
	name: 'GitHub',
	credentialType: 'slipwayGitHubApi',
	defaultBaseUrl: 'https://api.github.com',
	hints: errorHints,
	headers: { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' },
	readErrorMessage,
};

/** For hooks and pickers. */
export function gitHubClient(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(gitHub, functions, 0);
}

const onlyOnce: RetryPolicy = { ...defaultRetryPolicy, maxAttempts: 1 };

/** For a call inside a webhook, which GitHub gives ten seconds in all: never tried again. */
export function hurriedGitHubClient(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient({ ...gitHub, retryPolicy: onlyOnce }, functions, 0);
}

/** `{"message":"Validation Failed","errors":[{"resource":"Hook","code":"custom","message":"..."}]}` */
function readErrorMessage(body: unknown): string | undefined {
	const message = textAt(body, 'message');
	if (message === null) return undefined;
	const errors = listAt(body, 'errors').map((error) => {
		if (!isRecord(error)) return String(error);
		const parts = [textAt(error, 'field'), textAt(error, 'message') ?? textAt(error, 'code')];
		return parts.filter((part) => part !== null).join(' ');
	});
	return [message, ...errors].join(': ');
}
