import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import { parseTimestamp } from './moment';

/** As far ahead as Neon takes an expiry: https://neon.com/docs/guides/branch-expiration */
const longestBranchHours = 30 * 24;

/** For a snapshot Neon names no limit: ten years, so that a slip of the pen is noticed. */
export const longestSnapshotHours = 3_650 * 24;

/** Options of a collection for a branch or, without that limit, a snapshot; at most one of them is to be given. */
export function expiryOptions(what: 'branch' | 'snapshot'): INodeProperties[] {
	const isBranch = what === 'branch';
	const limit = isBranch ? '; up to 30 days ahead' : '';
	return [
		{
			displayName: 'Expires After (Hours)',
			name: 'expiresAfterHours',
			type: 'number',
			typeOptions: { minValue: 1, ...(isBranch && { maxValue: 720 }) },
			default: 72,
			description: `When Neon is to delete the ${what} by itself, counted from now${limit}`,
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'string',
			default: '',
			placeholder: '2026-01-31T12:00:00Z',
			description: `When Neon is to delete the ${what} by itself, with its time zone${limit}`,
		},
	];
}

/** The moment in a collection, to the second; null when it has none. @throws OperationFailure when it is not ahead. */
export function expiryIn(options: IDataObject, longestHours = longestBranchHours): string | null {
	const { expiresAfterHours, expiresAt } = options;
	const hasHours = expiresAfterHours !== undefined && expiresAfterHours !== '';
	const hasMoment = expiresAt !== undefined && expiresAt !== '';
	if (hasHours && hasMoment) {
		throw new OperationFailure(
			'Both Expires After and Expires At are given',
			'Remove one of the two',
		);
	}
	if (hasHours) return afterHours(Number(expiresAfterHours), longestHours);
	if (!hasMoment) return null;
	const timeMs = Date.parse(parseTimestamp(expiresAt, 'Expires At'));
	const aheadMs = timeMs - clock.now();
	const longestDays = longestHours / 24;
	if (aheadMs > 0 && aheadMs <= longestHours * 3_600_000) return toSecond(timeMs);
	throw new OperationFailure(
		`Expires At ${new Date(timeMs).toISOString()} is ${aheadMs > 0 ? `more than ${longestDays} days ahead` : 'in the past'}`,
		`Give a moment within the next ${longestDays} days, or none at all for what is to stay`,
	);
}

function afterHours(hours: number, longestHours: number): string {
	if (hours > 0 && hours <= longestHours) return toSecond(clock.now() + hours * 3_600_000);
	throw new OperationFailure(
		`Expires After must be more than 0 and at most ${longestHours} hours, not ${hours}`,
		'Correct Expires After, or remove it for what is to stay',
	);
}

function toSecond(timeMs: number): string {
	return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
