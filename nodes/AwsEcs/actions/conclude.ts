import type { IDataObject } from 'n8n-workflow';

import { phaseOf } from '../../deployment/state/deploymentState';
import { returnedFailure } from '../../shared/fields/failureHandling';
import { nameInArn } from '../../shared/aws/arn';
import { OperationFailure } from '../../shared/operation/errors';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import type { Ecs, ServiceReference } from '../api/types';
import { type ConcludedResult, rollBackUnseen } from '../changes/rollBackUnseen';
import type { DeploymentChoices } from '../fields/deploymentChoices';
import { type DeploymentFacts, deploymentJson, deploymentOf } from '../output/deploymentJson';
import type { EcsResult } from '../state/ecsResult';

/** What is known of a deployment before it is waited for. */
export type KnownBefore = Pick<DeploymentFacts, 'images' | 'previous' | 'mainContainer' | 'warnings'>;

/**
 * The output of an operation that waited.
 *
 * @throws OperationFailure after a failure, EndUnknown where nobody saw the end, unless the node goes on all the same.
 */
export async function conclude(
	ecs: Ecs,
	reference: ServiceReference,
	waited: EcsResult,
	known: KnownBefore,
	choices: DeploymentChoices,
): Promise<IDataObject> {
	const { result, cancelResult } =
		hasNoEnd(waited) && choices.rollBackOnTimeout
			? await rollBackUnseen(ecs, reference, waited)
			: { result: waited, cancelResult: 'notTried' as const };
	const { service, verified } = result;
	const facts = factsOf(result, known);
	if (verified || (result.isPaused && choices.returnWhenPaused))
		return deploymentJson(ecs, service, facts, choices.raw);
	if (choices.returnsFailure && result.unseen !== 'stopped') {
		return returnedFailure(deploymentJson(ecs, service, facts, choices.raw), result);
	}
	throw failureOf(ecs, { result, cancelResult }, facts);
}

function factsOf(result: EcsResult, known: KnownBefore): DeploymentFacts {
	const { deployment, record, verified, state, reason, digests } = result;
	const unknown = hasNoEnd(result) ? [result.advice] : [];
	const warnings = [...(known.warnings ?? []), ...result.warnings, ...unknown];
	return { ...known, deployment, record, verified, state, reason, digests, warnings };
}

function failureOf(ecs: Ecs, { result, cancelResult }: ConcludedResult, facts: DeploymentFacts): OperationFailure {
	const { state, reason, advice, service } = result;
	const what = nameOfDeployment(result);
	const release = { ...deploymentOf(ecs, service, facts), artifact: null, verified: false };
	if (hasNoEnd(result)) return new EndUnknown(what, reason, cancelResult, { release }, advice);
	return new OperationFailure(`${what} ${endWords[state] ?? `is ${state}, not live`}: ${reason}`, advice, { release });
}

/** Nobody saw its end, and it comes to one by itself. */
function hasNoEnd({ state, isPaused }: EcsResult): boolean {
	return state === 'unknown' || (phaseOf(state) === 'pending' && !isPaused);
}

const endWords: Readonly<Partial<Record<EcsResult['state'], string>>> = {
	failed: 'failed',
	rolledBack: 'was rolled back',
	cancelled: 'was cancelled',
	superseded: 'was superseded',
	ready: 'could not be verified',
};

/** `ECS deployment ecs-svc/1 of service paintbox (paintbox:4)`, without what is not known. */
function nameOfDeployment({ deployment, service }: EcsResult): string {
	const revision = nameInArn(deployment.taskDefinition);
	return [
		deployment.id ? `ECS deployment ${deployment.id}` : 'The deployment',
		`of service ${service.serviceName ?? service.serviceArn ?? '(not named)'}`,
		...(revision === '' ? [] : [`(${revision})`]),
	].join(' ');
}
