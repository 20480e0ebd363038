/** PagerDuty's own four (developer.pagerduty.com, "PD-CEF"). */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** Other tools' words for them: syslog's, Prometheus's, Sentry's, Datadog's, Opsgenie's, Zabbix's, CVSS's. */
const wordsFor: Readonly<Record<Severity, readonly string[]>> = {
	critical: [
		'critical',
		'crit',
		'fatal',
		'emergency',
		'emerg',
		'alert',
		'panic',
		'disaster',
		'urgent',
		'highest',
		'blocker',
		'page',
		'p0',
		'p1',
		'sev0',
		'sev1',
		's1',
	],
	error: ['error', 'err', 'errors', 'high', 'major', 'severe', 'failure', 'failed', 'fail', 'p2', 'sev2', 's2'],
	warning: ['warning', 'warn', 'warnings', 'medium', 'moderate', 'average', 'minor', 'p3', 'sev3', 's3'],
	info: [
		'info',
		'information',
		'informational',
		'notice',
		'low',
		'lowest',
		'debug',
		'trace',
		'trivial',
		'none',
		'ok',
		'p4',
		'p5',
		'sev4',
		'sev5',
		's4',
	],
};

const byWord = new Map<string, Severity>(
	(['critical', 'error', 'warning', 'info'] as const).flatMap((severity) =>
		wordsFor[severity].map((word) => [word, severity] as const),
	),
);

/** The severity that a word means, whatever its case; undefined for one that nobody knows. */
export function severityOf(value: unknown): Severity | undefined {
	if (typeof value !== 'string') return undefined;
	return byWord.get(value.toLowerCase().replace(/[\s_-]+/g, ''));
}
