import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/errors';
import type { OperationContext } from '../../../shared/operation';
import { requiredText } from '../../../shared/parameters';
import { pagerDutyClient } from '../../transport';

/** The longest key PagerDuty takes (developer.pagerduty.com, "Send an Alert Event"). */
const maxDedupKeyLength = 255;

export const dedupKeyProperty: INodeProperties = {
	displayName: 'Deduplication Key',
	name: 'dedupKey',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'slipway/paintbox/production',
	description: 'The same key always means the same alert: it opens once and is resolved by this key',
};

/** The key, which decides whether two events are one alert. @throws OperationFailure when empty or too long. */
export function dedupKeyParameter(context: OperationContext): string {
	const key = requiredText(context, 'dedupKey', 'Deduplication Key');
	if (key.length <= maxDedupKeyLength) return key;
	throw new OperationFailure(
		`The deduplication key has ${key.length} characters, and PagerDuty takes ${maxDedupKeyLength}`,
		'Shorten it: service and environment are enough',
	);
}

/** Sends one event of an alert's life. Safe to repeat, since the key makes repeats one alert. */
export async function sendAlertEvent(
	context: OperationContext,
	body: IDataObject,
): Promise<IDataObject> {
	return await pagerDutyClient(context).object<IDataObject>({
		method: 'POST',
		path: '/v2/enqueue',
		body,
		safeToRepeat: true,
	});
}
