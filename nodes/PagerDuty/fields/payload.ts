import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import type { OperationContext } from '../../shared/operation/operation';
import { requiredText } from '../../shared/fields/parameters';
import type { Adjustments } from '../state/adjustments';
import { fittingDetails } from '../state/eventSize';
import { plainJson } from '../state/plainJson';

/** The longest summary PagerDuty takes (developer.pagerduty.com, "PD-CEF"). */
const maxSummaryLength = 1024;

/** PagerDuty's limit for source, component, group, class and client. */
export const maxTextLength = 255;

export const customDetailsProperty: INodeProperties = {
	displayName: 'Custom Details',
	name: 'customDetails',
	type: 'json',
	default: '{}',
	description: 'Facts for the person who is paged, as JSON; never a secret. What is not a JSON object goes out as the text of one.',
};

/** A page must go out even when its reason is long: the summary is cut, never refused. */
export function summaryParameter(context: OperationContext, adjustments: Adjustments): string {
	return adjustments.cut(requiredText(context, 'summary', 'Summary'), maxSummaryLength, 'Summary');
}

/** The details, whatever was given: an expression that went wrong must not keep a page from going out. */
function detailsParameter({ functions, itemIndex }: OperationContext, adjustments: Adjustments): IDataObject {
	const given: unknown = functions.getNodeParameter('customDetails', itemIndex, '');
	if (given === null || given === undefined || (typeof given === 'string' && given.trim() === '')) return {};
	const reading = typeof given === 'string' ? parseJson(given) : ({ ok: true, value: given } as const);
	if (!reading.ok) adjustments.note(`Custom Details was not JSON (${reading.reason}), and went out as text`);
	const details = plainJson(reading.ok ? reading.value : given);
	if (isRecord(details)) return details as IDataObject;
	if (reading.ok) adjustments.note('Custom Details was not a JSON object, and went out as the field "details"');
	return { details } as IDataObject;
}

/**
 * The event's body with its details, which say what was adjusted, in as many bytes as PagerDuty takes.
 * Call it last: `body` has all the rest.
 */
export function withDetails(context: OperationContext, body: IDataObject, payload: IDataObject, adjustments: Adjustments): IDataObject {
	const details = detailsParameter(context, adjustments);
	const restBytes = Buffer.byteLength(JSON.stringify({ ...body, payload: { ...payload, custom_details: {} } }));
	// Room for a note that the details were cut.
	const notesBytes = Buffer.byteLength(JSON.stringify(adjustments.list())) + 300;
	const fitting = fittingDetails(details, restBytes + notesBytes, adjustments);
	const notes = adjustments.list();
	return {
		...body,
		payload: { ...payload, custom_details: { ...fitting, ...(notes.length > 0 && { adjusted_by_slipway: [...notes] }) } },
	};
}
