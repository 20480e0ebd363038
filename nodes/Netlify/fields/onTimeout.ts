import type { INodeProperties } from 'n8n-workflow';

import { option } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import { textParameter } from '../../shared/fields/parameters';

export type OnTimeout = 'cancel' | 'leave';

/** On Timeout, for operations that wait; shown only where `show` says so. */
export function onTimeoutProperty(
	byDefault: OnTimeout,
	show?: { readonly [name: string]: boolean[] },
): INodeProperties {
	return {
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		options: [
			option('Cancel the Deploy', 'cancel'),
			option('Leave It Running', 'leave', 'It may still go live, with nobody looking'),
		],
		default: byDefault,
		description:
			'What becomes of a deploy whose end was not seen: the time is up, the execution is stopped, or nobody can look any more',
		...(show && { displayOptions: { show } }),
	};
}

/** Whether a deploy whose end was not seen is cancelled. A workflow saved before there was a choice has the default. */
export function cancelsOnTimeout(context: OperationContext): boolean {
	return textParameter(context, 'onTimeout') === 'cancel';
}
