import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { rawSiteJson, siteJson } from '../../api/sites';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a site',
	description: 'Get a site with what it serves now and whether it is locked',
	properties: [siteProperty, simplifyProperty],
	async execute(context) {
		const { site } = await chosenSite(context);
		return switchParameter(context, 'simplify') ? siteJson(site) : rawSiteJson(site);
	},
};
