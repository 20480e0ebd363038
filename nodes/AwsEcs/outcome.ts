import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { onBadEndProperty, returnsBadEnd } from '../shared/badEnd';
import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { switchParameter, textParameter } from '../shared/parameters';
import type { DeploymentOutcome } from './followDeployment';
import { releaseJson, releaseOf, type DeploymentFacts } from './release';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

const ecsBadEnd = 'the deployment fails, is rolled back or replaced';

/** On Bad End, for an operation that always waits. */
export const badEndProperty = onBadEndProperty(ecsBadEnd);

/** On Bad End, shown with Wait for Completion. */
export const badEndWhenWaitingProperty = onBadEndProperty(ecsBadEnd, { waitForCompletion: [true] });

/** When Paused, for deployments whose hooks wait for a person. */
export function whenPausedProperty(show?: { readonly [name: string]: boolean[] }): INodeProperties {
	return {
		displayName: 'When Paused',
		name: 'whenPaused',
		type: 'options',
		options: [
			{
				name: 'Keep Waiting',
				value: 'wait',
				description: 'Wait until a person, or another workflow, continues it or rolls it back',
			},
			{
				name: 'Return the Release',
				value: 'return',
				description: 'Go on with the release as it is, with the hook in "paused", to ask a person and use Continue',
			},
		],
		default: 'wait',
		description: 'What to do when a blue/green, linear or canary deployment pauses at one of its hooks',
		...(show && { displayOptions: { show } }),
	};
}

export function isReturningWhenPaused(context: OperationContext): boolean {
	return textParameter(context, 'whenPaused') === 'return';
}

/** The output of an operation that waited. @throws OperationFailure at a bad end, unless the node shall go on. */
export function outcomeJson(
	context: OperationContext,
	ecs: Ecs,
	outcome: DeploymentOutcome,
	known: Pick<DeploymentFacts, 'images' | 'previous' | 'mainContainer'>,
): IDataObject {
	const { service, deployment, record, verified, state, reason, digests } = outcome;
	const facts: DeploymentFacts = { ...known, deployment, record, verified, state, reason, digests };
	const isPause = outcome.paused && isReturningWhenPaused(context);
	if (verified || isPause || returnsBadEnd(context)) {
		return releaseJson(ecs, service, facts, !switchParameter(context, 'simplify'));
	}
	throw new OperationFailure(
		`ECS deployment ${deployment.id ?? ''} of service ${service.serviceName ?? ''} (${revisionNameOf(deployment.taskDefinition)}) is not done, but ${state}: ${reason}`,
		outcome.advice,
		{ release: { ...releaseOf(ecs, service, facts), artifact: null, verified: false } },
	);
}
