import type { INodeProperties } from 'n8n-workflow';

import { onFailureProperty, returnsFailure } from '../../shared/fields/failureHandling';
import { choiceField, type Field, option } from '../../shared/fields/fields';
import { waitMsParameter } from '../../shared/fields/parameters';
import { simplifyProperty, waitProperties } from '../../shared/fields/sharedProperties';
import type { OperationContext } from '../../shared/operation/operation';
import { cancelSignalOf } from '../../shared/waiting/cancelSignal';

/** What a person chose for an operation that deploys, rolls back or waits. */
export interface DeploymentChoices {
	/** Null when Wait for Completion is off. */
	readonly timeoutMs: number | null;
	/** Go on where a PAUSE hook wants a person. */
	readonly returnWhenPaused: boolean;
	/** Roll a deployment back whose end nobody saw. */
	readonly rollBackOnTimeout: boolean;
	/** Go on after a failure. */
	readonly returnsFailure: boolean;
	/** Also ECS's own answer. */
	readonly raw: boolean;
	readonly cancelSignal: AbortSignal | undefined;
}

const failure = 'the deployment fails, is rolled back or replaced';
const whenWaiting = { waitForCompletion: [true] };

/** On Failure, for an operation that always waits. */
export const onFailure = onFailureProperty(failure);

/** On Failure, shown with Wait for Completion. */
export const onFailureWhenWaiting = onFailureProperty(failure, whenWaiting);

/** When Paused, for deployments whose hooks wait for a person. */
export function whenPausedField(show?: { readonly [name: string]: boolean[] }): Field<'wait' | 'return'> {
	return choiceField(
		'When Paused',
		'whenPaused',
		[
			option('Keep Waiting', 'wait', 'Wait until a person, or another workflow, continues it or rolls it back'),
			option(
				'Return the Deployment',
				'return',
				'Go on with the deployment as it is, with the hook in "paused", to ask a person and use Continue',
			),
		],
		{
			description: 'What to do when a blue/green, linear or canary deployment pauses at one of its hooks',
			...(show && { displayOptions: { show } }),
		},
	);
}

/** On Timeout, for an operation that starts a deployment. */
export const onTimeout = choiceField(
	'On Timeout',
	'onTimeout',
	[
		option('Leave It Running', 'leave', 'ECS goes on by itself, and the deployment may still go live'),
		option('Roll It Back', 'rollBack', 'Tell ECS to roll back to what ran before'),
	],
	{
		description:
			'What to do with the deployment when nobody could see how it ended: the time is up, or the execution is stopped',
		displayOptions: { show: whenWaiting },
	},
);

/** The fields of an operation that starts a deployment. */
export const deployFields: readonly INodeProperties[] = [
	...waitProperties(1800),
	whenPausedField(whenWaiting),
	onTimeout,
	onFailureWhenWaiting,
];

/** The fields of a roll back. */
export const rollBackFields: readonly INodeProperties[] = [...waitProperties(1800), onFailureWhenWaiting];

/** What was chosen in these fields; those that an operation lacks are as they are at first. */
export function deploymentChoices(context: OperationContext): DeploymentChoices {
	return {
		timeoutMs: waitMsParameter(context),
		returnWhenPaused: whenPausedField().read(context) === 'return',
		rollBackOnTimeout: onTimeout.read(context) === 'rollBack',
		returnsFailure: returnsFailure(context),
		raw: !simplifyProperty.read(context),
		cancelSignal: cancelSignalOf(context),
	};
}
