import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { clock } from '../shared/clock';
import { OperationFailure } from '../shared/errors';
import { parseTimestamp } from './moment';

/** As far ahead as Neon takes an expiry: https://neon.com/docs/guides/branch-expiration */
const longestHours = 30 * 24;

/** Options of a collection; at most one of them is to be given. */
export const expiryOptions: INodeProperties[] = [
	{
		displayName: 'Expires After (Hours)',
		name: 'expiresAfterHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 720 },
		default: 72,
		description: 'When Neon is to delete the branch by itself, counted from now; up to 30 days',
	},
	{
		displayName: 'Expires At',
		name: 'expiresAt',
		type: 'string',
		default: '',
		placeholder: '2026-01-31T12:00:00Z',
		description: 'When Neon is to delete the branch by itself, with its time zone; up to 30 days ahead',
	},
];

/** The moment in a collection, to the second; null when it has none. @throws OperationFailure when it is not ahead. */
export function expiryIn(options: IDataObject): string | null {
	const { expiresAfterHours, expiresAt } = options;
	const hasHours = expiresAfterHours !== undefined && expiresAfterHours !== '';
	const hasMoment = expiresAt !== undefined && expiresAt !== '';
	if (hasHours && hasMoment) {
		throw new OperationFailure(
			'Both Expires After and Expires At are given',
			'Remove one of the two',
		);
	}
	if (hasHours) return afterHours(Number(expiresAfterHours));
	if (!hasMoment) return null;
	const timeMs = Date.parse(parseTimestamp(expiresAt, 'Expires At'));
	const aheadMs = timeMs - clock.now();
	if (aheadMs > 0 && aheadMs <= longestHours * 3_600_000) return toSecond(timeMs);
	throw new OperationFailure(
		`Expires At ${new Date(timeMs).toISOString()} is ${aheadMs > 0 ? 'more than 30 days ahead' : 'in the past'}`,
		'Give a moment within the next 30 days, or none at all for a branch that stays',
	);
}

function afterHours(hours: number): string {
	if (hours > 0 && hours <= longestHours) return toSecond(clock.now() + hours * 3_600_000);
	throw new OperationFailure(
		`Expires After must be more than 0 and at most ${longestHours} hours, not ${hours}`,
		'Correct Expires After, or remove it for a branch that stays',
	);
}

function toSecond(timeMs: number): string {
	return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
