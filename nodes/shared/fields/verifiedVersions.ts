import type { INodeProperties } from 'n8n-workflow';

import { ConfigurationError } from '../operation/errors';
import { textField } from './fields';
import type { OperationContext } from '../operation/operation';

/**
 * The releases that are known to be good, by their names in lower case. Null when no list was given:
 * then any that the platform calls good will do. An empty list was given, and names none: there is
 * nothing to roll back to.
 */
export type VerifiedVersions = readonly string[] | null;

const name = 'verifiedReleases';

/** Verified Releases, for a roll back. `what` names what it takes: `Full commits or deploy IDs`. */
export function verifiedVersionsProperty(what: string, placeholder: string): INodeProperties {
	return textField('Verified Releases', name, {
		placeholder,
		description: `${what} that are known to be good, from the ledger: a list, or a string with commas. When given, only these are rolled back to: an expression that finds none leaves nothing to roll back to.`,
	});
}

/**
 * The list as given. An expression gives one whatever comes of it: what it was to read may be empty, or
 * could not be read, and neither makes every release a good one.
 *
 * @throws ConfigurationError when an entry cannot be read, with `advice`.
 */
export function verifiedVersionsParameter(context: OperationContext, advice: string): VerifiedVersions {
	const { functions, itemIndex } = context;
	const value: unknown = functions.getNodeParameter(name, itemIndex, '');
	if (!isFilled(context, value)) return null;
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.replace(/[[\]"]/g, '').split(/[\s,]+/)
			: [value];
	return entries.flatMap((entry) => {
		if (entry === null || entry === undefined) return [];
		if (typeof entry !== 'string') {
			throw new ConfigurationError('Verified Releases holds something that is not a string', advice);
		}
		return entry.trim() === '' ? [] : [entry.trim().toLowerCase()];
	});
}

/** What to do when the list leaves nothing to roll back to: `unlisted` where none was given. */
export function adviceWithoutTarget(
	verified: VerifiedVersions,
	advice: { readonly listed: string; readonly unlisted: string },
): string {
	if (verified === null) return advice.unlisted;
	if (verified.length > 0) return advice.listed;
	return `Verified Releases was given, but is empty: check what its expression reads. ${advice.unlisted}`;
}

/** Whether something was filled in, be it an expression that found nothing; `=` alone is an emptied one. */
function isFilled({ functions, itemIndex }: OperationContext, value: unknown): boolean {
	const isBlank = value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
	if (!isBlank) return true;
	const raw: unknown = functions.getNodeParameter(name, itemIndex, '', { rawExpressions: true });
	return typeof raw === 'string' && /^=\s*\S/.test(raw);
}
