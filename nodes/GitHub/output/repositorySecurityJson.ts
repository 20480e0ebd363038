import type { IDataObject } from 'n8n-workflow';

import type { AlertSight, RepositorySecurity } from '../api/types';

/** What GitHub tells of a repository's security, as an item's JSON; no alert's secret is in it. */
export function repositorySecurityJson(security: RepositorySecurity): IDataObject {
	const { organization, dependencies, code, secrets, ...repository } = security;
	return {
		...repository,
		organization: { ...organization },
		dependencies: alertsJson(dependencies),
		code: alertsJson(code),
		secrets: alertsJson(secrets),
	};
}

function alertsJson(sight: AlertSight): IDataObject {
	return sight.state === 'on' ? { ...sight, open: { ...sight.open } } : { ...sight };
}
