import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { deleteIfThere } from '../../../shared/http/readIfThere';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { buildHookJson, chooseBuildHook, listBuildHooks } from '../../api/buildHooks';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { siteName } from '../../api/sites';

export const deleteBuildHook: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a build hook',
	description: 'Delete a build hook: its address starts nothing any more',
	properties: [
		siteProperty,
		locatorProperty({
			displayName: 'Build Hook',
			name: 'buildHook',
			description: 'A build hook of that site',
			search: 'searchBuildHooks',
			enter: [enteredAs('name', 'By Title, Fingerprint or ID', 'Content changed')],
		}),
		dryRunProperty,
	],
	async execute(context) {
		const named = locatorValue(context, 'buildHook', 'Build Hook');
		const { client, site } = await chosenSite(context);
		const hook = chooseBuildHook(await listBuildHooks(client, site), named);
		if (hook === null) {
			// Not repeated in the message: it may be the hook's id, which lets one use it.
			throw new OperationFailure(
				`Site ${siteName(site)} has no build hook of that name`,
				'Choose it from the list. It may have been deleted already',
			);
		}
		const shown = buildHookJson(site, hook, false);
		if (switchParameter(context, 'dryRun')) return planJson(site, { action: 'delete', hook: shown });
		await deleteIfThere(client, {
			path: path`/sites/${site.id}/build_hooks/${hook.id}`,
			secretValues: [hook.id],
		});
		return { deleted: true, ...shown };
	},
};
