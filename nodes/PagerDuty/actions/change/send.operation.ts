import type { IDataObject } from 'n8n-workflow';

import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { pagerDutyClient } from '../../api/client';
import { sendChangeEvent } from '../../api/events';
import { customDetailsParameter, customDetailsProperty } from '../../fields/customDetails';
import { linksParameter, linksProperty } from '../../fields/links';
import { summaryField } from '../../fields/summary';
import { eventJson } from '../../output/eventJson';
import { Adjustments } from '../../state/adjustments';
import { eventBody } from '../../state/eventBody';
import { maxSummaryLength, maxTextLength } from '../../state/limits';

/** Nobody waits for it: long enough for a rate limit of a minute. */
const keepTryingMs = 180_000;

const summary = summaryField({ placeholder: 'Deployed paintbox abc1234 to production' });

const source = textField('Source', 'source', { placeholder: 'slipway', description: 'Who or what made the change' });

export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send a change event',
	description: 'Record a change, which PagerDuty then shows beside the next incident',
	properties: [summary, source, linksProperty, customDetailsProperty],
	async execute(context) {
		const adjustments = new Adjustments();
		const changedBy = adjustments.cut(source.read(context), maxTextLength, 'Source');
		const payload: IDataObject = {
			summary: adjustments.cut(summary.read(context), maxSummaryLength, 'Summary'),
			timestamp: new Date(clock.now()).toISOString(),
			...(changedBy && { source: changedBy }),
		};
		const fields: IDataObject = { links: linksParameter(context, adjustments) };
		const details = customDetailsParameter(context, adjustments);
		const client = pagerDutyClient(context, keepTryingMs);
		return eventJson(await sendChangeEvent(client, eventBody({ fields, payload, details }, adjustments)), adjustments);
	},
};
