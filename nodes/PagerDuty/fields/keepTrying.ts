import type { INodeProperties } from 'n8n-workflow';

import { defaultRetryPolicy, type RetryPolicy } from '../../deployment/policy/retryPolicy';
import type { OperationContext } from '../../shared/operation/operation';
import { numberIn } from '../../shared/fields/parameters';

/** As PagerDuty asks for: "a backoff of a few minutes", and longer, since nobody is paged meanwhile. */
const defaultPatienceSeconds = 900;

export const patienceProperty: INodeProperties = {
	displayName: 'Keep Trying (Seconds)',
	name: 'patienceSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 7200 },
	default: defaultPatienceSeconds,
	description: 'How long to go on trying while PagerDuty is away or answers that there are too many events; 0 for one try',
};

/** Nodes that were saved before it existed have the default. */
export function patienceMsParameter({ functions, itemIndex }: OperationContext): number {
	const value: unknown = functions.getNodeParameter('patienceSeconds', itemIndex, defaultPatienceSeconds);
	return numberIn(value, 'Keep Trying', { minimum: 0, maximum: 7200 }) * 1000;
}

const baseDelayMs = 2_000;
const maxDelayMs = 60_000;

/**
 * Tries until about that much time has passed: pauses double from 2 s to a minute, and a quarter of each
 * is chance. Even with the shortest of them all the last try comes after two thirds of the time: with the
 * default after ten minutes.
 */
export function retryPolicyFor(patienceMs: number): RetryPolicy {
	let attempts = 1;
	for (let passedMs = 0; passedMs < patienceMs; attempts++) {
		passedMs += 0.75 * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempts - 1));
	}
	return { ...defaultRetryPolicy, maxAttempts: attempts, baseDelayMs, maxDelayMs, maxRetryAfterMs: 300_000 };
}
