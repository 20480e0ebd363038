import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { listSites, rawSiteJson, siteJson } from '../../api/sites';
import { netlifyClient } from '../../api/client';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sites',
	description: 'List the sites that the credential may see',
	properties: [
		...listProperties,
		textField('Name Contains', 'nameContains', {
			description: 'Only sites whose name holds this text',
		}),
		simplifyProperty,
	],
	async execute(context) {
		const sites = await listSites(
			netlifyClient(context),
			textParameter(context, 'nameContains'),
			limitParameter(context),
		);
		return sites.map(switchParameter(context, 'simplify') ? siteJson : rawSiteJson);
	},
};
