import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import { option } from './fields';
import type { OperationContext } from '../operation/operation';
import { resultFieldOf } from '../operation/resultField';
import { textParameter } from './parameters';

/** On Failure, for operations that wait: whether the node fails too. `when` ends its sentence; shown only where `show` says so. */
export function onFailureProperty(when: string, show?: { readonly [name: string]: boolean[] }): INodeProperties {
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

/** Whether the node goes on after a failure, with the deployment as it is: by its own choice, or since the result goes into a field. */
export function returnsFailure(context: OperationContext): boolean {
	return (
		textParameter(context, 'onBadEnd') === 'return' || resultFieldOf(context.functions, context.itemIndex) !== undefined
	);
}

/** A failed deployment as the item that is returned for it: `ok` false, beside whatever the platform tells of it. */
export function returnedFailure(
	json: IDataObject,
	{ reason, advice }: Pick<DeploymentResult, 'reason' | 'advice'>,
): IDataObject {
	return { ...json, reason, ...(advice !== '' && { advice }), ok: false };
}
