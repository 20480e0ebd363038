import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { siteJson } from '../../output/siteJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a site',
	description: 'Get a site with what it serves now and whether it is locked',
	properties: [siteField, simplifyProperty],
	async execute(context) {
		const { site } = await chosenSite(context);
		return siteJson(site, simplifyProperty.read(context));
	},
};
