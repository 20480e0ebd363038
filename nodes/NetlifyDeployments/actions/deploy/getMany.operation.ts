import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { collectionParameter, limitParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { listDeploys } from '../../deploys';
import { siteParameter, siteProperty } from '../../locators';
import { unverifiedJson } from '../../outcome';
import { findSite } from '../../sites';
import { netlifyClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many deploys',
	description: 'List the deploys of a site, the newest first',
	properties: [
		siteProperty,
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{ displayName: 'Branch', name: 'branch', type: 'string', default: '' },
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
						{ name: 'Building', value: 'building' },
						{ name: 'Enqueued', value: 'enqueued' },
						{ name: 'Error', value: 'error' },
						{ name: 'Ready', value: 'ready' },
						{ name: 'Uploading', value: 'uploading' },
					],
					default: 'ready',
					description: 'In Netlify\'s words',
				},
			],
		},
		simplifyProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const { branch, production, state } = collectionParameter(context, 'filters');
		const limit = limitParameter(context);
		const site = await findSite(client, siteParameter(context));
		const query: IDataObject = {
			...(branch && { branch }),
			...(production === true && { production }),
			...(state && { state }),
		};
		const deploys = await listDeploys(client, site.id, query, limit);
		const publishedId = site.published_deploy?.id ?? null;
		return deploys.map((deploy) => unverifiedJson(context, deploy, { publishedId }));
	},
};
