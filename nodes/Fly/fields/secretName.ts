import { ConfigurationError } from '../../shared/operation/errors';

/** @throws ConfigurationError, which holds the name and never a value. */
export function requireSecretName(name: string): void {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
	throw new ConfigurationError(
		`"${name}" is not a valid name for a secret`,
		'Use letters, digits and underscores, and no digit first, as for an environment variable',
	);
}
