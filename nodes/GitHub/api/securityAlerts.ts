import { numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { PlatformClient, PlatformResponse } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { AlertKind, AlertSight, SecuritySeverity } from './types';

const pageSize = 100;
const mostExamples = 5;
const severities: readonly SecuritySeverity[] = ['critical', 'high', 'medium', 'low', 'other'];

interface Alert {
	readonly number: number;
	readonly severity: SecuritySeverity;
	readonly label: string;
}

/**
 * The open alerts of one kind. https://docs.github.com/rest/dependabot/alerts,
 * https://docs.github.com/rest/code-scanning, https://docs.github.com/rest/secret-scanning
 *
 * @throws PlatformRequestError when GitHub does not answer.
 */
export async function lookAtAlerts(
	client: PlatformClient,
	repository: Repository,
	kind: AlertKind,
): Promise<AlertSight> {
	const first = await readAlerts(client, repository, kind, {});
	if ('reason' in first) return first;
	const alerts = new Map(first.alerts.map((alert) => [alert.number, alert]));
	let isMore = first.isMore;
	if (first.isMore && kind !== 'secret-scanning') {
		// The worst may be older than the newest hundred.
		for (const severity of ['critical', 'high']) {
			const worst = await readAlerts(client, repository, kind, { severity });
			if ('reason' in worst) continue;
			worst.alerts.forEach((alert) => alerts.set(alert.number, alert));
			isMore ||= worst.isMore;
		}
	}
	return { state: 'on', ...counted([...alerts.values()]), isMore };
}

function counted(alerts: readonly Alert[]): Pick<Extract<AlertSight, { state: 'on' }>, 'open' | 'examples'> {
	const count = (severity: SecuritySeverity): number => alerts.filter((alert) => alert.severity === severity).length;
	const worstFirst = severities.flatMap((severity) => alerts.filter((alert) => alert.severity === severity));
	const labels = [...new Set(worstFirst.map(({ label }) => label).filter((label) => label !== ''))];
	return {
		open: {
			total: alerts.length,
			critical: count('critical'),
			high: count('high'),
			medium: count('medium'),
			low: count('low'),
			other: count('other'),
		},
		examples: labels.slice(0, mostExamples).join(', '),
	};
}

async function readAlerts(
	client: PlatformClient,
	{ apiPath }: Repository,
	kind: AlertKind,
	more: { readonly severity?: string },
): Promise<{ readonly alerts: readonly Alert[]; readonly isMore: boolean } | Extract<AlertSight, { reason: string }>> {
	const answer = await client.request({
		method: 'GET',
		path: `${apiPath}/${kind}/alerts`,
		query: {
			state: 'open',
			per_page: pageSize,
			// A secret that was found is not fetched once more.
			...(kind === 'secret-scanning' && { hide_secret: true }),
			...more,
		},
		acceptStatuses: [403, 404],
	});
	if (answer.status !== 200) return refusal(kind, answer);
	const entries: readonly unknown[] = Array.isArray(answer.body) ? answer.body : [];
	return {
		alerts: entries.map((entry, index) => alertOf(kind, entry, index)),
		isMore: /\brel="next"/.test(answer.headers.link ?? ''),
	};
}

const permissionOf: Readonly<Record<AlertKind, string>> = {
	dependabot: 'Dependabot alerts',
	'code-scanning': 'Code scanning alerts',
	'secret-scanning': 'Secret scanning alerts',
};

/** In GitHub's own words; everything else may as well be a token that sees too little. */
const offWords =
	/alerts are disabled|(?:advanced|code) security must be enabled|scanning is not enabled|no analysis found|secret scanning is disabled/i;

function refusal(kind: AlertKind, { status, body }: PlatformResponse): Extract<AlertSight, { reason: string }> {
	const words = textAt(body, 'message') ?? `status ${status}`;
	if (offWords.test(words)) return { state: 'off', reason: words };
	return {
		state: 'unseen',
		reason: `GitHub answered "${words}". The token needs the permission ${permissionOf[kind]} (read)`,
	};
}

function alertOf(kind: AlertKind, entry: unknown, index: number): Alert {
	const number = numberAt(entry, 'number') ?? -1 - index;
	switch (kind) {
		case 'dependabot':
			return {
				number,
				severity: severityOf(valueAt(entry, 'security_vulnerability', 'severity')),
				label: [textAt(entry, 'dependency', 'package', 'name'), textAt(entry, 'security_advisory', 'ghsa_id')]
					.filter((part) => part !== null)
					.join(' '),
			};
		case 'code-scanning':
			return {
				number,
				severity: severityOf(valueAt(entry, 'rule', 'security_severity_level')),
				label: textAt(entry, 'rule', 'id') ?? textAt(entry, 'rule', 'name') ?? '',
			};
		case 'secret-scanning':
			return {
				number,
				severity: 'other',
				label: textAt(entry, 'secret_type_display_name') ?? textAt(entry, 'secret_type') ?? '',
			};
	}
}

/** A rule of quality rather than of security has no such severity. */
function severityOf(value: unknown): SecuritySeverity {
	return severities.find((severity) => severity === value) ?? 'other';
}
