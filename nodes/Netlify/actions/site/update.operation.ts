import { textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { changeSite } from '../../changes/changeSite';
import { differences, settingsBody } from '../../changes/siteSettings';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { settingsField } from '../../fields/siteSettings';
import { planJson } from '../../output/planJson';
import { siteJson } from '../../output/siteJson';

const settings = settingsField(
	textField('Name', 'name', {
		description: 'Changes its address at netlify.app too; the old one stops answering',
	}),
);

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a site',
	description: 'Change settings of a site and leave the others as they are',
	properties: [siteField, settings, dryRunProperty, simplifyProperty],
	async execute(context) {
		const wanted = settings.read(context);
		if (Object.keys(wanted).length === 0) {
			throw new ConfigurationError('Settings is empty', 'Add what is to change under Settings');
		}
		if (wanted.name === '') {
			throw new ConfigurationError('Name is empty', 'Fill in Name, or take it out of Settings');
		}
		const { client, site } = await chosenSite(context);
		const changed = differences(wanted, site);
		if (dryRunProperty.read(context)) {
			return planJson(site, { action: 'update', changed, settings: settingsBody(wanted, site) });
		}
		const after = await changeSite(client, site, wanted);
		return { ...siteJson(after, simplifyProperty.read(context)), changed };
	},
};
