import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { rawSiteJson, readSite, siteJson, siteName } from '../../api/sites';
import { differences, settingsBody, settingsOptions } from '../../changes/siteSettings';

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a site',
	description: 'Change settings of a site and leave the others as they are',
	properties: [
		siteProperty,
		{
			displayName: 'Settings',
			name: 'settings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: [
				textField('Name', 'name', {
					description: 'Changes its address at netlify.app too; the old one answers no more',
				}),
				...settingsOptions,
			],
		},
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const wanted = collectionParameter(context, 'settings');
		if (Object.keys(wanted).length === 0) {
			throw new OperationFailure('No setting is given', 'Add what is to change under Settings');
		}
		if (wanted.name === '') {
			throw new OperationFailure('Name is empty', 'Fill in Name, or take it out of Settings');
		}
		const { client, site } = await chosenSite(context);
		const body = settingsBody(wanted, site);
		const changed = differences(wanted, site);
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, { action: 'update', changed, settings: body });
		}
		if (changed.length > 0) {
			await client.request({
				method: 'PATCH',
				path: path`/sites/${site.id}`,
				body,
				safeToRepeat: true,
			});
		}
		const after = changed.length > 0 ? await readSite(client, site.id) : site;
		const left = differences(wanted, after);
		if (left.length > 0) {
			throw new OperationFailure(
				`Netlify took the request, but did not change ${left.join(', ')} of site ${siteName(site)}`,
				'Look at the site\'s settings in Netlify: the plan may not allow it',
			);
		}
		return {
			...(switchParameter(context, 'simplify') ? siteJson(after) : rawSiteJson(after)),
			changed,
		};
	},
};
