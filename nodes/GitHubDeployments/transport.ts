import type { IAllExecuteFunctions } from 'n8n-workflow';

import { isRecord, listAt, textAt } from '../deployment/jsonFields';
import type { OperationContext } from '../shared/operation';
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

/** The REST API, with the credential of the item. */
export function gitHubClient({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(gitHub, functions, itemIndex);
}

/** The same for pickers, which have no item. */
export function gitHubClientForPicker(functions: IAllExecuteFunctions): PlatformClient {
	return createPlatformClient(gitHub, functions, 0);
}

/** `{"message":"Validation Failed","errors":[{"resource":"DeploymentStatus","field":"state","code":"custom"}]}` */
export function readErrorMessage(body: unknown): string | undefined {
	const message = textAt(body, 'message');
	if (message === null) return undefined;
	const errors = listAt(body, 'errors').map((error) => {
		if (!isRecord(error)) return String(error);
		const parts = [textAt(error, 'field'), textAt(error, 'message') ?? textAt(error, 'code')];
		return parts.filter((part) => part !== null).join(' ');
	});
	return [message, ...errors].join(': ');
}
