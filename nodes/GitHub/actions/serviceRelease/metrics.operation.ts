import type { IDataObject } from 'n8n-workflow';

import { fromLedgerRow, type LedgerEntry } from '../../../deployment/ledger/ledgerRow';
import { metricsOf, type MetricsScope, releaseStartsIn } from '../../../deployment/ledger/metrics';
import { numberField, switchField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { rowsField, wholeTable } from '../../fields/ledgerRows';

const ledgerRows = rowsField(
	'Ledger Rows',
	'ledgerRows',
	'Rows of the table slipway_deployments, of the days that are counted and of what went before them',
);
const releaseRows = rowsField(
	'Release Rows',
	'releaseRows',
	'Rows of the table slipway_releases: by them a lead time begins when the push was seen. Without them it begins with the deployment.',
);
const environment = textField('Environment', 'environment', {
	default: 'production',
	description: 'The environment that is counted; empty for all',
});
const days = numberField('Days', 'days', 30, { minimum: 1, maximum: 3_650 });
const perService = switchField(
	'Per Service',
	'perService',
	'Whether to give an item for each service, after that of all',
);

export const metrics: Operation = {
	value: 'metrics',
	name: 'Metrics',
	action: 'Compute the delivery metrics of releases',
	description: "Compute DORA's five from the ledger's rows, each with how it is computed",
	properties: [ledgerRows, releaseRows, environment, days, perService],
	async execute(context) {
		const entries = wholeTable(ledgerRows.read(context), 'slipway_deployments').flatMap(
			(row) => fromLedgerRow(row) ?? [],
		);
		const nowMs = clock.now();
		const scope: MetricsScope = {
			environment: environment.read(context),
			days: days.read(context),
			nowIso: new Date(nowMs).toISOString(),
			releaseStarts: releaseStartsIn(wholeTable(releaseRows.read(context), 'slipway_releases')),
		};
		const services = perService.read(context) ? [...new Set(entries.map(({ service }) => service))].sort() : [];
		return ['', ...services].map((service) =>
			itemOf(service, service === '' ? entries : rowsOf(service, entries), scope),
		);
	},
};

function rowsOf(service: string, entries: readonly LedgerEntry[]): LedgerEntry[] {
	return entries.filter((entry) => entry.service === service);
}

function itemOf(service: string, entries: readonly LedgerEntry[], scope: MetricsScope): IDataObject {
	const { environment: counted, days: dayCount, nowIso } = scope;
	const since = new Date(Date.parse(nowIso) - dayCount * 86_400_000).toISOString();
	return {
		service,
		environment: counted,
		days: dayCount,
		since,
		until: nowIso,
		metrics: metricsOf(entries, scope).map((metric): IDataObject => ({ ...metric })),
	};
}
