import type { IHookFunctions } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { ConfigurationError } from '../../../shared/operation/errors';
import { repositoryFrom } from '../../api/repositories';

/** Where the webhook is registered. */
export interface HookTarget {
	/** For people: `repository candlefish-ai/paintbox`. */
	readonly label: string;
	/** Path of its hooks in the REST API. */
	readonly hooksPath: string;
}

/** Null when the person registers it. @throws ConfigurationError when the repository or organization is empty or unreadable. */
export function hookTargetOf(functions: IHookFunctions): HookTarget | null {
	switch (functions.getNodeParameter('registerOn', 'repository')) {
		case 'manual':
			return null;
		case 'organization':
			return organizationTarget(textOf(functions.getNodeParameter('organization', '')));
		default:
			return repositoryTarget(textOf(functions.getNodeParameter('repository', '', { extractValue: true })));
	}
}

function organizationTarget(organization: string): HookTarget {
	if (/^[\w.-]+$/.test(organization)) {
		return { label: `organization ${organization}`, hooksPath: path`/orgs/${organization}/hooks` };
	}
	throw new ConfigurationError(
		organization === ''
			? 'Organization is empty'
			: `Organization must be the login of an organization: ${organization}`,
		'Enter its login as in its address: github.com/LOGIN',
	);
}

function repositoryTarget(entered: string): HookTarget {
	if (entered === '') {
		throw new ConfigurationError('Repository is empty', 'Choose a repository from the list, or enter owner/name');
	}
	const { owner, name, apiPath } = repositoryFrom(entered);
	return { label: `repository ${owner}/${name}`, hooksPath: `${apiPath}/hooks` };
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
