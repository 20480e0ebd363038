import type { INodeProperties } from 'n8n-workflow';

import { option } from '../shared/fields';
import type { OperationContext } from '../shared/operation';
import { textParameter } from '../shared/parameters';

export type OnTimeout = 'cancel' | 'leaveRunning';

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
			option('Cancel the Deploy', 'cancel', 'What was live before stays live'),
			option('Leave It Running', 'leaveRunning', 'It may still go live, with nobody looking'),
		],
		default: byDefault,
		description:
			'What becomes of a deploy that has not ended when the time is up, when the execution is stopped, or when it cannot be seen any more',
		...(show && { displayOptions: { show } }),
	};
}

/** Whether a deploy whose end was not seen is cancelled. A workflow saved before there was a choice has the default. */
export function cancelsOnTimeout(context: OperationContext): boolean {
	return textParameter(context, 'onTimeout') === 'cancel';
}
