import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty } from '../../../shared/sharedProperties';
import { siteParameter, siteProperty } from '../../locators';
import { planJson } from '../../outcome';
import { findSite, lookUpSite, siteName } from '../../sites';
import { netlifyClient } from '../../transport';

export const deleteSite: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a site',
	description: 'Delete a site for good, with all its deploys and settings',
	properties: [
		siteProperty,
		{
			displayName: 'Name of the Site Again',
			name: 'confirmName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox-staging',
			description: 'The name of the site that is to be deleted, typed by hand: nothing is deleted unless it is the same',
		},
		dryRunProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const confirmed = textParameter(context, 'confirmName');
		const site = await findSite(client, siteParameter(context));
		const name = siteName(site);
		if (confirmed !== name) {
			throw new OperationFailure(
				`Site ${name} was not deleted: Name of the Site Again is ${confirmed === '' ? 'empty' : `"${confirmed}"`}`,
				`Type ${name} there if that is the site to delete`,
			);
		}
		if (switchParameter(context, 'dryRun')) return planJson(site, { action: 'delete' });
		// 404: deleted already, by an earlier try.
		await client.request({
			method: 'DELETE',
			path: path`/sites/${site.id}`,
			acceptStatuses: [404],
		});
		if ((await lookUpSite(client, site.id)) !== null) {
			throw new OperationFailure(
				`Netlify took the request, but site ${name} is still there`,
				'Look at the site in Netlify, then run this again',
			);
		}
		return { deleted: true, id: site.id, target: name, platform: 'netlify' };
	},
};
