import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { numberField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { parseTimestamp, timestampField } from './timestamp';

/** As far ahead as Neon takes an expiry: https://neon.com/docs/guides/branch-expiration */
const longestBranchHours = 30 * 24;

/** For a snapshot Neon names no limit: ten years, so that a slip of the pen is noticed. */
export const longestSnapshotHours = 3_650 * 24;

const hours = { label: 'Expires After (Hours)', name: 'expiresAfterHours' } as const;
const moment = { label: 'Expires At', name: 'expiresAt' } as const;

/** Entries of a collection for a branch or, without that limit, a snapshot; at most one of them may be given. */
export function expiryOptions(what: 'branch' | 'snapshot'): INodeProperties[] {
	const isBranch = what === 'branch';
	const limit = isBranch ? ', up to 30 days ahead' : '';
	const bounds = { minimum: 1, ...(isBranch && { maximum: longestBranchHours }) };
	return [
		numberField(hours.label, hours.name, 72, bounds, {
			description: `When Neon deletes the ${what}, counted from now${limit}`,
		}),
		timestampField(moment.label, moment.name, {
			description: `When Neon deletes the ${what}, with a time zone${limit}`,
		}),
	];
}

/** The moment in a collection, to the second; null when it has none. @throws ConfigurationError when it is not ahead. */
export function expiryIn(options: IDataObject, longestHours = longestBranchHours): string | null {
	const { [hours.name]: afterHours, [moment.name]: expiresAt } = options;
	const hasHours = afterHours !== undefined && afterHours !== '';
	const hasMoment = expiresAt !== undefined && expiresAt !== '';
	if (hasHours && hasMoment) {
		throw new ConfigurationError('Both Expires After and Expires At are given', 'Remove one of the two');
	}
	if (hasHours) return inHours(Number(afterHours), longestHours);
	return hasMoment ? aheadOf(Date.parse(parseTimestamp(expiresAt, moment.label)), longestHours) : null;
}

function aheadOf(timeMs: number, longestHours: number): string {
	const aheadMs = timeMs - clock.now();
	const longestDays = longestHours / 24;
	if (aheadMs > 0 && aheadMs <= longestHours * 3_600_000) return toSecond(timeMs);
	throw new ConfigurationError(
		`Expires At ${new Date(timeMs).toISOString()} is ${aheadMs > 0 ? `more than ${longestDays} days ahead` : 'in the past'}`,
		`Give a moment within the next ${longestDays} days, or remove it`,
	);
}

function inHours(count: number, longestHours: number): string {
	if (count > 0 && count <= longestHours) return toSecond(clock.now() + count * 3_600_000);
	throw new ConfigurationError(
		`Expires After must be more than 0 and at most ${longestHours} hours, not ${count}`,
		'Correct Expires After, or remove it',
	);
}

function toSecond(timeMs: number): string {
	return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
