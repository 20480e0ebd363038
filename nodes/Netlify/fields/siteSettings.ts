import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { parseRepositoryName } from '../../deployment/values/repositoryName';
import { collectionField, type Field, field, switchField, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** Fields of a site that a person may set. All of them optional. */
const settings: readonly INodeProperties[] = [
	textField('Build Command', 'buildCommand', {
		placeholder: 'npm run build',
		description: 'What Netlify runs to build the site; a netlify.toml in the repository overrides it',
	}),
	textField('Custom Domain', 'customDomain', {
		placeholder: 'paintbox.candlefish.ai',
	}),
	{
		displayName: 'Force TLS',
		name: 'forceSsl',
		type: 'boolean',
		default: true,
		description: 'Whether visitors over plain HTTP are redirected to HTTPS',
	},
	textField('Functions Directory', 'functionsDirectory', {
		placeholder: 'netlify/functions',
	}),
	textField('Production Branch', 'productionBranch', {
		placeholder: 'main',
	}),
	textField('Publish Directory', 'publishDirectory', {
		placeholder: 'dist',
		description: 'The directory that the build makes and Netlify serves',
	}),
	textField('Repository', 'repository', {
		placeholder: 'candlefish-ai/paintbox',
		description: "The GitHub repository to build; Netlify's GitHub app must have access to it",
	}),
	switchField('Stop Builds', 'stopBuilds', 'Whether to stop all builds of the site'),
];

/** Settings: read as what was added, the repository as `owner/name`. */
export function settingsField(...more: readonly INodeProperties[]): Field<IDataObject> {
	const entered = collectionField('Settings', 'settings', 'Add Setting', [...more, ...settings]);
	return field(entered, (context) => withRepositoryName(entered.read(context)));
}

function withRepositoryName(entered: IDataObject): IDataObject {
	const { repository } = entered;
	if (typeof repository !== 'string' || repository === '') return entered;
	const parsed = parseRepositoryName(repository);
	if (parsed) return { ...entered, repository: `${parsed.owner}/${parsed.name}` };
	throw new ConfigurationError(
		`Repository "${repository}" does not have the form owner/name`,
		'Give it as owner/name, such as candlefish-ai/paintbox',
	);
}
