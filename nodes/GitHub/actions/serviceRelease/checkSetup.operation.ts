import { setupReport } from '../../../deployment/catalog/setupReport';
import { isRecord } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { rowsField } from '../../fields/ledgerRows';
import { catalogRowsField } from '../../fields/tables';

const item = jsonField('Item', 'item', '={{ $json }}', {
	required: true,
	description:
		'What the steps that try a credential left: gitHub, netlify, fly, flyPreviews, aws, neon, upstash, pagerDuty, memory',
});
const tables = rowsField(
	'Tables',
	'tables',
	'The Data Tables, each with its columns, as the steps that make them gave them',
);

export const checkSetup: Operation = {
	value: 'checkSetup',
	name: 'Check Set-Up',
	action: 'Check what is set up',
	description:
		'Tell which credentials work, what is missing, what else deploys the same services, and what a month costs',
	properties: [item, tables, catalogRowsField],
	async execute(context) {
		const rows = catalogRowsField
			.read(context)
			.filter(isRecord)
			.filter((row) => Object.keys(row).length > 0);
		return { ...setupReport(item.read(context), tables.read(context), rows) };
	},
};
