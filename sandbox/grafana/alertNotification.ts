/** Of an alert that a notification is about. */
export interface AlertOptions {
	readonly status?: 'firing' | 'resolved';
	readonly alertname?: string;
	/** Without the label where it is empty. */
	readonly service?: string;
	readonly environment?: string;
}

/**
 * What a webhook contact point of Grafana's sends about one alert. Grafana publishes no schema of it: these are the
 * fields of its documentation.
 *
 * @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export function grafanaAlert({
	status = 'firing',
	alertname = 'API errors',
	service = 'paintbox-api',
	environment = '',
}: AlertOptions) {
	const labels = { alertname, ...(service !== '' && { service }), ...(environment !== '' && { environment }) };
	const annotations = { summary: `${alertname} of ${service || 'nothing'}` };
	return {
		receiver: 'slipway',
		status,
		orgId: 1,
		alerts: [
			{
				status,
				labels,
				annotations,
				startsAt: '2026-01-01T00:00:00Z',
				endsAt: status === 'resolved' ? '2026-01-01T00:05:00Z' : '0001-01-01T00:00:00Z',
				values: { B: 44.2, C: 1 },
				valueString: "[ var='B' labels={} value=44.2 ], [ var='C' labels={} value=1 ]",
				generatorURL: 'https://candlefish.grafana.net/alerting/grafana/ce1k/view?orgId=1',
				fingerprint: 'c6eadffa33fcdf37',
				silenceURL: 'https://candlefish.grafana.net/alerting/silence/new?alertmanager=grafana',
				dashboardURL: '',
				panelURL: '',
			},
		],
		groupLabels: { alertname },
		commonLabels: labels,
		commonAnnotations: annotations,
		externalURL: 'https://candlefish.grafana.net/',
		version: '1',
		groupKey: `{}:{alertname="${alertname}"}`,
		truncatedAlerts: 0,
		title: `[${status.toUpperCase()}:1] ${alertname}`,
		state: status === 'resolved' ? 'ok' : 'alerting',
		message: `**${status}**`,
	};
}
