import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { KnownFiles } from '../../deployment/catalog/serviceCatalog';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { jsonParameter } from '../../shared/fields/parameters';

export const knownFilesProperty: INodeProperties = {
	displayName: 'Known Files',
	name: 'knownFiles',
	type: 'json',
	default: '',
	placeholder: '{"candlefish-ai/paintbox": ["apps/paintbox/index.html"]}',
	description:
		'Every file of the repositories, as JSON, to find path globs that match nothing: an object of lists by repository, or one list when there is one repository. Leave it empty to skip this check.',
};

/**
 * The files by repository, in lower case. A plain list is taken for `repositories`' only one.
 * @throws ConfigurationError when it is something else.
 */
export function readKnownFiles(context: OperationContext, repositories: readonly string[]): KnownFiles {
	const raw: unknown = context.functions.getNodeParameter('knownFiles', context.itemIndex, '');
	if (raw === '' || raw === undefined || raw === null) return new Map();
	const value = jsonParameter(context, 'knownFiles', 'Known Files');
	const names = [...new Set(repositories.map((name) => name.toLowerCase()))];
	if (Array.isArray(value)) {
		const [only] = names;
		if (only !== undefined && names.length === 1) return new Map([[only, filesIn(value)]]);
		throw new ConfigurationError(
			`Known Files is one list, and the catalog names ${names.length} repositories`,
			'Give an object with a list for each repository, such as {"candlefish-ai/paintbox": ["README.md"]}',
		);
	}
	if (typeof value !== 'object' || value === null) throw notFiles();
	return new Map(Object.entries(value as IDataObject).map(([name, files]) => [name.toLowerCase(), filesIn(files)]));
}

function filesIn(value: unknown): string[] {
	if (!Array.isArray(value)) throw notFiles();
	return value.map((file: unknown) => {
		if (typeof file !== 'string') throw notFiles();
		return file;
	});
}

function notFiles(): ConfigurationError {
	return new ConfigurationError(
		'Known Files is not a list of paths',
		'Give an object such as {"candlefish-ai/paintbox": ["apps/paintbox/index.html"]}, or leave it empty',
	);
}
