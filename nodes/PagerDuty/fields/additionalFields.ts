import type { IDataObject } from 'n8n-workflow';

import { collectionField, textField } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import type { Adjustments } from '../state/adjustments';
import { maxTextLength } from '../state/limits';
import { webAddress } from '../state/webAddress';

export const additionalFields = collectionField('Additional Fields', 'additionalFields', 'Add Field', [
	textField('Class', 'class', { description: 'Kind of event, such as "deploy failed"' }),
	{ displayName: 'Client', name: 'client', type: 'string', default: 'Slipway' },
	textField('Client URL', 'client_url', { description: 'Where the page links back to' }),
	textField('Component', 'component'),
	textField('Group', 'group'),
]);

export interface AdditionalFields {
	/** What is affected: class, component, group. */
	readonly classification: IDataObject;
	/** Who says it, and where that links to. */
	readonly client: IDataObject;
}

/** What was added, within PagerDuty's limits. */
export function additionalFieldsParameter(context: OperationContext, adjustments: Adjustments): AdditionalFields {
	const { client, client_url: clientUrl, ...classification } = additionalFields.read(context);
	return {
		classification: boundedFields(classification, adjustments),
		client: { ...boundedFields({ client }, adjustments), ...clientAddress(clientUrl, adjustments) },
	};
}

/** The fields that are filled in, as strings within PagerDuty's limit. */
function boundedFields(fields: IDataObject, adjustments: Adjustments): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => {
			const text = value === null || value === undefined || typeof value === 'object' ? '' : String(value).trim();
			return text === '' ? [] : [[name, adjustments.cut(text, maxTextLength, name)]];
		}),
	);
}

function clientAddress(value: unknown, adjustments: Adjustments): IDataObject {
	if (value === undefined || value === null || value === '') return {};
	const address = webAddress(value);
	if (address === undefined) adjustments.note('Client URL was left out: it is not a web address');
	return address === undefined ? {} : { client_url: address };
}
