import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { requiredText, textParameter } from '../../../shared/parameters';
import { clock } from '../../../shared/clock';
import { linksParameter, linksProperty } from '../../links';
import { customDetailsParameter, customDetailsProperty, shortenedSummary } from '../../payload';
import { pagerDutyClient } from '../../transport';

export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send a change event',
	description: 'Record that something changed, so that it stands beside the next incident',
	properties: [
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'Deployed paintbox abc1234 to production',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: '',
			placeholder: 'slipway',
			description: 'Who or what made the change',
		},
		linksProperty,
		customDetailsProperty,
	],
	async execute(context) {
		const source = textParameter(context, 'source');
		// Change events have no deduplication key, so a repeat would show twice: never repeated.
		return await pagerDutyClient(context).object<IDataObject>({
			method: 'POST',
			path: '/v2/change/enqueue',
			body: {
				payload: {
					summary: shortenedSummary(requiredText(context, 'summary', 'Summary')),
					timestamp: new Date(clock.now()).toISOString(),
					...(source && { source }),
					custom_details: customDetailsParameter(context),
				},
				links: linksParameter(context),
			},
			safeToRepeat: false,
		});
	},
};
