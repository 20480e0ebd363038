import type { IHookFunctions } from 'n8n-workflow';

import { parseRepositoryName } from '../../../deployment/values/repositoryName';
import { OperationFailure } from '../../../shared/operation/errors';
import { path } from '../../../shared/http/path';

/** Where the webhook is registered; null when the person does that. */
export interface HookTarget {
	/** For people: `repository candlefish-ai/paintbox`. */
	readonly label: string;
	/** Path of its hooks in the REST API. */
	readonly hooksPath: string;
}

/** @throws OperationFailure when the repository or organization is empty or unreadable. */
export function hookTargetOf(functions: IHookFunctions): HookTarget | null {
	const registerOn = functions.getNodeParameter('registerOn', 'repository');
	if (registerOn === 'manual') return null;
	if (registerOn === 'organization') {
		const organization = textOf(functions.getNodeParameter('organization', ''));
		if (!/^[\w.-]+$/.test(organization)) {
			throw new OperationFailure(
				organization === ''
					? 'Organization is empty'
					: `Organization is not the name of one: ${organization}`,
				'Give its login as in its address: github.com/LOGIN',
			);
		}
		return { label: `organization ${organization}`, hooksPath: path`/orgs/${organization}/hooks` };
	}
	const given = textOf(functions.getNodeParameter('repository', '', { extractValue: true }));
	const repository = parseRepositoryName(given);
	if (repository === null) {
		throw new OperationFailure(
			given === '' ? 'Repository is empty' : `Repository is not of the form owner/name: ${given}`,
			'Choose a repository from the list, or give owner/name',
		);
	}
	const { owner, name } = repository;
	return { label: `repository ${owner}/${name}`, hooksPath: path`/repos/${owner}/${name}/hooks` };
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
