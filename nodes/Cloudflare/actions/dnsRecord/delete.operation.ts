import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { deleteRecord } from '../../changes/deleteRecord';
import { chosenZone } from '../../fields/chosenZone';
import { recordField, zoneField } from '../../fields/locators';

export const deleteOne: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a DNS record',
	description: 'Delete one record by its ID; one that is gone already is fine',
	properties: [zoneField, recordField, dryRunProperty],
	async execute(context) {
		const client = cloudflareClient(context);
		const zone = await chosenZone(context, client);
		const id = recordField.read(context);
		if (dryRunProperty.read(context)) return { dryRun: true, id, zone: zone.name, action: 'delete' };
		return { id, zone: zone.name, deleted: await deleteRecord(client, zone, id) };
	},
};
