import { switchField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { grafanaClient } from '../../api/client';
import { listAlerts } from '../../api/silences';
import type { GrafanaMatcher } from '../../api/types';
import { matchersField } from '../../fields/matchers';
import { alertJson } from '../../output/silenceJson';

const filterField = matchersField('Filter', 'filter', false);
const silencedField = switchField(
	'Include Silenced',
	'includeSilenced',
	'Whether to list those that nobody is paged by',
	true,
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many alerts',
	description: 'List the alerts that fire now',
	properties: [...listProperties, filterField, silencedField, simplifyProperty],
	async execute(context) {
		const filters = filterField.read(context).map(quoted);
		const alerts = await listAlerts(grafanaClient(context), filters, silencedField.read(context));
		const isSimple = simplifyProperty.read(context);
		return alerts
			.slice(0, limitParameter(context))
			.map((alert) => (isSimple ? alertJson(alert) : { ...alert, labels: { ...alert.labels } }));
	},
};

/** As an Alertmanager reads it. */
function quoted({ name, value, isRegex, isEqual = true }: GrafanaMatcher): string {
	return `${name}${isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!='}"${value}"`;
}
