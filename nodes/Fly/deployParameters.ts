import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { collectionParameter, switchParameter, textParameter, timeoutMsParameter } from '../shared/parameters';
import type { DeployRequest } from './rollout/deployRequest';

export const processGroupsProperty: INodeProperties = {
	displayName: 'Process Groups',
	name: 'processGroups',
	type: 'string',
	default: '',
	placeholder: 'app, worker',
	description: 'Names of the process groups to change, with commas; leave it empty for all of them',
};

export const onFailureProperty: INodeProperties = {
	displayName: 'On Failure',
	name: 'onFailure',
	type: 'options',
	options: [
		{
			name: 'Undo What Was Changed',
			value: 'undo',
			description: 'Put every machine that this run changed back on its recorded configuration',
		},
		{
			name: 'Leave It as It Is',
			value: 'leave',
			description: 'Stop where it failed, for somebody to look at it',
		},
	],
	default: 'undo',
	description: 'What to do with the machines when the release fails halfway',
};

export const waitForCompletionProperty: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	displayOptions: { show: { strategy: ['immediate'] } },
	description: 'Whether to wait until every machine is shown to run what was asked for; the other strategies always do',
};

/** In alphabetical order, as n8n shows them. */
export const deployOptionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Drain Seconds',
			name: 'drainSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description: 'Of bluegreen: how long Fly\'s proxy gets to learn of the new machines, and the old ones to finish their requests',
		},
		{
			displayName: 'Machine Timeout',
			name: 'machineTimeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 300,
			description: 'How many seconds one machine may take until it is healthy',
		},
		{
			displayName: 'Max Unavailable',
			name: 'maxUnavailable',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 0.33,
			description: 'Of rolling and canary: the share of a process group (below 1, rounded up) or the number of machines that may be away at once',
		},
		{
			displayName: 'Minimum Secrets Version',
			name: 'minSecretsVersion',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'No machine boots with older secrets than these; Secret: Set returns the version. 0 for none in particular.',
		},
		{
			displayName: 'Release Command Timeout',
			name: 'releaseCommandTimeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 300,
			description: 'How many seconds the release command may take',
		},
		{
			displayName: 'Smoke Watch',
			name: 'smokeWatchSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description: 'How many seconds a machine must run without a crash or a failing check before it counts',
		},
	],
};

/** The names, in order. */
export function processGroupsParameter(context: OperationContext): string[] {
	return textParameter(context, 'processGroups')
		.split(/[\s,]+/)
		.filter((name) => name !== '');
}

type DeployPace = Pick<
	DeployRequest,
	| 'maxUnavailable'
	| 'smokeWatchMs'
	| 'machineTimeoutMs'
	| 'drainMs'
	| 'timeoutMs'
	| 'minSecretsVersion'
	| 'releaseCommandTimeoutMs'
	| 'undoOnFailure'
	| 'waits'
	| 'cancelSignal'
>;

/** How fast, how long and how careful; what a deploy and a roll back have in common. */
export function paceParameters(context: OperationContext): DeployPace {
	const options = collectionParameter(context, 'options');
	const number = (name: string, label: string, initial: number, minimum: number): number => {
		const given: unknown = options[name] ?? initial;
		const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
		if (typeof value === 'number' && value >= minimum && Number.isFinite(value)) return value;
		throw new OperationFailure(
			`${label} must be a number of at least ${minimum}, not ${JSON.stringify(given)}`,
			`Correct ${label} in the options`,
		);
	};
	const maxUnavailable = number('maxUnavailable', 'Max Unavailable', 0.33, 0);
	if (maxUnavailable === 0) {
		throw new OperationFailure(
			'Max Unavailable is 0: no machine could ever be changed',
			'Give a share such as 0.33, a number of machines such as 1, or use the strategy Bluegreen',
		);
	}
	const minSecretsVersion = number('minSecretsVersion', 'Minimum Secrets Version', 0, 0);
	return {
		maxUnavailable,
		smokeWatchMs: number('smokeWatchSeconds', 'Smoke Watch', 10, 0) * 1000,
		machineTimeoutMs: number('machineTimeoutSeconds', 'Machine Timeout', 300, 1) * 1000,
		drainMs: number('drainSeconds', 'Drain Seconds', 10, 0) * 1000,
		timeoutMs: timeoutMsParameter(context),
		minSecretsVersion: minSecretsVersion === 0 ? null : minSecretsVersion,
		releaseCommandTimeoutMs: number('releaseCommandTimeoutSeconds', 'Release Command Timeout', 300, 1) * 1000,
		undoOnFailure: textParameter(context, 'onFailure') !== 'leave',
		// The other strategies look at each machine before they go on to the next.
		waits: textParameter(context, 'strategy') !== 'immediate' || switchParameter(context, 'waitForCompletion'),
		cancelSignal: context.functions.getExecutionCancelSignal(),
	};
}
