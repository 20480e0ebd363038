import type { IDataObject } from 'n8n-workflow';

import { collectionField, option, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listDeploys } from '../../api/deploys';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { unverifiedJson } from './unverifiedJson';

const filtersField = collectionField('Filters', 'filters', 'Add Filter', [
	textField('Branch', 'branch'),
	{
		displayName: 'Production Only',
		name: 'production',
		type: 'boolean',
		default: true,
		description: 'Whether to leave out drafts, previews and branch deploys',
	},
	{
		displayName: 'State',
		name: 'state',
		type: 'options',
		options: [
			option('Building', 'building'),
			option('Enqueued', 'enqueued'),
			option('Error', 'error'),
			option('Ready', 'ready'),
			option('Uploading', 'uploading'),
		],
		default: 'ready',
		description: "In Netlify's words",
	},
]);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many deploys',
	description: 'List the deploys of a site, the newest first',
	properties: [siteField, ...listProperties, filtersField, simplifyProperty],
	async execute(context) {
		const { branch, production, state } = filtersField.read(context);
		const limit = limitParameter(context);
		const { client, site } = await chosenSite(context);
		const query: IDataObject = {
			...(branch && { branch }),
			...(production === true && { production }),
			...(state && { state }),
		};
		const deploys = await listDeploys(client, site.id, query, limit);
		const published = site.published_deploy ?? null;
		return deploys.map((deploy) => unverifiedJson(context, deploy, { published }));
	},
};
