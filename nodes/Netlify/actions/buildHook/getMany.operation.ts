import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listBuildHooks } from '../../api/buildHooks';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { revealField } from '../../fields/reveal';
import { buildHookJson } from '../../output/buildHookJson';

const reveal = revealField('the addresses of the hooks');

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many build hooks',
	description: 'List the build hooks of a site',
	properties: [siteField, ...listProperties, reveal],
	async execute(context) {
		const limit = limitParameter(context);
		const isRevealed = reveal.read(context);
		const { client, site } = await chosenSite(context);
		const hooks = await listBuildHooks(client, site.id);
		return hooks.slice(0, limit).map((hook) => buildHookJson(site, hook, isRevealed));
	},
};
