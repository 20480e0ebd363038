import { field, type Field } from '../../shared/fields/fields';
import { locatorValue } from '../../shared/fields/parameters';
import { type Repository, repositoryFrom } from '../api/repositories';
import { repositoryProperty } from './repositoryProperty';

export const repositoryField: Field<Repository> = field(repositoryProperty, (context) =>
	repositoryFrom(locatorValue(context, repositoryProperty.name, repositoryProperty.displayName)),
);
