import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { clock } from '../../../shared/waiting/clock';
import { Adjustments } from '../../state/adjustments';
import { linksParameter, linksProperty } from '../../fields/links';
import { customDetailsProperty, maxTextLength, summaryParameter, withDetails } from '../../fields/payload';
import { pagerDutyClient } from '../../api/client';

/** Nobody waits for it: long enough for a rate limit of a minute. */
const changePatienceMs = 180_000;

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
		const adjustments = new Adjustments();
		const source = adjustments.cut(textParameter(context, 'source'), maxTextLength, 'Source');
		const payload: IDataObject = {
			summary: summaryParameter(context, adjustments),
			timestamp: new Date(clock.now()).toISOString(),
			...(source && { source }),
		};
		const body: IDataObject = { links: linksParameter(context, adjustments) };
		// Change events have no deduplication key, so a repeat would show twice: repeated only where
		// PagerDuty says that it took none, which is a rate limit.
		const answer = await pagerDutyClient(context, changePatienceMs).object<IDataObject>({
			method: 'POST',
			path: '/v2/change/enqueue',
			body: withDetails(context, body, payload, adjustments),
			safeToRepeat: false,
			timeoutMs: 20_000,
		});
		return { ...answer, adjustments: [...adjustments.list()] };
	},
};
