import type { IDataObject } from 'n8n-workflow';

import { fromLedgerRow } from '../../../deployment/ledger/ledgerRow';
import { releaseStartsIn } from '../../../deployment/ledger/metrics';
import { deploymentMetrics } from '../../../deployment/telemetry/deploymentMetrics';
import { forgetMark, keepMark, keptMarks, markOf, type Mark } from '../../../deployment/telemetry/mark';
import { readTold } from '../../../deployment/telemetry/toldDeployment';
import { listAt, textAt } from '../../../deployment/values/jsonFields';
import { rowsField } from '../../../shared/fields/tableRows';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const itemsField = rowsField(
	'Items',
	'items',
	'The deployment that ended (as Service Deployment: Confirm hands it on), rows of slipway_deployments and of slipway_releases, in any order',
	{ default: '={{ $input.all() }}' },
);

export const describe: Operation = {
	value: 'describe',
	name: 'Describe',
	action: 'Describe a deployment for dashboards',
	description:
		"Give the annotation and the metrics of a deployment that ended, DORA's five among them; after it the annotations that Grafana did not take before",
	properties: [itemsField],
	async execute(context) {
		const items = itemsField.read(context);
		const subject = items.find((item) => readTold(item) !== null);
		const told = readTold(subject);
		if (told === null)
			throw new ConfigurationError('Items has no deployment that ended', 'Hand over {{ $input.all() }}');
		const nowIso = new Date(clock.now()).toISOString();
		const metrics = deploymentMetrics(told, {
			entries: items.flatMap((item) => fromLedgerRow(item) ?? []),
			releaseStarts: releaseStartsIn(items.filter((item) => textAt(item, 'service') === null)),
			nowIso,
		});
		const kept = keptMarks(listAt(subject, 'kept', 'result'));
		const mark = markOf(told);
		const others = kept.filter(({ key }) => key !== mark.key).map((other) => itemOf(other, [], kept.length));
		return [itemOf(mark, metrics, kept.length), ...others];
	},
};

function itemOf(mark: Mark, metrics: readonly object[], kept: number): IDataObject {
	return {
		...mark,
		metrics: metrics.map((metric) => ({ ...metric })),
		keep: [...keepMark(mark, kept)],
		forget: [...forgetMark(mark)],
	};
}
