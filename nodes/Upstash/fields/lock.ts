import type { INodeProperties } from 'n8n-workflow';

import { numberParameter, requiredText } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';

export const lockNameProperty: INodeProperties = {
	displayName: 'Lock Name',
	name: 'lockName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'paintbox/production',
	description: 'What only one may work on at a time: the same name is the same lock. Keep eviction off in its database, which when full would drop locks that are held.',
};

export function lockNameParameter(context: OperationContext): string {
	return requiredText(context, 'lockName', 'Lock Name');
}

export const lockTtlProperty: INodeProperties = {
	displayName: 'TTL',
	name: 'ttlSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86400 },
	default: 900,
	description: 'After how many seconds the lock frees itself if its holder dies. Longer than the work may take, or renew it.',
};

/** The TTL in milliseconds, at most a day: a lock that outlives its holder by more is a stuck deploy. */
export function lockTtlMsParameter(context: OperationContext): number {
	return Math.round(
		numberParameter(context, 'ttlSeconds', 'TTL', { minimum: 1, maximum: 86_400 }) * 1000,
	);
}

export const ifNotHeldProperty: INodeProperties = {
	displayName: 'If Not Held',
	name: 'ifNotHeld',
	type: 'options',
	options: [
		{ name: 'Error', value: 'error', description: 'Fail, and say who holds it or when it ran out' },
		{ name: 'Return', value: 'return', description: 'Return an item that says why' },
	],
	default: 'error',
	description: 'What to do when this owner does not hold it any more',
};
