import type { IDataObject } from 'n8n-workflow';

import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { additionalFields, additionalFieldsParameter } from '../../fields/additionalFields';
import { customDetailsParameter, customDetailsProperty } from '../../fields/customDetails';
import { dedupKeyField } from '../../fields/dedupKey';
import { keepTryingField } from '../../fields/keepTrying';
import { linksParameter, linksProperty } from '../../fields/links';
import { severityParameter, severityProperty } from '../../fields/severity';
import { summaryField } from '../../fields/summary';
import { Adjustments } from '../../state/adjustments';
import { fittingDedupKey } from '../../state/dedupKey';
import { eventBody } from '../../state/eventBody';
import { maxSummaryLength, maxTextLength } from '../../state/limits';
import { sendAlert } from './sendAlert';

const summary = summaryField({ description: 'What happened, in one line; it becomes the title of the page' });

const source = requiredTextField('Source', 'source', {
	placeholder: 'paintbox.candlefish.ai',
	description: 'What is affected: a host, a service or an address',
});

export const trigger: Operation = {
	value: 'trigger',
	name: 'Trigger',
	action: 'Trigger an alert',
	description: 'Page whoever is on call, once per deduplication key until it is resolved',
	properties: [
		dedupKeyField,
		summary,
		source,
		severityProperty,
		linksProperty,
		customDetailsProperty,
		additionalFields,
		keepTryingField,
	],
	async execute(context) {
		const adjustments = new Adjustments();
		const { classification, client } = additionalFieldsParameter(context, adjustments);
		// A page must go out even when its reason is long: it is cut, never refused.
		const payload: IDataObject = {
			summary: adjustments.cut(summary.read(context), maxSummaryLength, 'Summary'),
			source: adjustments.cut(source.read(context), maxTextLength, 'Source'),
			severity: severityParameter(context, adjustments),
			...classification,
		};
		const fields: IDataObject = {
			event_action: 'trigger',
			dedup_key: fittingDedupKey(dedupKeyField.read(context), adjustments),
			links: linksParameter(context, adjustments),
			...client,
		};
		const details = customDetailsParameter(context, adjustments);
		return await sendAlert(context, eventBody({ fields, payload, details }, adjustments), adjustments);
	},
};
