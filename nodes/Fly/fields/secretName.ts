import { OperationFailure } from '../../shared/operation/errors';

/** @throws OperationFailure, which holds the name and never a value. */
export function requireSecretName(name: string): void {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
	throw new OperationFailure(
		`"${name}" is not a valid name for a secret`,
		'Give a name as of an environment variable: letters, digits and underscores, no digit first',
	);
}
