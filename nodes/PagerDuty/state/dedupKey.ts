import { createHash } from 'crypto';

import { cutText, wellFormed } from '../../deployment/values/text';
import type { Adjustments } from './adjustments';
import { maxDedupKeyLength } from './limits';

/**
 * The key, which decides whether two events are one alert. A longer one than PagerDuty accepts becomes its
 * beginning with a digest of all of it: the same for the trigger and for what resolves it, and no other's.
 */
export function fittingDedupKey(given: string, adjustments: Adjustments): string {
	const key = wellFormed(given);
	if (key !== given) adjustments.note('The deduplication key held half a character, which was replaced');
	if (key.length <= maxDedupKeyLength) return key;
	adjustments.note(`The deduplication key was shortened from ${key.length} characters to ${maxDedupKeyLength}`);
	const digest = createHash('sha256').update(key).digest('hex').slice(0, 16);
	return cutText(key, maxDedupKeyLength, `~${digest}`);
}
