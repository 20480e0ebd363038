import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { buildHookJson, listBuildHooks } from '../../api/buildHooks';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { revealProperty } from '../../fields/reveal';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many build hooks',
	description: 'List the build hooks of a site',
	properties: [siteProperty, ...listProperties, revealProperty('the addresses of the hooks')],
	async execute(context) {
		const limit = limitParameter(context);
		const reveal = switchParameter(context, 'reveal');
		const { client, site } = await chosenSite(context);
		const hooks = await listBuildHooks(client, site);
		return hooks.slice(0, limit).map((hook) => buildHookJson(site, hook, reveal));
	},
};
