import type { INodeProperties } from 'n8n-workflow';

import { onFailureProperty } from '../../shared/fields/failureHandling';
import { cancelSignalOf } from '../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../shared/operation/errors';
import { option, textField } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import {
	collectionParameter,
	numberIn,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../shared/fields/sharedProperties';
import type { DeployPace } from '../state/deployPace';

export const processGroupsProperty: INodeProperties = textField('Process Groups', 'processGroups', {
	placeholder: 'app, worker',
	description: 'Process groups to change, with commas; empty for all of them',
});

export const containersProperty: INodeProperties = textField('Containers', 'containers', {
	placeholder: 'web',
	description: 'Of machines with several containers: those that get the image, with commas. Empty for the one called app, else the only one with an image of that repository. The others keep theirs.',
});

const revertOnFailureProperty: INodeProperties = {
	displayName: 'Revert on Failure',
	name: 'onFailure',
	type: 'options',
	options: [
		option(
			'Revert What Was Changed',
			'undo',
			'Put every machine that this run changed back',
		),
		option('Leave It as It Is', 'leave', 'Stop where it failed, for somebody to look at it'),
	],
	default: 'undo',
	description: 'What to do with the machines when the release fails halfway',
};

/** On Failure, for everything here that waits. */
export const flyOnFailureProperty = onFailureProperty('the release fails, is replaced by another one');

const waitForCompletionProperty: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	displayOptions: { show: { strategy: ['immediate'] } },
	description: 'Whether to wait until every machine is shown to run what was asked for; the other strategies always do',
};

interface PaceOption {
	readonly displayName: string;
	readonly name: string;
	/** What counts when it is not added. */
	readonly initial: number;
	readonly minimum: number;
	readonly description: string;
}

/** In alphabetical order, as n8n shows them. */
const paceOptions = {
	drain: {
		displayName: 'Drain Seconds',
		name: 'drainSeconds',
		initial: 10,
		minimum: 0,
		description: 'Of bluegreen: how long Fly\'s proxy may take to learn of the new machines, and the old ones to finish requests',
	},
	machineTimeout: {
		displayName: 'Machine Timeout',
		name: 'machineTimeoutSeconds',
		initial: 300,
		minimum: 1,
		description: 'How many seconds one machine may take until it is healthy',
	},
	maxUnavailable: {
		displayName: 'Max Unavailable',
		name: 'maxUnavailable',
		initial: 0.33,
		minimum: 0,
		description: 'Of rolling and canary: the share of a process group (below 1, rounded up) or the number of machines that may be away at once',
	},
	minSecretsVersion: {
		displayName: 'Minimum Secrets Version',
		name: 'minSecretsVersion',
		initial: 0,
		minimum: 0,
		description: 'No machine boots with older secrets than these; Secret: Set returns the version. 0 for none.',
	},
	releaseCommandTimeout: {
		displayName: 'Release Command Timeout',
		name: 'releaseCommandTimeoutSeconds',
		initial: 300,
		minimum: 1,
		description: 'How many seconds the release command may take',
	},
	restartsAllowed: {
		displayName: 'Restarts Allowed',
		name: 'restartsAllowed',
		initial: 1,
		minimum: 0,
		description: 'How often a machine\'s program may end by itself and be started again, as when its database is not up yet, before the release has failed. One is flyctl\'s own measure.',
	},
	smokeWatch: {
		displayName: 'Smoke Watch',
		name: 'smokeWatchSeconds',
		initial: 10,
		minimum: 0,
		description: 'How many seconds a machine must run without a crash or a failing check before it counts',
	},
} satisfies Readonly<Record<string, PaceOption>>;

const deployOptionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: Object.values<PaceOption>(paceOptions).map(({ initial, minimum, ...words }) => ({
		...words,
		type: 'number',
		// What may be a share has decimals.
		typeOptions: { minValue: minimum, ...(initial % 1 !== 0 && { numberPrecision: 2 }) },
		default: initial,
	})),
};

/** The fields of a deploy's pace; what a deploy and a roll back have in common. */
export const paceProperties: readonly INodeProperties[] = [
	waitForCompletionProperty,
	timeoutProperty(900),
	revertOnFailureProperty,
	flyOnFailureProperty,
	deployOptionsProperty,
	dryRunProperty,
	simplifyProperty,
];

/** How fast, how long and how careful; what a deploy and a roll back have in common. */
export function paceParameters(context: OperationContext): DeployPace {
	const options = collectionParameter(context, 'options');
	const number = ({ name, displayName, initial, minimum }: PaceOption): number =>
		numberIn(options[name] ?? initial, displayName, { minimum });
	const maxUnavailable = number(paceOptions.maxUnavailable);
	if (maxUnavailable === 0) {
		throw new OperationFailure(
			'Max Unavailable is 0: no machine could ever be changed',
			'Give a share such as 0.33, a number of machines such as 1, or use Bluegreen',
		);
	}
	return {
		maxUnavailable,
		smokeWatchMs: number(paceOptions.smokeWatch) * 1000,
		restartsAllowed: number(paceOptions.restartsAllowed),
		machineTimeoutMs: number(paceOptions.machineTimeout) * 1000,
		drainMs: number(paceOptions.drain) * 1000,
		timeoutMs: timeoutMsParameter(context),
		minSecretsVersion: number(paceOptions.minSecretsVersion) || null,
		releaseCommandTimeoutMs: number(paceOptions.releaseCommandTimeout) * 1000,
		revertOnFailure: textParameter(context, 'onFailure') !== 'leave',
		// The other strategies look at each machine before they go on to the next.
		waits: textParameter(context, 'strategy') !== 'immediate' || switchParameter(context, 'waitForCompletion'),
		cancelSignal: cancelSignalOf(context),
	};
}
