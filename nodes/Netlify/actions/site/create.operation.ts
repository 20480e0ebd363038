import { choiceField, type Field, field, option, requiredTextField, textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { netlifyClient } from '../../api/client';
import { createSiteOnce, lookUpByName } from '../../changes/createSite';
import { settingsBody } from '../../changes/siteSettings';
import { settingsField } from '../../fields/siteSettings';
import { siteJson } from '../../output/siteJson';

const name = requiredTextField('Name', 'name', {
	placeholder: 'paintbox-staging',
	description: 'Part of its address at netlify.app, so no other site on Netlify may have it',
});
const nameField: Field<string> = field(name, (context) => {
	const entered = name.read(context).toLowerCase();
	if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(entered)) return entered;
	throw new ConfigurationError(
		`"${entered}" cannot be the name of a site`,
		'Use up to 63 letters, digits and hyphens, with no hyphen at the start or the end',
	);
});
const teamField = textField('Team', 'team', {
	placeholder: 'candlefish',
	description: "The team's slug; leave it empty for the token's own team",
});
const ifExistsField = choiceField(
	'If It Exists',
	'ifExists',
	[option('Fail', 'fail'), option('Return It', 'return', 'Return the site as it is; its settings are not changed')],
	{ description: 'What to do when a site of that name exists already and the credential may see it' },
);
const settings = settingsField();

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a site',
	description: 'Make a site, unless this team has one of that name',
	properties: [nameField, teamField, ifExistsField, settings, dryRunProperty, simplifyProperty],
	async execute(context) {
		const client = netlifyClient(context);
		const siteName = nameField.read(context);
		const team = teamField.read(context);
		const body = settingsBody({ ...settings.read(context), name: siteName }, null);
		const existing = await lookUpByName(client, siteName);
		if (existing && ifExistsField.read(context) === 'fail') {
			throw new OperationFailure(
				`Site ${siteName} exists already, made at ${existing.created_at ?? 'an unknown time'}`,
				'Choose another name, or set If It Exists to Return It',
			);
		}
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				verified: false,
				platform: 'netlify',
				target: siteName,
				plan: { action: 'create', team: team || null, exists: existing !== null, settings: body },
			};
		}
		const site = existing ?? (await createSiteOnce(client, siteName, team, body));
		return { ...siteJson(site, simplifyProperty.read(context)), created: existing === null };
	},
};
