import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { collectionParameter, requiredText, textParameter } from '../../../shared/parameters';
import { linksParameter, linksProperty } from '../../links';
import { customDetailsParameter, customDetailsProperty, shortenedSummary } from '../../payload';
import { dedupKeyParameter, dedupKeyProperty, sendAlertEvent } from './dedupKey';

export const trigger: Operation = {
	value: 'trigger',
	name: 'Trigger',
	action: 'Trigger an alert',
	description: 'Page whoever is on call, once for each deduplication key until it is resolved',
	properties: [
		dedupKeyProperty,
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			default: '',
			required: true,
			description: 'What happened, in one line; it becomes the title of the page',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox.candlefish.ai',
			description: 'What is affected: a host, a service or an address',
		},
		{
			displayName: 'Severity',
			name: 'severity',
			type: 'options',
			options: [
				{ name: 'Critical', value: 'critical' },
				{ name: 'Error', value: 'error' },
				{ name: 'Info', value: 'info' },
				{ name: 'Warning', value: 'warning' },
			],
			default: 'critical',
		},
		linksProperty,
		customDetailsProperty,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Class',
					name: 'class',
					type: 'string',
					default: '',
					description: 'Kind of event, such as "deploy failed"',
				},
				{ displayName: 'Client', name: 'client', type: 'string', default: 'Slipway' },
				{
					displayName: 'Client URL',
					name: 'client_url',
					type: 'string',
					default: '',
					description: 'Where the page links back to',
				},
				{ displayName: 'Component', name: 'component', type: 'string', default: '' },
				{ displayName: 'Group', name: 'group', type: 'string', default: '' },
			],
		},
	],
	async execute(context) {
		const additional = collectionParameter(context, 'additionalFields');
		const { client, client_url: clientUrl, ...classification } = additional;
		const payload: IDataObject = {
			summary: shortenedSummary(requiredText(context, 'summary', 'Summary')),
			source: requiredText(context, 'source', 'Source'),
			severity: textParameter(context, 'severity'),
			...classification,
			custom_details: customDetailsParameter(context),
		};
		return await sendAlertEvent(context, {
			event_action: 'trigger',
			dedup_key: dedupKeyParameter(context),
			payload,
			links: linksParameter(context),
			...(client && { client }),
			...(clientUrl && { client_url: clientUrl }),
		});
	},
};
