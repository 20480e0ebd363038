import { type Field, field } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import { listParameter } from '../listValue';
import { scopeOptions } from './contextOptions';

/** Scopes. @throws ConfigurationError when it is read and Netlify has no such scope. */
export const scopesField: Field<string[]> = field(
	{
		displayName: 'Scopes',
		name: 'scopes',
		type: 'multiOptions',
		options: scopeOptions,
		default: [],
		description: 'What gets the value; leave it empty to keep the scopes, or for all of them in a new variable',
	},
	(context) => {
		const scopes = listParameter(context, 'scopes');
		const unknown = scopes.find((scope) => scopeOptions.every(({ value }) => value !== scope));
		if (unknown === undefined) return scopes;
		throw new ConfigurationError(
			`"${unknown}" is not a scope`,
			`Use ${scopeOptions.map(({ value }) => String(value)).join(', ')}`,
		);
	},
);
