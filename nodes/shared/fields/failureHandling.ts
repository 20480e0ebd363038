import type { INodeProperties } from 'n8n-workflow';

import { option } from './fields';
import type { OperationContext } from '../operation/operation';
import { textParameter } from './parameters';

/** On Failure, for operations that wait: whether the node fails too. `when` ends its sentence; shown only where `show` says so. */
export function onFailureProperty(
	when: string,
	show?: { readonly [name: string]: boolean[] },
): INodeProperties {
	return {
		displayName: 'On Failure',
		name: 'onBadEnd',
		type: 'options',
		options: [
			option('Fail', 'fail', 'Stop with an error that says what happened and what to do'),
			option(
				'Return the Deployment',
				'return',
				'Go on with the deployment as it is, "verified" false and the reason in it',
			),
		],
		default: 'fail',
		description: `What to do when ${when}, or the time is up`,
		...(show && { displayOptions: { show } }),
	};
}

/** Whether the node shall go on after a failure. */
export function returnsFailure(context: OperationContext): boolean {
	return textParameter(context, 'onBadEnd') === 'return';
}
