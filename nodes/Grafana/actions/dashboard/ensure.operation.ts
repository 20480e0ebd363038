import { requiredTextField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { grafanaClient } from '../../api/client';
import { ensureDashboard, planDashboard } from '../../changes/ensureDashboard';
import { dataSourceField, folderField } from '../../fields/locators';
import { dashboardOf } from '../../state/dashboard';

const uidField = requiredTextField('UID', 'uid', { default: 'slipway-deployments' });
const titleField = requiredTextField('Title', 'title', { default: 'Slipway: deployments' });
const requestRateField = requiredTextField('Request Rate', 'requestRate', {
	default: 'sum by (service) (rate(http_requests_total{service=~"$service"}[5m]))',
	description: 'PromQL; $service and $environment are what is chosen on the dashboard',
});
const errorRateField = requiredTextField('Error Rate', 'errorRate', {
	default:
		'sum by (service) (rate(http_requests_total{service=~"$service", code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total{service=~"$service"}[5m]))',
	description: 'PromQL, as a share of 1',
});
const latencyField = requiredTextField('Latency', 'latency', {
	default:
		'histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket{service=~"$service"}[5m])))',
	description: 'PromQL, in seconds',
});

export const ensure: Operation = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure the dashboard of deployments',
	description:
		"Make the Slipway dashboard, or bring it up to date: deployments over request rate, error rate and latency, and DORA's five",
	properties: [
		dataSourceField,
		uidField,
		titleField,
		folderField,
		requestRateField,
		errorRateField,
		latencyField,
		dryRunProperty,
	],
	async execute(context) {
		const client = grafanaClient(context);
		const uid = uidField.read(context);
		const wanted = dashboardOf({
			uid,
			title: titleField.read(context),
			dataSource: dataSourceField.read(context),
			requestRate: requestRateField.read(context),
			errorRate: errorRateField.read(context),
			latency: latencyField.read(context),
		});
		if (dryRunProperty.read(context)) {
			const { action, changes } = await planDashboard(client, wanted);
			return { dryRun: true, uid, action, changes };
		}
		const { saved, action, changes } = await ensureDashboard(client, wanted, folderField.read(context));
		const url = `${await client.baseUrl()}${saved.meta?.url ?? `/d/${uid}`}`;
		return { uid, action, changes: [...changes], version: saved.meta?.version ?? null, url };
	},
};
