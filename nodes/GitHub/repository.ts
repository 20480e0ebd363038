import type { INodeProperties } from 'n8n-workflow';

import { parseRepositoryName } from '../deployment/values/repositoryName';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { locatorValue } from '../shared/fields/parameters';
import { path } from '../shared/http/path';

export interface Repository {
	readonly owner: string;
	readonly name: string;
	/** `/repos/owner/name`. */
	readonly apiPath: string;
}

export const repositoryProperty: INodeProperties = {
	displayName: 'Repository',
	name: 'repository',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRepositories', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'candlefish-ai/paintbox' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'https://github.com/candlefish-ai/paintbox',
		},
	],
};

/** @throws OperationFailure when it is empty or not of the form owner/name. */
export function repositoryParameter(context: OperationContext): Repository {
	return repositoryFrom(locatorValue(context, 'repository', 'Repository'));
}

export function repositoryFrom(text: string): Repository {
	const parsed = parseRepositoryName(text);
	if (parsed) return { ...parsed, apiPath: path`/repos/${parsed.owner}/${parsed.name}` };
	throw new OperationFailure(
		`Repository is not of the form owner/name: ${text}`,
		'Choose a repository from the list, or give owner/name',
	);
}
