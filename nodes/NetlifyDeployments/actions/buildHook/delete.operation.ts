import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { locatorValue, switchParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty } from '../../../shared/sharedProperties';
import { buildHookJson, chooseBuildHook, listBuildHooks } from '../../buildHooks';
import { concealed } from '../../concealed';
import { siteParameter, siteProperty } from '../../locators';
import { planJson } from '../../outcome';
import { findSite, siteName } from '../../sites';
import { netlifyClient } from '../../transport';

export const deleteBuildHook: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a build hook',
	description: 'Delete a build hook: its address starts nothing any more',
	properties: [
		siteProperty,
		{
			displayName: 'Build Hook',
			name: 'buildHook',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchBuildHooks', searchable: true },
				},
				{
					displayName: 'By Title, Fingerprint or ID',
					name: 'name',
					type: 'string',
					placeholder: 'Content changed',
				},
			],
			description: 'A build hook of that site',
		},
		dryRunProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const named = locatorValue(context, 'buildHook', 'Build Hook');
		const site = await findSite(client, siteParameter(context));
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
		// 404: deleted already, by an earlier try.
		await concealed(
			[hook.id],
			client.request({
				method: 'DELETE',
				path: path`/sites/${site.id}/build_hooks/${hook.id}`,
				acceptStatuses: [404],
			}),
		);
		return { deleted: true, ...shown };
	},
};
