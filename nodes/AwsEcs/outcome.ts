import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { onFailureProperty, returnsFailure } from '../shared/fields/failureHandling';
import { EndUnknown } from '../shared/waiting/endUnknown';
import { OperationFailure } from '../shared/operation/errors';
import { option } from '../shared/fields/fields';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, textParameter } from '../shared/fields/parameters';
import type { DeploymentOutcome } from './followDeployment';
import { releaseJson, releaseOf, type DeploymentFacts } from './release';
import { rollBackUnseen } from './rollBackUnseen';
import type { ServiceReference } from './services';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

const ecsBadEnd = 'the deployment fails, is rolled back or replaced';

/** On Failure, for an operation that always waits. */
export const badEndProperty = onFailureProperty(ecsBadEnd);

/** On Failure, shown with Wait for Completion. */
export const badEndWhenWaitingProperty = onFailureProperty(ecsBadEnd, { waitForCompletion: [true] });

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
				name: 'Return the Deployment',
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

/** On Timeout, for an operation that starts a deployment. */
export const onTimeoutProperty: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	options: [
		option('Leave It Running', 'leave', 'ECS goes on by itself, and the deployment may still go live'),
		option('Roll It Back', 'rollBack', 'Tell ECS to go back to what ran before'),
	],
	default: 'leave',
	description: 'What to do with the deployment when nobody could see how it ended: the time is up, or the execution is stopped',
	displayOptions: { show: { waitForCompletion: [true] } },
};

/**
 * The output of an operation that waited.
 *
 * @throws OperationFailure at a bad end, EndUnknown where nobody saw the end, unless the node shall go on.
 */
export async function outcomeJson(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	waited: DeploymentOutcome,
	known: Pick<DeploymentFacts, 'images' | 'previous' | 'mainContainer'> & { readonly notes?: readonly string[] },
): Promise<IDataObject> {
	const wantsRollBack = textParameter(context, 'onTimeout') === 'rollBack';
	const { outcome, cancelResult } =
		waited.state === 'unknown' && wantsRollBack
			? await rollBackUnseen(ecs, reference, waited)
			: { outcome: waited, cancelResult: 'notTried' as const };
	const { service, deployment, record, verified, state, reason, digests } = outcome;
	const notes = [...(known.notes ?? []), ...outcome.notes, ...(state === 'unknown' ? [outcome.advice] : [])];
	const facts: DeploymentFacts = { ...known, deployment, record, verified, state, reason, digests, notes };
	const isPause = outcome.paused && isReturningWhenPaused(context);
	const isStopped = outcome.unseen === 'stopped';
	if (verified || isPause || (returnsFailure(context) && !isStopped)) {
		return releaseJson(ecs, service, facts, !switchParameter(context, 'simplify'));
	}
	const what = nameOfDeployment(outcome);
	const release = { ...releaseOf(ecs, service, facts), artifact: null, verified: false };
	if (state === 'unknown') throw new EndUnknown(what, reason, cancelResult, { release }, outcome.advice);
	throw new OperationFailure(`${what} is not done, but ${state}: ${reason}`, outcome.advice, { release });
}

/** `ECS deployment ecs-svc/1 of service paintbox (paintbox:4)`, without what is not known. */
function nameOfDeployment({ deployment, service }: DeploymentOutcome): string {
	const revision = revisionNameOf(deployment.taskDefinition);
	return [
		deployment.id ? `ECS deployment ${deployment.id}` : 'The deployment',
		`of service ${service.serviceName ?? service.serviceArn ?? '(not named)'}`,
		...(revision === '' ? [] : [`(${revision})`]),
	].join(' ');
}
