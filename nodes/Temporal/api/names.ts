import { ConfigurationError } from '../../shared/operation/errors';

/** @throws ConfigurationError for a name that the server's HTTP API cannot be asked for: a slash in it is a 404 however it is written. */
export function requireReachable(name: string, label: string): string {
	if (!name.includes('/')) return name;
	throw new ConfigurationError(
		`${label} "${name}" holds a slash`,
		`Temporal's HTTP API cannot reach names with a slash. Use another one`,
	);
}

/** @throws ConfigurationError for a build ID that no version can have. An empty one would unset the current version. */
export function requireBuildId(buildId: string, label = 'Build ID'): string {
	if (buildId === '') {
		throw new ConfigurationError(
			`${label} is empty`,
			'An empty build ID would take all traffic off the versioned workers',
		);
	}
	if (buildId.startsWith('__')) {
		throw new ConfigurationError(`${label} "${buildId}" cannot begin with two underscores`, 'Use another build ID');
	}
	return requireReachable(buildId, label);
}
