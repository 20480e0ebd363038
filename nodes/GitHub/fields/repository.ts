import { field, type Field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import { type Repository, repositoryFrom } from '../api/repositories';

const locator = locatorProperty({
	displayName: 'Repository',
	name: 'repository',
	search: 'searchRepositories',
	enter: [
		enteredAs('name', 'By Name', 'candlefish-ai/paintbox'),
		enteredAs('url', 'By URL', 'https://github.com/candlefish-ai/paintbox'),
	],
});

export const repositoryField: Field<Repository> = field(locator, (context) => repositoryFrom(locator.read(context)));
