import type { IDataObject } from 'n8n-workflow';

import { itemsToSee } from '../../../deployment/plan/seeServices';
import { valueAt } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { wholeTable } from '../../fields/ledgerRows';
import { releaseIn } from '../../fields/releaseInHand';
import { catalogRowsField } from '../../fields/tables';

const release = jsonField('Release', 'release', '={{ $json }}', {
	required: true,
	description: 'The item that asks for the release; in later rounds the one that carries it',
});

export const see: Operation = {
	value: 'see',
	name: 'See',
	action: 'See the services of a repository and branch',
	description:
		'List the services of the catalog that deploy from a repository and branch, an item each, for their platforms to be looked at',
	properties: [release, catalogRowsField],
	async execute(context) {
		const catalogRows = wholeTable(catalogRowsField.read(context), 'slipway_services');
		const item = release.read(context);
		const keptRows = valueAt(item, 'keptRows');
		const nowIso = new Date(clock.now()).toISOString();
		return itemsToSee(
			releaseIn(item, context),
			catalogRows,
			Array.isArray(keptRows) ? keptRows : [],
			nowIso,
		) as IDataObject[];
	},
};
