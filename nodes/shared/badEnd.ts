import type { INodeProperties } from 'n8n-workflow';

import { option } from './fields';
import type { OperationContext } from './operation';
import { textParameter } from './parameters';

/** On Bad End, for operations that wait. `when` ends its sentence; shown only where `show` says so. */
export function onBadEndProperty(
	when: string,
	show?: { readonly [name: string]: boolean[] },
): INodeProperties {
	return {
		displayName: 'On Bad End',
		name: 'onBadEnd',
		type: 'options',
		options: [
			option('Fail', 'fail', 'Stop with an error that says what happened and what to do'),
			option(
				'Return the Release',
				'return',
				'Go on with the release as it is, "verified" false and the reason in it',
			),
		],
		default: 'fail',
		description: `What to do when ${when}, or the time is up`,
		...(show && { displayOptions: { show } }),
	};
}

/** Whether the node shall go on after a bad end. */
export function returnsBadEnd(context: OperationContext): boolean {
	return textParameter(context, 'onBadEnd') === 'return';
}
