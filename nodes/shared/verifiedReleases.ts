import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from './errors';
import { textField } from './fields';
import type { OperationContext } from './operation';

/** Verified Releases, for a roll back. `what` names what it takes: `Full commits or deploy IDs`. */
export function verifiedReleasesProperty(what: string, placeholder: string): INodeProperties {
	return textField('Verified Releases', 'verifiedReleases', {
		placeholder,
		description: `${what} which are known to be good, from the ledger: a list, or a text with commas. When filled, only these are gone back to.`,
	});
}

/**
 * The entries, in lower case; empty when none were given.
 *
 * @throws OperationFailure when one cannot be read, with `advice`.
 */
export function verifiedReleasesParameter(
	{ functions, itemIndex }: OperationContext,
	advice: string,
): string[] {
	const value: unknown = functions.getNodeParameter('verifiedReleases', itemIndex, '');
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.replace(/[[\]"]/g, '').split(/[\s,]+/)
			: [value];
	return entries.flatMap((entry) => {
		if (typeof entry !== 'string') {
			throw new OperationFailure('Verified Releases holds something which is not a text', advice);
		}
		return entry.trim() === '' ? [] : [entry.trim().toLowerCase()];
	});
}
