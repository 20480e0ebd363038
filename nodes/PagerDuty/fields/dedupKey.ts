import { createHash } from 'crypto';

import type { INodeProperties } from 'n8n-workflow';

import { cutText, wellFormed } from '../../deployment/values/text';
import type { OperationContext } from '../../shared/operation/operation';
import { requiredText } from '../../shared/fields/parameters';
import type { Adjustments } from '../state/adjustments';

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

/**
 * The key, which decides whether two events are one alert. A longer one than PagerDuty takes becomes its
 * beginning with a digest of all of it: the same for the trigger and for what resolves it, and no other's.
 *
 * @throws OperationFailure when it is empty.
 */
export function dedupKeyParameter(context: OperationContext, adjustments: Adjustments): string {
	const given = requiredText(context, 'dedupKey', 'Deduplication Key');
	const key = wellFormed(given);
	if (key !== given) adjustments.note('The deduplication key held half a character, which was replaced');
	if (key.length <= maxDedupKeyLength) return key;
	adjustments.note(`The deduplication key was shortened from ${key.length} characters to ${maxDedupKeyLength}`);
	const digest = createHash('sha256').update(key).digest('hex').slice(0, 16);
	return cutText(key, maxDedupKeyLength, `~${digest}`);
}
