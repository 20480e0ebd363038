import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import type { OperationContext } from '../../shared/operation/operation';
import type { Adjustments } from '../state/adjustments';
import { plainJson } from '../state/plainJson';

export const customDetailsProperty: INodeProperties = {
	displayName: 'Custom Details',
	name: 'customDetails',
	type: 'json',
	default: '{}',
	description:
		'Facts for the person who is paged, as a JSON object; never a secret. Anything else goes out in the field "details".',
};

/** The details, whatever was given: an expression that went wrong must not keep a page from going out. */
export function customDetailsParameter(
	{ functions, itemIndex }: OperationContext,
	adjustments: Adjustments,
): IDataObject {
	const given: unknown = functions.getNodeParameter('customDetails', itemIndex, '');
	if (given === null || given === undefined || (typeof given === 'string' && given.trim() === '')) return {};
	const reading = typeof given === 'string' ? parseJson(given) : ({ ok: true, value: given } as const);
	if (!reading.ok) adjustments.note(`Custom Details was not JSON (${reading.reason}), and went out as text`);
	const details = plainJson(reading.ok ? reading.value : given);
	if (isRecord(details)) return details as IDataObject;
	if (reading.ok) adjustments.note('Custom Details was not a JSON object, and went out as the field "details"');
	return { details } as IDataObject;
}
