import type { Service, ServiceRevision, Task } from '@aws-sdk/client-ecs';

import { type DeploymentState, type DeploymentStatus, phaseOf } from '../deployment/state/deploymentState';
import { judge, type RunningInstance } from '../deployment/state/verdict';
import { parseImageReference, shortDigest } from './imageReference';
import { nameOf } from './services';
import { revisionNameOf } from './taskDefinitions';

/** What a deployment must have put in place to count as done. */
export interface DeploymentExpectation {
	readonly taskDefinitionArn: string;
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	/** Whether every task must have been started by this very deployment, as a forced one does. */
	readonly newTasksOnly: boolean;
	/**
	 * Containers whose image must be shown to be one and the same in every task: those that the deployment changed. What
	 * the others run is reported. All of them unless given.
	 */
	readonly proven?: ReadonlySet<string>;
}

export interface DeploymentFinding {
	readonly phase: 'pending' | 'succeeded' | 'failed';
	readonly state: DeploymentState;
	/** Why; empty when all is well. */
	readonly reason: string;
	/** What a person can do about it; empty when all is well. */
	readonly advice: string;
	/** The deployment ended well, but its tasks do not show it yet: ECS's lists may be late. */
	readonly unsettled?: true;
	/**
	 * What is still to come, where all that runs is right: tasks that auto scaling asked for or that replace others, or
	 * healthy ones in the place of others. ECS goes on with that by itself.
	 */
	readonly late?: 'someTasks' | 'allTasks' | 'healthyTasks';
	/** Container to the digest that its tasks run. */
	readonly digests?: ReadonlyMap<string, string>;
	/** What is worth knowing and stops nothing. */
	readonly notes?: readonly string[];
}

/** What runs, read after the deployment was seen to have ended well. */
export interface FleetReading {
	/** Tasks that shall run. */
	readonly tasks: readonly Task[];
	/** What ECS resolved the images to; undefined where it cannot be read. */
	readonly revision: ServiceRevision | undefined;
	/** How many tasks the service wanted when the deployment was seen to go on for the last time. */
	readonly sizeWhenDone?: number | undefined;
}

const adviceByState: Partial<Record<DeploymentState, string>> = {
	rolledBack: 'What ran before runs again. Correct what the reason names, then deploy again',
	failed: 'Correct what the reason names, then deploy again. Look at the service: ECS may still be trying, so roll it back if it should not',
	cancelled: 'Somebody stopped it: find out who and why in CloudTrail, then deploy again',
	superseded: 'Nothing is left to do if the newer deployment is the one that is wanted. Else deploy again',
};

/** The finding on a deployment that has not ended well: from its status alone. */
export function findingOnStatus(status: DeploymentStatus): DeploymentFinding | undefined {
	const phase = phaseOf(status.state);
	if (phase === 'succeeded') return undefined;
	return { phase, ...status, advice: phase === 'failed' ? (adviceByState[status.state] ?? '') : '' };
}

/**
 * The finding on a deployment that ECS says is done: whether every task that runs is of its task definition, and every
 * container that it changed runs the very image that was asked for. How many tasks the service wants at this very moment
 * is auto scaling's affair: as many as it wanted when the deployment ended have to run.
 */
export function findingOnFleet(
	deploymentId: string,
	service: Service,
	{ tasks, revision, sizeWhenDone }: FleetReading,
	expectation: DeploymentExpectation,
): DeploymentFinding {
	const desired = service.desiredCount ?? 0;
	const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
	if (desired === 0 && running.length === 0) return nothingRuns();
	const wanted = Math.max(1, Math.min(desired, sizeWhenDone ?? desired));
	const differs = (container: string | undefined, expected: string | null): string => {
		const verdict = judge({
			deploymentId,
			status: { state: 'ready', reason: '' },
			requestedArtifact: expected,
			running: running.map((task) => instanceOf(task, container, deploymentId, expected, expectation)),
			expectedInstances: Math.min(wanted, running.length),
			matchDeployment: true,
		});
		return running.length === 0 || verdict.success ? '' : verdict.reason;
	};
	const ofAnother = differs(undefined, null);
	if (ofAnother !== '') return unsettled(ofAnother);
	const digests = new Map<string, string>();
	const notes: string[] = [];
	for (const container of containersIn(tasks, revision, expectation)) {
		const resolved = imageIn(revision, container);
		const asked = expectation.digests.get(container) ?? null;
		if (asked !== null && resolved !== null && resolved !== asked) return oldImage(container, resolved, asked);
		const seen = new Set(running.map((task) => digestOf(task, container)));
		const [only] = seen;
		if (seen.size === 1 && only) digests.set(container, only);
		if (expectation.proven && !expectation.proven.has(container)) {
			if (seen.size > 1) notes.push(`${differentImages(container, seen)}: nobody asked for one of them`);
			continue;
		}
		const reason = differs(container, asked ?? resolved);
		if (reason !== '') {
			return asked !== null && running.every((task) => isOther(task, container, asked))
				? oldImage(container, digestOf(running[0], container) ?? 'an image that ECS does not tell', asked)
				: unsettled(reason);
		}
		if (seen.size > 1) return unsettled(differentImages(container, seen));
		if (running.length > 0 && !only) return untold(container);
	}
	return findingOnSize(deploymentId, running, wanted, { digests, notes });
}

