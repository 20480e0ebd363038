import type { Service, ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';

import { type DeploymentStatus, phaseOf } from '../../deployment/state/deploymentState';
import { nameInArn } from '../../shared/aws/arn';
import { readServiceDeployment, readServiceRevisions } from '../api/serviceDeployments';
import { readService } from '../api/services';
import { readTaskDefinition } from '../api/taskDefinitions';
import { tasksOfService } from '../api/tasks';
import type { Ecs, ServiceReference } from '../api/types';
import { mainContainerOf } from '../state/containerRoles';
import { type DeploymentAssessment, notAssessedYet } from '../state/deploymentAssessment';
import { statusOf } from '../state/deploymentStatus';
import { asVerified, type EcsResult, seenIn } from '../state/ecsResult';
import { assessFleet } from '../state/fleetAssessment';
import { primaryDeploymentOf } from '../state/primaryDeployment';
import { supersededBy } from '../state/serviceProgress';
import { createPatience } from './patience';
import type { DeploymentWait } from './waitForDeployment';
import { type Waited, waitUntil } from './waitUntil';

interface RollbackSight {
	readonly service: Service;
	readonly record: ServiceDeployment;
	readonly assessment: DeploymentAssessment;
	readonly taskDefinitionArn: string | undefined;
}

/** Waits until a deployment has been rolled back and the tasks of the revision before are seen to run. */
export async function waitForRollback(
	ecs: Ecs,
	reference: ServiceReference,
	before: { readonly service: Service; readonly record: ServiceDeployment },
	wait: DeploymentWait,
): Promise<EcsResult> {
	const arn = before.record.serviceDeploymentArn ?? '';
	const patience = createPatience();
	const waited = await waitUntil<RollbackSight>({
		what: `The roll back of service deployment ${nameInArn(arn)}`,
		timeoutMs: wait.timeoutMs,
		first: { ...before, assessment: notAssessedYet, taskDefinitionArn: undefined },
		read: createLook(ecs, reference, arn),
		assess: ({ assessment, record }) => ({
			phase: patience(assessment),
			seen: `${record.status ?? ''}${assessment.reason === '' ? '' : `: ${assessment.reason}`}`,
		}),
		cancelSignal: wait.cancelSignal,
		goesOn: 'The roll back goes on by itself: use Wait to see how it ends',
	});
	return resultOf(waited);
}

function resultOf(waited: Waited<RollbackSight>): EcsResult {
	const { service, record, assessment, taskDefinitionArn } = waited.value;
	const deployment = primaryDeploymentOf(service) ?? { taskDefinition: taskDefinitionArn };
	const seen = { ...seenIn({ service, deployment, record, assessment }), isPaused: false };
	if (waited.outcome !== 'unseen') {
		const { state, reason, advice } = assessment;
		return { ...seen, verified: waited.outcome === 'succeeded', state, reason, advice };
	}
	const { failure, why } = waited;
	if (why === 'timeout' && assessment.late === 'someTasks') {
		return { ...seen, ...asVerified, warnings: [...seen.warnings, assessment.reason] };
	}
	const state = assessment.isInconsistent ? assessment.state : 'unknown';
	return { ...seen, verified: false, state, reason: failure.message, advice: failure.advice, unseen: why };
}

/** What ECS has rolled back to, and the container it is there for. */
interface RollbackTarget {
	readonly revision: ServiceRevision | undefined;
	readonly main: string | undefined;
}

/** One look: the service, the service deployment and, once that is rolled back, what runs. */
function createLook(ecs: Ecs, reference: ServiceReference, arn: string): () => Promise<RollbackSight> {
	let target: RollbackTarget | undefined;
	return async () => {
		const [service, record] = await Promise.all([readService(ecs, reference), readServiceDeployment(ecs, arn)]);
		const status = statusOf('', service, record);
		if (status.state !== 'rolledBack') {
			return { service, record, assessment: notRolledBack(status), taskDefinitionArn: undefined };
		}
		const primary = primaryDeploymentOf(service);
		target ??= await readTarget(ecs, service, record);
		const taskDefinitionArn = target.revision?.taskDefinition ?? primary?.taskDefinition ?? '';
		if (primary && primary.taskDefinition !== taskDefinitionArn) {
			return { service, record, assessment: replaced(supersededBy(primary)), taskDefinitionArn };
		}
		const tasks = (service.desiredCount ?? 0) === 0 ? [] : await tasksOfService(ecs, reference, 'RUNNING');
		const assessment = assessFleet(
			primary?.id ?? arn,
			service,
			{ tasks, revision: target.revision },
			{
				taskDefinitionArn,
				digests: new Map(),
				newTasksOnly: false,
				...(target.main !== undefined && { verifiedContainers: new Set([target.main]) }),
			},
		);
		return { service, record, taskDefinitionArn, assessment };
	};
}

async function readTarget(ecs: Ecs, service: Service, record: ServiceDeployment): Promise<RollbackTarget> {
	const revisionArn = record.rollback?.serviceRevisionArn ?? record.sourceServiceRevisions?.[0]?.arn ?? '';
	const revision = (await readServiceRevisions(ecs, [revisionArn])).get(revisionArn);
	if (!revision?.taskDefinition) return { revision, main: undefined };
	const { definition } = await readTaskDefinition(ecs, revision.taskDefinition);
	return { revision, main: mainContainerOf(definition, service) };
}

/** Rolled back, and then something else was deployed: the tasks that are waited for do not come any more. */
function replaced(status: DeploymentStatus): DeploymentAssessment {
	return {
		phase: 'failed',
		...status,
		advice: 'It was rolled back, and what runs now was deployed after that: use Wait to verify that deployment',
	};
}

function notRolledBack(status: DeploymentStatus): DeploymentAssessment {
	const phase = phaseOf(status.state);
	if (phase === 'pending') return { phase, ...status, advice: '' };
	return {
		phase: 'failed',
		state: status.state,
		reason: status.reason || 'It had ended before it could be rolled back',
		advice:
			'Look at what runs now. If it is the bad deployment, use Roll Back of Service, which puts an earlier one in place',
	};
}
