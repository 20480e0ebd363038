import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { jsonParameter } from '../shared/parameters';

/** The longest summary PagerDuty takes (developer.pagerduty.com, "PD-CEF"). */
const maxSummaryLength = 1024;

export const customDetailsProperty: INodeProperties = {
	displayName: 'Custom Details',
	name: 'customDetails',
	type: 'json',
	default: '{}',
	description: 'Facts for the person who is paged, as JSON; never a secret',
};

/** The details as an object. @throws OperationFailure when they are none. */
export function customDetailsParameter(context: OperationContext): IDataObject {
	const details = jsonParameter(context, 'customDetails', 'Custom Details');
	if (typeof details === 'object' && details !== null && !Array.isArray(details)) {
		return details as IDataObject;
	}
	throw new OperationFailure(
		'Custom Details is not a JSON object',
		'Give an object such as {"commit": "abc123"}',
	);
}

/** A page must go out even when its reason is long: the summary is cut, never refused. */
export function shortenedSummary(summary: string): string {
	return summary.length <= maxSummaryLength
		? summary
		: `${summary.slice(0, maxSummaryLength - 3)}...`;
}
