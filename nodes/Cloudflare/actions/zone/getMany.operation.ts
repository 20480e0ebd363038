import { textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { listZones } from '../../api/zones';
import { zoneJson } from '../../output/zoneJson';

const onlyName = textField('Only of Name', 'onlyName', { placeholder: 'candlefish.ai', description: 'Empty for all' });

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many zones',
	description: 'List the zones that the token may see',
	properties: [...listProperties, onlyName, simplifyProperty],
	async execute(context) {
		const zones = await listZones(cloudflareClient(context), onlyName.read(context), limitParameter(context));
		const isSimple = simplifyProperty.read(context);
		return zones.map((zone) => (isSimple ? zoneJson(zone) : { ...zone }));
	},
};
