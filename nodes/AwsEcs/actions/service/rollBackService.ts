import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import type { VerifiedVersions } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { readSource } from '../../changes/readHistory';
import { readRollbackMarks } from '../../changes/rollbackMarks';
import { planJson } from '../../output/planJson';
import { inFlightOf, isNamed, type PastDeployment, successes } from '../../state/history';
import { isNamedIn, isPrimaryNamed } from '../../state/namedDeployment';
import { isRollback, type RollbackMarks, wasReplacedByEarlier } from '../../state/rolledBack';
import { deployRevision } from './deployRevision';
import type { DeployTarget } from './deployTarget';
import { rollBackInFlight } from './rollBackInFlight';
import { rollBackLive } from './rollBackLive';

/** What is asked for, and the service's deployments, the newest first. */
export interface RollbackRequest {
	/** What Only If Live names; empty for whatever is live. */
	readonly bad: string;
	readonly verified: VerifiedVersions;
	readonly history: readonly PastDeployment[];
}

/** Rolls back a deployment that is under way. */
export async function rollBackRolling(
	target: DeployTarget,
	{ bad, verified, history }: RollbackRequest,
	rolling: PastDeployment,
): Promise<IDataObject> {
	const { ecs, service } = target;
	requireIsBad(service, bad, rolling, history);
	const source = await readSource(ecs, rolling);
	// ECS itself goes back to what was live: good enough unless the ledger says otherwise.
	if (verified === null || (source && verified.some((entry) => isNamed(source, entry)))) {
		return await rollBackInFlight(target, rolling, source);
	}
	const marks = await readRollbackMarks(ecs, service, history);
	return await rollBackLive(target, { taskDefinitionArn: rolling.taskDefinitionArn, history, verified, marks });
}

/** Puts a deployment that was named in place again, over what is live or under way. */
export async function rollBackTo(
	target: DeployTarget,
	{ bad, verified, history }: RollbackRequest,
	named: PastDeployment,
	stopped: PastDeployment | undefined,
): Promise<IDataObject> {
	const { service } = target;
	const rolling = inFlightOf(history);
	if (!rolling && service.taskDefinition === named.taskDefinitionArn) {
		return await verifyLive(target, named, `${nameInArn(named.taskDefinitionArn)} is live already`);
	}
	const isStopped = stopped !== undefined && isNamedIn(service, bad, stopped);
	if (rolling) requireIsBad(service, bad, rolling, history);
	else if (!isStopped) requireIsLive(service, bad, liveOf(service, history));
	const taskDefinitionArn = rolling?.taskDefinitionArn ?? service.taskDefinition ?? '';
	return await rollBackLive(target, { taskDefinitionArn, history, verified, marks: new Map(), target: named });
}

/** The deployment that a name stands for: of the service's history, or a revision. @throws OperationFailure for none. */
export async function namedDeployment(
	{ ecs, service }: DeployTarget,
	name: string,
	history: readonly PastDeployment[],
): Promise<PastDeployment> {
	const past = history.filter((each) => each.taskDefinitionArn !== '' && isNamedIn(service, name, each));
	const found = successes(past)[0] ?? past[0];
	if (found) return found;
	if (/^(?:arn:[^\s]+:task-definition\/)?[\w-]+:\d+$/.test(name)) {
		const { definition } = await readTaskDefinition(ecs, name);
		const taskDefinitionArn = definition.taskDefinitionArn ?? name;
		return { arn: '', createdAt: '', status: 'SUCCESSFUL', taskDefinitionArn, revision: undefined };
	}
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has no deployment "${name}" among its last ${history.length}`,
		'Give a deployment of the last 90 days as Get Many of Service Deployment shows it, or a version such as nanda-workers:12',
	);
}

/** Rolls back what is live, when no deployment is under way. */
export async function rollBackService(
	target: DeployTarget,
	{ bad, verified, history }: RollbackRequest,
): Promise<IDataObject> {
	const { ecs, service } = target;
	const live = liveOf(service, history);
	const replaced = replacedByEarlier(service, bad, history);
	if (replaced && replaced !== live) {
		return await verifyLive(target, replaced, `${nameInArn(replaced.taskDefinitionArn)} was rolled back already`);
	}
	requireIsLive(service, bad, live);
	const marks = await readRollbackMarks(ecs, service, history);
	refuseSecondRollback(service, live, history, marks);
	return await rollBackLive(target, { taskDefinitionArn: service.taskDefinition ?? '', history, verified, marks });
}

/** The success that made what is PRIMARY now; undefined when ECS's history does not reach back to it. */
function liveOf(service: Service, history: readonly PastDeployment[]): PastDeployment | undefined {
	return successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === service.taskDefinition);
}

/** The bad deployment, where what had run before it runs in its place already. */
function replacedByEarlier(
	service: Service,
	bad: string,
	history: readonly PastDeployment[],
): PastDeployment | undefined {
	if (bad === '') return undefined;
	const ended = history.filter(({ status }) => status === 'SUCCESSFUL' || status === 'ROLLBACK_SUCCESSFUL');
	const named = ended.find((past) => isNamedIn(service, bad, past));
	return named && wasReplacedByEarlier(named, history) ? named : undefined;
}

function requireIsBad(
	service: Service,
	bad: string,
	rolling: PastDeployment,
	history: readonly PastDeployment[],
): void {
	if (bad === '' || isNamedIn(service, bad, rolling)) return;
	const isDone = history.some((past) => isNamed(past, bad) && wasReplacedByEarlier(past, history));
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} is just rolling out ${nameInArn(rolling.taskDefinitionArn)}, not ${bad}${isDone ? ', which was rolled back already' : ''}, so nothing was rolled back`,
		'Wait for that deployment, or name it in Only If Live to roll it back',
	);
}

function requireIsLive(service: Service, bad: string, live: PastDeployment | undefined): void {
	if (bad === '' || isPrimaryNamed(service, bad) || (live !== undefined && isNamed(live, bad))) return;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} does not run ${bad}, but ${nameInArn(service.taskDefinition)}, so it was not rolled back`,
		'If what is live now is good, nothing is left to do. Otherwise choose a revision and use Deploy',
	);
}

function refuseSecondRollback(
	service: Service,
	live: PastDeployment | undefined,
	history: readonly PastDeployment[],
	marks: RollbackMarks,
): void {
	const isLiveByRollback =
		history[0]?.status === 'ROLLBACK_SUCCESSFUL' || (live !== undefined && isRollback(live, history, marks));
	if (!isLiveByRollback) return;
	throw new OperationFailure(
		`${nameInArn(service.taskDefinition)} of service ${service.serviceName ?? ''} is itself live by a roll back, and a roll back is not rolled back`,
		'Find out what is wrong first: it may not be the deployment. To go further back, choose a revision and use Deploy',
	);
}

/** It was rolled back already, by ECS, by an earlier try of this step or by a person: verify it, change nothing. */
async function verifyLive(
	{ ecs, reference, service, dryRun, choices }: DeployTarget,
	done: PastDeployment,
	reason: string,
): Promise<IDataObject> {
	if (dryRun) return planJson(ecs, service, { action: 'none', reason });
	const arn = service.taskDefinition ?? done.taskDefinitionArn;
	const { definition } = await readTaskDefinition(ecs, arn);
	return await deployRevision(ecs, reference, service, { definition, digests: new Map(), force: 'never' }, choices);
}
