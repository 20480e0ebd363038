import { choiceField, option, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { listRecords } from '../../api/records';
import { chosenZone } from '../../fields/chosenZone';
import { zoneField } from '../../fields/locators';
import { recordJson } from '../../output/recordJson';
import { fullRecordName } from '../../state/recordName';

const onlyName = textField('Only of Name', 'onlyName', {
	placeholder: 'api.candlefish.ai',
	description: 'In full; empty for all names',
});

const onlyType = choiceField('Only of Type', 'onlyType', [
	option('All Types', 'all'),
	option('A', 'A'),
	option('AAAA', 'AAAA'),
	option('CNAME', 'CNAME'),
	option('MX', 'MX'),
	option('NS', 'NS'),
	option('TXT', 'TXT'),
]);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many DNS records',
	description: 'List the records of a zone',
	properties: [zoneField, ...listProperties, onlyName, onlyType, simplifyProperty],
	async execute(context) {
		const client = cloudflareClient(context);
		const zone = await chosenZone(context, client);
		const [name, type] = [onlyName.read(context), onlyType.read(context)];
		const filter = {
			...(name !== '' && { name: fullRecordName(name, zone.name) }),
			...(type !== 'all' && { type }),
		};
		const records = await listRecords(client, zone, filter, limitParameter(context));
		const isSimple = simplifyProperty.read(context);
		return records.map((record) => (isSimple ? recordJson(zone, record) : { ...record }));
	},
};
