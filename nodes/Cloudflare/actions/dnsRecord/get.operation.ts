import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { readRecord } from '../../api/records';
import { chosenZone } from '../../fields/chosenZone';
import { recordField, zoneField } from '../../fields/locators';
import { recordJson } from '../../output/recordJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a DNS record',
	description: 'Read one record by its ID',
	properties: [zoneField, recordField, simplifyProperty],
	async execute(context) {
		const client = cloudflareClient(context);
		const zone = await chosenZone(context, client);
		const record = await readRecord(client, zone, recordField.read(context));
		return simplifyProperty.read(context) ? recordJson(zone, record) : { ...record };
	},
};
