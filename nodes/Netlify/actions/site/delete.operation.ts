import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { deleteIfThere } from '../../../shared/http/readIfThere';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { lookUpSite, siteName } from '../../api/sites';

export const deleteSite: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a site',
	description: 'Delete a site for good, with all its deploys and settings',
	properties: [
		siteProperty,
		textField('Name of the Site Again', 'confirmName', {
			required: true,
			placeholder: 'paintbox-staging',
			description: 'Typed by hand: nothing is deleted unless it is the same',
		}),
		dryRunProperty,
	],
	async execute(context) {
		const confirmed = textParameter(context, 'confirmName');
		const { client, site } = await chosenSite(context);
		const name = siteName(site);
		if (confirmed !== name) {
			throw new OperationFailure(
				`Site ${name} was not deleted: Name of the Site Again is ${confirmed === '' ? 'empty' : `"${confirmed}"`}`,
				`Type ${name} there if that is the site to delete`,
			);
		}
		if (switchParameter(context, 'dryRun')) return planJson(site, { action: 'delete' });
		await deleteIfThere(client, { path: path`/sites/${site.id}` });
		if ((await lookUpSite(client, site.id)) !== null) {
			throw new OperationFailure(
				`Netlify took the request, but site ${name} is still there`,
				'Look at the site in Netlify, then run this again',
			);
		}
		return { deleted: true, id: site.id, target: name, platform: 'netlify' };
	},
};
