import { repositoryFrom } from '../../../GitHub/api/repositories';
import { enteredAs, locatorProperty, optionalLocator } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import type { GitHubSecretsPlace } from '../../api/gitHubSecrets';
import { shownWhere } from '../shownWhere';

const repository = locatorProperty({
	displayName: 'Repository',
	name: 'repository',
	description: 'The repository whose Actions secrets to write',
	search: 'searchRepositories',
	enter: [enteredAs('name', 'By Name', 'candlefish-ai/paintbox')],
});

const environment = optionalLocator(
	locatorProperty({
		displayName: 'Environment',
		name: 'environment',
		search: 'searchEnvironments',
		enter: [enteredAs('name', 'By Name', 'production')],
	}),
	'The environment of the repository that gets the secrets; leave it empty for the repository itself',
);

export const gitHubProperties = shownWhere({ target: ['gitHub'] }, [repository, environment]);

/** @throws ConfigurationError for a repository that is not of the form owner/name. */
export function readGitHubPlace(context: OperationContext): GitHubSecretsPlace {
	const { apiPath, owner, name } = repositoryFrom(repository.read(context));
	return { apiPath, owner, name, environment: environment.read(context) };
}
