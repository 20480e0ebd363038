import type { INodeProperties } from 'n8n-workflow';

import { siteField } from '../fields/site';
import { eventOptions } from './deployEvents';

export const triggerProperties: INodeProperties[] = [
	siteField,
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: eventOptions,
		default: ['deploy_created', 'deploy_failed'],
		required: true,
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Branches',
				name: 'branches',
				type: 'string',
				default: '',
				placeholder: 'main, release/**',
				description: 'Patterns, separated by commas. Other branches start nothing.',
			},
			{
				displayName: 'Contexts',
				name: 'contexts',
				type: 'multiOptions',
				options: [
					{ name: 'Branch Deploys', value: 'branch-deploy' },
					{ name: 'Deploy Previews', value: 'deploy-preview' },
					{ name: 'Production', value: 'production' },
				],
				default: ['production'],
				description: 'Deploys of other contexts start nothing',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Check What Is Live',
				name: 'checkLive',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask Netlify which deploy the site serves, so that "live" is true only for what is seen to be live',
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRawPayload',
				type: 'boolean',
				default: false,
				description: 'Whether to add what Netlify sent, without its access tokens, under "raw"',
			},
		],
	},
];
