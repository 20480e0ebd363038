import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { deleteBuildHook as deleteHook } from '../../api/buildHooks';
import { chosenBuildHook } from '../../fields/chosenBuildHook';
import { buildHookField } from '../../fields/buildHook';
import { siteField } from '../../fields/site';
import { buildHookJson } from '../../output/buildHookJson';
import { planJson } from '../../output/planJson';

export const deleteBuildHook: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a build hook',
	description: 'Delete a build hook, so that its address starts nothing any more',
	properties: [siteField, buildHookField, dryRunProperty],
	async execute(context) {
		const { client, site, hook } = await chosenBuildHook(context);
		const shown = buildHookJson(site, hook, false);
		if (dryRunProperty.read(context)) return planJson(site, { action: 'delete', hook: shown });
		await deleteHook(client, site.id, hook.id);
		return { deleted: true, ...shown };
	},
};
