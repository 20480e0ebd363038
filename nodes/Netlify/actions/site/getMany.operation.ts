import { textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { netlifyClient } from '../../api/client';
import { listSites } from '../../api/sites';
import { siteJson } from '../../output/siteJson';

const nameContainsField = textField('Name Contains', 'nameContains', {
	description: 'Only sites whose name contains this text',
});

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sites',
	description: 'List the sites that the credential may see',
	properties: [...listProperties, nameContainsField, simplifyProperty],
	async execute(context) {
		const sites = await listSites(netlifyClient(context), nameContainsField.read(context), limitParameter(context));
		const simplify = simplifyProperty.read(context);
		return sites.map((site) => siteJson(site, simplify));
	},
};
