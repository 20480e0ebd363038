import type { INodeProperties } from 'n8n-workflow';

import { onFailureProperty } from '../../shared/fields/failureHandling';
import { choiceField, field, namesField, option, type Field } from '../../shared/fields/fields';
import { switchParameter, textParameter } from '../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../shared/fields/sharedProperties';
import type { OperationContext } from '../../shared/operation/operation';
import { cancelSignalOf } from '../../shared/waiting/cancelSignal';
import type { DeployPace, Strategy } from '../state/deployPace';
import { paceOptionsField, readPaceOptions } from './paceOptions';

export const processGroupsField = namesField('Process Groups', 'processGroups', {
	placeholder: 'app, worker',
	description: 'Process groups to change, separated by commas. Leave empty for all.',
});

export const containersField = namesField('Containers', 'containers', {
	placeholder: 'web',
	description:
		'For machines with several containers: those that get the image, separated by commas. Leave empty for the one called app, or else the only one with an image of that repository. The others keep theirs.',
});

const revertChoice = choiceField(
	'Revert on Failure',
	'onFailure',
	[
		option(
			'Revert What Was Changed',
			'undo',
			'Give every machine that this run changed its former configuration again',
		),
		option(
			'Revert, Unless the Time Is Up',
			'undoUnlessTimeIsUp',
			'As above, but when the time is up what has changed stays: Resume Release goes on with it',
		),
		option('Leave It as It Is', 'leave', 'Stop where it failed, so that somebody can look at it'),
	],
	{ description: 'What to do with the machines when the release fails halfway' },
);

/** On Failure, for everything here that waits. */
export const flyOnFailureProperty = onFailureProperty('the release fails, is superseded');

const waitForCompletionField: Field<boolean> = field(
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		displayOptions: { show: { strategy: ['immediate'] } },
		description:
			'Whether to wait until every machine is shown to run what was asked for. The other strategies always wait.',
	},
	(context) => switchParameter(context, 'waitForCompletion'),
);

const deployTimeoutField = timeoutProperty(900);

/** The fields of a deploy's pace; what a deploy and a roll back have in common. `readPace` reads them. */
export const paceProperties: readonly INodeProperties[] = [
	waitForCompletionField,
	deployTimeoutField,
	revertChoice,
	flyOnFailureProperty,
	paceOptionsField,
	dryRunProperty,
	simplifyProperty,
];

export function readPace(context: OperationContext, strategy: Strategy): DeployPace {
	// Whatever an expression gives: a roll back is not refused for it.
	const onFailure = textParameter(context, 'onFailure');
	return {
		...readPaceOptions(context),
		timeoutMs: deployTimeoutField.read(context),
		revertOnFailure: onFailure !== 'leave',
		leavesWhenTimeIsUp: onFailure === 'undoUnlessTimeIsUp',
		// The other strategies look at each machine before they go on to the next.
		waits: strategy !== 'immediate' || waitForCompletionField.read(context),
		cancelSignal: cancelSignalOf(context),
	};
}
