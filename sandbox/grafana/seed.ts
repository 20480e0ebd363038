import type { DataSource, Labels, ScrapedSeries, StoredAlert } from './model';

/** Fixed, obviously fake, and worth nothing anywhere else. */
export const GRAFANA_TOKEN = 'glsa_sandbox0000000000000000000000_00000000';
export const OTLP_INSTANCE = '123456';
export const OTLP_TOKEN = 'glc_sandbox-otlp-token-0000000000000000';

export const PROMETHEUS_UID = 'grafanacloud-prom';

export const dataSources: readonly DataSource[] = [
	{ id: 1, uid: PROMETHEUS_UID, name: 'grafanacloud-candlefish-prom', type: 'prometheus', isDefault: true },
	{ id: 2, uid: 'grafanacloud-logs', name: 'grafanacloud-candlefish-logs', type: 'loki', isDefault: false },
];

const dayMs = 86_400_000;

/** Services that are well: ten requests a second each, one of a thousand failing, 0.12 s at the 99th percentile. */
export function seedScraped(nowMs: number): ScrapedSeries[] {
	const scraped = (labels: Labels, value: number, perSecond = 0): ScrapedSeries => ({
		labels,
		changes: [{ sinceMs: nowMs - dayMs, value, perSecond }],
	});
	return ['paintbox', 'paintbox-api', 'gateway'].flatMap((service) => [
		scraped({ __name__: 'http_requests_total', service, code: '200' }, 0, 9.99),
		scraped({ __name__: 'http_requests_total', service, code: '500' }, 0, 0.01),
		scraped({ __name__: 'http_request_duration_p99_seconds', service }, 0.12),
		scraped({ __name__: 'up', service }, 1),
	]);
}

export function seedAlerts(nowMs: number): StoredAlert[] {
	return [
		{
			fingerprint: '3f6b8f8f1c9e4a27',
			labels: { alertname: 'DiskWillFill', severity: 'warning', service: 'paintbox-api' },
			annotations: { summary: 'The disk of paintbox-api is full in four days' },
			startsAtMs: nowMs - dayMs / 4,
		},
	];
}