/** All that runs is right: whether it is enough, and healthy. */
function findingOnSize(
	deploymentId: string,
	running: readonly Task[],
	wanted: number,
	seen: Required<Pick<DeploymentFinding, 'digests' | 'notes'>>,
): DeploymentFinding {
	const sick = running.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY').length;
	if (sick > 0) {
		const finding = unsettled(`${sick} of ${running.length} tasks are unhealthy`);
		return sick < running.length ? { ...finding, ...seen, late: 'healthyTasks' } : finding;
	}
	if (running.length < wanted) {
		const finding = unsettled(`${running.length} of ${wanted} instances run deployment ${deploymentId}`);
		return { ...finding, ...seen, late: running.length === 0 ? 'allTasks' : 'someTasks' };
	}
	return { phase: 'succeeded', state: 'live', reason: '', advice: '', ...seen };
}

function nothingRuns(): DeploymentFinding {
	return {
		phase: 'failed',
		state: 'ready',
		reason: 'The service\'s desired count is 0: no task runs, so nothing shows that this works',
		advice: 'Scale the service up, then use Wait, which proves what runs then',
	};
}

function differentImages(container: string, digests: ReadonlySet<string | null>): string {
	const images = [...digests].map((digest) => digest ?? 'one that ECS does not tell');
	return `The tasks run different images in container ${container}: ${images.join(', ')}`;
}

/** Containers that GuardDuty, Service Connect and Fargate add to a task, which no image was asked for. */
const injected = /^(aws-guardduty-agent|ecs-service-connect|aws-fargate-supervisor)(-|$)/;

/** Containers of the tasks, of the revision, and those that are asked about. */
function containersIn(
	tasks: readonly Task[],
	revision: ServiceRevision | undefined,
	expectation: DeploymentExpectation,
): string[] {
	const names = new Set([
		...expectation.digests.keys(),
		...(revision?.containerImages ?? []).map(({ containerName }) => containerName ?? ''),
		...(tasks[0]?.containers ?? []).map(({ name }) => name ?? ''),
	]);
	return [...names].filter((name) => name !== '' && !injected.test(name));
}

function instanceOf(
	task: Task,
	container: string | undefined,
	deploymentId: string,
	expected: string | null,
	expectation: DeploymentExpectation,
): RunningInstance {
	const isOurs = expectation.newTasksOnly
		? task.startedBy === deploymentId
		: task.taskDefinitionArn === expectation.taskDefinitionArn;
	return {
		name: `Task ${nameOf(task.taskArn)}`,
		deploymentId: isOurs
			? deploymentId
			: expectation.newTasksOnly
				? (task.startedBy ?? null)
				: `with ${revisionNameOf(task.taskDefinitionArn)}`,
		artifact: isOther(task, container, expected) ? digestOf(task, container) : expected,
	};
}

/** Whether a container does not run `expected`: by what ECS reports, or by an image reference that pins it. */
function isOther(task: Task, container: string | undefined, expected: string | null): boolean {
	if (expected === null) return false;
	const seen = task.containers?.find(({ name }) => name === container);
	return seen?.imageDigest !== expected && parseImageReference(seen?.image ?? '')?.digest !== expected;
}

/** What ECS reports or, where it reports nothing, the digest that the image reference itself pins. */
function digestOf(task: Task | undefined, container: string | undefined): string | null {
	const seen = task?.containers?.find(({ name }) => name === container);
	return seen?.imageDigest ?? parseImageReference(seen?.image ?? '')?.digest ?? null;
}

function imageIn(revision: ServiceRevision | undefined, container: string): string | null {
	const image = revision?.containerImages?.find(({ containerName }) => containerName === container);
	// A reference that pins its digest names it as the asker does; ECS may resolve it to one platform's.
	return parseImageReference(image?.image ?? '')?.digest ?? image?.imageDigest ?? null;
}

function oldImage(container: string, running: string, asked: string): DeploymentFinding {
	return {
		phase: 'failed',
		state: 'superseded',
		reason: `Container ${container} runs ${shortDigest(running)}, not ${shortDigest(asked)}: the tag points to another image than the one that was asked for`,
		advice: 'Deploy the image by its digest, or push it under a tag of its own and deploy that',
	};
}

/** Not every container instance reports digests; a tag alone does not show what runs. */
function untold(container: string): DeploymentFinding {
	return {
		...unsettled(`ECS does not tell which image container ${container} runs, so nothing shows what its tag stands for`),
		advice: 'Deploy the image by its digest, registry/repository@sha256:…: the reference itself then shows what runs',
	};
}

function unsettled(reason: string): DeploymentFinding {
	return {
		phase: 'pending',
		state: 'ready',
		reason,
		advice: 'Look at the tasks of the service: ECS says that the deployment is done, but this is not what was asked for. Roll back if it stays so',
		unsettled: true,
	};
}
