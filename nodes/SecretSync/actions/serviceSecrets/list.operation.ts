import { listSecretSyncs } from '../../../deployment/secrets/listSecretSyncs';
import { readSecretSyncAsk } from '../../../deployment/secrets/secretSyncAsk';
import { isRecord } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import { rowsField } from '../../../shared/fields/tableRows';
import type { Operation } from '../../../shared/operation/operation';

const ask = jsonField('Asked For', 'ask', '={{ $json }}', {
	description:
		'A deployment or a roll back, for the secrets of its service and environment alone; an empty item, for all. With "planOnly" nothing is written.',
});
const catalogRows = rowsField('Catalog Rows', 'catalogRows', 'The rows of the table slipway_services');
const syncRows = rowsField('Sync Rows', 'syncRows', 'The rows of the table slipway_secret_syncs');

export const list: Operation = {
	value: 'list',
	name: 'List',
	action: "List the syncs of services' secrets",
	description:
		'Give an item for each sync that is due, with its source and target, those first that have waited longest',
	properties: [ask, catalogRows, syncRows],
	async execute(context) {
		const catalog = catalogRows.read(context).filter(isRecord);
		const items = listSecretSyncs(readSecretSyncAsk(ask.read(context)), catalog, syncRows.read(context));
		return items.map((item) => ({ ...item }));
	},
};
