import { OperationFailure } from '../../../shared/operation/errors';

/**
 * The key, when it can name a variable.
 * @param what it is to name: `a Fly.io secret`.
 * @throws OperationFailure otherwise.
 */
export function requireVariableName(key: string, what: string): string {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return key;
	throw new OperationFailure(
		`"${key}" cannot be the name of ${what}`,
		'Rename it in Key Mapping, with letters, digits and underscores, not beginning with a digit; or exclude it',
	);
}
