import type { components } from '@octokit/openapi-types';

import type { AlertRecord } from '../model';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { type GitHubUrls, isoTime } from './urls';

type Schemas = components['schemas'];
type Severity = Schemas['dependabot-alert-security-vulnerability']['severity'];

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

function severityOf({ severity }: AlertRecord): Severity | null {
	return severities.find((known) => known === severity) ?? null;
}

/** By GitHub's own types: what lacks a field does not compile. */
export function representDependencyAlert(
	urls: GitHubUrls,
	fullName: string,
	alert: AlertRecord,
): Schemas['dependabot-alert'] {
	const severity = severityOf(alert) ?? 'medium';
	const { number, name } = alert;
	const at = isoTime(alert.createdAtMs);
	const advisoryId = `GHSA-${String(number).padStart(4, '0')}-abcd-efgh`;
	const affected = { ecosystem: 'npm', name };
	const vulnerability = {
		package: affected,
		severity,
		vulnerable_version_range: '< 4.17.21',
		first_patched_version: { identifier: '4.17.21' },
	};
	return {
		number,
		state: 'open',
		dependency: { package: affected, manifest_path: 'package-lock.json', scope: 'runtime', relationship: 'direct' },
		security_advisory: {
			ghsa_id: advisoryId,
			cve_id: null,
			summary: `A weakness of ${name}`,
			description: 'The sandbox made it up.',
			vulnerabilities: [vulnerability],
			severity,
			cvss: { score: severity === 'critical' ? 9.8 : 7.2, vector_string: null },
			cwes: [],
			identifiers: [{ type: 'GHSA', value: advisoryId }],
			references: [],
			published_at: at,
			updated_at: at,
			withdrawn_at: null,
		},
		security_vulnerability: vulnerability,
		url: `${repositoryApiUrl(urls, fullName)}/dependabot/alerts/${number}`,
		html_url: `${repositoryWebUrl(urls, fullName)}/security/dependabot/${number}`,
		created_at: at,
		updated_at: at,
		dismissed_at: null,
		dismissed_by: null,
		dismissed_reason: null,
		dismissed_comment: null,
		fixed_at: null,
	};
}

export function representCodeAlert(
	urls: GitHubUrls,
	fullName: string,
	alert: AlertRecord,
): Schemas['code-scanning-alert-items'] {
	const { number, name } = alert;
	const api = `${repositoryApiUrl(urls, fullName)}/code-scanning/alerts/${number}`;
	return {
		number,
		created_at: isoTime(alert.createdAtMs),
		url: api,
		html_url: `${repositoryWebUrl(urls, fullName)}/security/code-scanning/${number}`,
		instances_url: `${api}/instances`,
		state: 'open',
		dismissed_by: null,
		dismissed_at: null,
		dismissed_reason: null,
		rule: { id: name, name, severity: 'error', security_severity_level: severityOf(alert), description: name },
		tool: { name: 'CodeQL', version: '2.20.1', guid: null },
		most_recent_instance: { ref: 'refs/heads/main', state: 'open', location: { path: 'src/index.ts', start_line: 1 } },
	};
}

/** What was committed is shown, unless it is asked not to be; this one is nobody's. */
export function representSecretAlert(
	urls: GitHubUrls,
	fullName: string,
	{ number, name, createdAtMs }: AlertRecord,
	isHidden: boolean,
): Schemas['secret-scanning-alert'] {
	const api = `${repositoryApiUrl(urls, fullName)}/secret-scanning/alerts/${number}`;
	return {
		number,
		created_at: isoTime(createdAtMs),
		url: api,
		html_url: `${repositoryWebUrl(urls, fullName)}/security/secret-scanning/${number}`,
		locations_url: `${api}/locations`,
		state: 'open',
		resolution: null,
		secret_type: name.toLowerCase().replaceAll(' ', '_'),
		secret_type_display_name: name,
		...(!isHidden && { secret: `sandbox-committed-secret-${number}` }),
		validity: 'unknown',
		publicly_leaked: false,
		multi_repo: false,
	};
}
