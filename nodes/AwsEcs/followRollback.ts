import type { Service, ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';

import { phaseOf } from '../deployment/state/deploymentState';
import { mainContainerOf } from './containerRoles';
import { type DeploymentFinding, findingOnFleet } from './finding';
import { type DeploymentOutcome, primaryDeploymentOf } from './followDeployment';
import { createPatience, followUntil } from './followUntil';
import { tasksOfService } from './runningTasks';
import { readServiceRevisions } from './serviceDeployments';
import { readService, type ServiceReference } from './services';
import { statusOf, supersededBy } from './status';
import { readServiceDeployment } from './stopServiceDeployment';
import { readTaskDefinition } from './taskDefinitions';
import type { Ecs } from './transport';

interface Reading {
	readonly service: Service;
	readonly record: ServiceDeployment;
	readonly finding: DeploymentFinding;
	readonly taskDefinitionArn: string | undefined;
}

/** Waits until a deployment has been rolled back and the tasks of the revision before are seen to run. */
export async function followRollback(
	ecs: Ecs,
	reference: ServiceReference,
	before: { readonly service: Service; readonly record: ServiceDeployment },
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal },
): Promise<DeploymentOutcome> {
	const arn = before.record.serviceDeploymentArn ?? '';
	const patience = createPatience();
	const result = await followUntil<Reading>({
		what: `The roll back of service deployment ${arn.slice(arn.lastIndexOf('/') + 1)}`,
		timeoutMs: wait.timeoutMs,
		first: {
			...before,
			finding: { phase: 'pending', state: 'rolling', reason: '', advice: '' },
			taskDefinitionArn: undefined,
		},
		read: reader(ecs, reference, arn),
		judge: ({ finding, record }) => ({
			phase: patience(finding),
			seen: `${record.status ?? ''}${finding.reason === '' ? '' : `: ${finding.reason}`}`,
		}),
		cancelSignal: wait.cancelSignal,
		goesOn: 'The roll back goes on by itself: use Wait to see how it ended',
	});
	const { service, record, finding, taskDefinitionArn } = result.value;
	const known = {
		service,
		deployment: primaryDeploymentOf(service) ?? { taskDefinition: taskDefinitionArn },
		record,
		digests: finding.digests ?? new Map<string, string>(),
		notes: finding.notes ?? [],
		paused: false,
	};
	if (result.outcome !== 'unseen') {
		const { state, reason, advice } = finding;
		return { ...known, verified: result.outcome === 'succeeded', state, reason, advice };
	}
	const { failure, why } = result;
	if (why === 'timeout' && finding.late === 'someTasks') {
		return { ...known, verified: true, state: 'live', reason: '', advice: '', notes: [...known.notes, finding.reason] };
	}
	const state = finding.unsettled ? finding.state : 'unknown';
	return { ...known, verified: false, state, reason: failure.message, advice: failure.advice, unseen: why };
}

/** One look: the service, the service deployment and, once that is rolled back, what runs. */
function reader(ecs: Ecs, reference: ServiceReference, arn: string): () => Promise<Reading> {
	let target: { readonly revision: ServiceRevision | undefined; readonly main: string | undefined } | undefined;
	return async () => {
		const [service, record] = await Promise.all([readService(ecs, reference), readServiceDeployment(ecs, arn)]);
		const status = statusOf('', service, record);
		if (status.state !== 'rolledBack') {
			return { service, record, finding: notRolledBack(status), taskDefinitionArn: undefined };
		}
		const primary = primaryDeploymentOf(service);
		target ??= await targetOf(ecs, service, record);
		const taskDefinitionArn = target.revision?.taskDefinition ?? primary?.taskDefinition ?? '';
		if (primary && primary.taskDefinition !== taskDefinitionArn) {
			return { service, record, finding: replaced(supersededBy(primary)), taskDefinitionArn };
		}
		const tasks = (service.desiredCount ?? 0) === 0 ? [] : await tasksOfService(ecs, reference, 'RUNNING');
		const finding = findingOnFleet(primary?.id ?? arn, service, { tasks, revision: target.revision }, {
			taskDefinitionArn,
			digests: new Map(),
			newTasksOnly: false,
			...(target.main !== undefined && { proven: new Set([target.main]) }),
		});
		return { service, record, taskDefinitionArn, finding };
	};
}

/** What ECS has gone back to, and the container it is there for. */
async function targetOf(ecs: Ecs, service: Service, record: ServiceDeployment) {
	const revisionArn = record.rollback?.serviceRevisionArn ?? record.sourceServiceRevisions?.[0]?.arn ?? '';
	const revision = (await readServiceRevisions(ecs, revisionArn ? [revisionArn] : [])).get(revisionArn);
	if (!revision?.taskDefinition) return { revision, main: undefined };
	const { definition } = await readTaskDefinition(ecs, revision.taskDefinition);
	return { revision, main: mainContainerOf(definition, service) };
}

/** Rolled back, and then something else was deployed: the tasks that are waited for do not come any more. */
function replaced(status: ReturnType<typeof statusOf>): DeploymentFinding {
	return {
		phase: 'failed',
		...status,
		advice: 'It was rolled back, and what runs now was deployed after that: use Wait to prove that one',
	};
}

function notRolledBack(status: ReturnType<typeof statusOf>): DeploymentFinding {
	const phase = phaseOf(status.state);
	if (phase === 'pending') return { phase, ...status, advice: '' };
	return {
		phase: 'failed',
		state: status.state,
		reason: status.reason || 'It had ended before it could be rolled back',
		advice: 'Look at what runs now. If it is the bad release, use Roll Back of Service, which goes back to an earlier one',
	};
}
