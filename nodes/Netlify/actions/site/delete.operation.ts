import { textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { deleteSite as deleteById, lookUpSite } from '../../api/sites';
import { siteName } from '../../api/types';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';

const confirmField = textField('Name of the Site Again', 'confirmName', {
	required: true,
	placeholder: 'paintbox-staging',
	description: 'Typed by hand: nothing is deleted unless it is the same',
});

export const deleteSite: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a site',
	description: 'Delete a site for good, with all its deploys and settings',
	properties: [siteField, confirmField, dryRunProperty],
	async execute(context) {
		const confirmed = confirmField.read(context);
		const { client, site } = await chosenSite(context);
		const name = siteName(site);
		if (confirmed !== name) {
			throw new ConfigurationError(
				`Site ${name} was not deleted: Name of the Site Again is ${confirmed === '' ? 'empty' : `"${confirmed}"`}`,
				`Type ${name} there if that is the site to delete`,
			);
		}
		if (dryRunProperty.read(context)) return planJson(site, { action: 'delete' });
		await deleteById(client, site.id);
		if ((await lookUpSite(client, site.id)) !== null) {
			throw new OperationFailure(
				`Netlify accepted the request, but site ${name} is still there`,
				'Look at the site in Netlify, then run this again',
			);
		}
		return { deleted: true, id: site.id, target: name, platform: 'netlify' };
	},
};
