import { isRecord, listAt, numberAt, textAt, valueAt } from '../values/jsonFields';

/** What a notification of Grafana's says of one service. */
export interface AlertWord {
	readonly isFiring: boolean;
	/** The alert that fires, by name; or why none does. */
	readonly words: string;
}

/** Grafana's own alerts about a query that gave nothing, or failed: nobody knows, which is no outage. */
const unknowing = new Set(['DatasourceNoData', 'DatasourceError']);

/**
 * By the labels `service` and, where it has one, `environment` of each alert. Null where it is no notification of
 * Grafana's webhook contact point.
 *
 * @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export function alertWordOf(body: unknown, service: string, environment: string): AlertWord | null {
	if (!isRecord(body) || !Array.isArray(body.alerts)) return null;
	const about = listAt(body, 'alerts').filter((alert) => isAbout(alert, service, environment));
	const firing = about.filter((alert) => valueAt(alert, 'status') === 'firing');
	const known = firing.find((alert) => !unknowing.has(nameOf(alert)));
	if (known !== undefined) return { isFiring: true, words: nameOf(known) };
	if (firing.length > 0) return nothing(`Grafana could not evaluate its alert of ${service}`);
	if (about.length > 0) return nothing(`Grafana's alert of ${service} is resolved`);
	const left = numberAt(body, 'truncatedAlerts') ?? 0;
	const unseen = left > 0 ? `; ${left} more were left out by Grafana` : '';
	return nothing(`No alert is of ${service} in ${environment}${unseen}`);
}

function isAbout(alert: unknown, service: string, environment: string): boolean {
	const label = textAt(alert, 'labels', 'environment') ?? '';
	return textAt(alert, 'labels', 'service') === service && (label === '' || label === environment);
}

function nameOf(alert: unknown): string {
	return textAt(alert, 'labels', 'alertname') ?? 'an alert without a name';
}

function nothing(words: string): AlertWord {
	return { isFiring: false, words };
}
