import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { locatorValue } from '../../shared/fields/parameters';
import { type Repository, repositoryFrom } from '../api/repository';

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
