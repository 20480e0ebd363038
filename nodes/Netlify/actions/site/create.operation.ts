import type { IDataObject } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { option, textField } from '../../../shared/fields/fields';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import {
	collectionParameter,
	requiredText,
	switchParameter,
	textParameter,
} from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { lookUpSite, rawSiteJson, siteJson } from '../../api/sites';
import { settingsBody, settingsOptions } from '../../changes/siteSettings';
import { netlifyClient } from '../../api/client';
import type { NetlifySite } from '../../api/types';
import { attempt } from '../../../shared/waiting/attempt';
import { writeOnce } from '../../changes/makeDeployOnce';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a site',
	description: 'Make a site, unless this team has one of that name',
	properties: [
		textField('Name', 'name', {
			required: true,
			placeholder: 'paintbox-staging',
			description: 'Part of its address at netlify.app, so no other site of anybody may have it',
		}),
		textField('Team', 'team', {
			placeholder: 'candlefish',
			description: 'The team\'s slug; leave it empty for the token\'s own team',
		}),
		{
			displayName: 'If It Exists',
			name: 'ifExists',
			type: 'options',
			options: [
				option('Fail', 'fail'),
				option(
					'Return It',
					'return',
					'Return the site as it is; its settings are not changed',
				),
			],
			default: 'fail',
			description: 'What to do when the credential sees a site of that name already',
		},
		{
			displayName: 'Settings',
			name: 'settings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: settingsOptions,
		},
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const name = siteNameParameter(context);
		const team = textParameter(context, 'team');
		const body = settingsBody({ ...collectionParameter(context, 'settings'), name }, null);
		const existing = await lookUpSite(client, `${name}.netlify.app`);
		if (existing && textParameter(context, 'ifExists') !== 'return') {
			throw new OperationFailure(
				`There is a site ${name} already, made at ${existing.created_at ?? 'an unknown time'}`,
				'Choose another name, or set If It Exists to Return It',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				verified: false,
				platform: 'netlify',
				target: name,
				plan: { action: 'create', team: team || null, exists: existing !== null, settings: body },
			};
		}
		const site = existing ?? (await createSite(client, name, team, body));
		return {
			...(switchParameter(context, 'simplify') ? siteJson(site) : rawSiteJson(site)),
			created: existing === null,
		};
	},
};

function siteNameParameter(context: OperationContext): string {
	const name = requiredText(context, 'name', 'Name').toLowerCase();
	if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return name;
	throw new OperationFailure(
		`"${name}" cannot be the name of a site`,
		'Use up to 63 letters, digits and hyphens, with no hyphen at the start or the end',
	);
}

/** Names are unique, so a lost answer is cleared up by looking for the name. */
async function createSite(
	client: PlatformClient,
	name: string,
	team: string,
	body: IDataObject,
): Promise<NetlifySite> {
	const made = await attempt(
		writeOnce(
			async () =>
				await client.object<NetlifySite>({
					method: 'POST',
					path: team === '' ? '/sites' : path`/${team}/sites`,
					body,
					safeToRepeat: false,
				}),
			async () => await lookUpSite(client, `${name}.netlify.app`),
		),
	);
	if (made.ok) return made.value;
	const { error } = made;
	if (!(error instanceof PlatformRequestError) || error.status !== 422) throw error;
	throw new OperationFailure(
		`Netlify did not make site ${name}: ${error.vendorMessage}`,
		'If the name is taken by a site of somebody else, choose another one; else correct what Netlify names',
		{},
		{ cause: error },
	);
}
