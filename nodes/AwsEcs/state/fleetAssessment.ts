import type { Service, Task } from '@aws-sdk/client-ecs';

import { judge, type RunningInstance } from '../../deployment/state/verdict';
import { nameInArn } from '../../shared/aws/arn';
import { type DeploymentAssessment, inconsistent } from './deploymentAssessment';
import type { DeploymentExpectation, Fleet } from './fleet';
import { assessImages } from './imageAssessment';
import { digestOf, runsAnother } from './taskImages';

/**
 * The assessment of a deployment that ECS calls done: whether every task that runs is of its task definition, and every
 * container that it changed runs the very image that was asked for. How many tasks the service wants at this very moment
 * is auto scaling's affair: as many as it wanted when the deployment ended have to run.
 */
export function assessFleet(
	deploymentId: string,
	service: Service,
	fleet: Fleet,
	expectation: DeploymentExpectation,
): DeploymentAssessment {
	const desired = service.desiredCount ?? 0;
	const running = fleet.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
	if (desired === 0 && running.length === 0) return nothingRuns;
	const mismatch = (container: string | undefined, expected: string | null): string => {
		const instances = running.map((task) => instanceOf(task, container, deploymentId, expected, expectation));
		return mismatchOf(deploymentId, instances, expected);
	};
	const otherDeployment = mismatch(undefined, null);
	if (otherDeployment !== '') return inconsistent(otherDeployment);
	const images = assessImages(fleet, running, expectation, mismatch);
	if ('phase' in images) return images;
	const wanted = Math.max(1, Math.min(desired, fleet.sizeWhenDone ?? desired));
	return assessSize(deploymentId, running, wanted, images);
}

/** All that runs is right: whether it is enough, and healthy. */
function assessSize(
	deploymentId: string,
	running: readonly Task[],
	wanted: number,
	seen: Required<Pick<DeploymentAssessment, 'digests' | 'warnings'>>,
): DeploymentAssessment {
	const unhealthy = running.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY').length;
	if (unhealthy > 0) {
		const assessment = inconsistent(`${unhealthy} of ${running.length} tasks are unhealthy`);
		return unhealthy < running.length ? { ...assessment, ...seen, late: 'healthyTasks' } : assessment;
	}
	if (running.length < wanted) {
		const assessment = inconsistent(`${running.length} of ${wanted} instances run deployment ${deploymentId}`);
		return { ...assessment, ...seen, late: running.length === 0 ? 'allTasks' : 'someTasks' };
	}
	return { phase: 'succeeded', state: 'live', reason: '', advice: '', ...seen };
}

const nothingRuns: DeploymentAssessment = {
	phase: 'failed',
	state: 'ready',
	reason: "The service's desired count is 0: no task runs, so nothing can be verified",
	advice: 'Scale the service up, then use Wait, which verifies what runs then',
};

/** How the tasks that run differ from what was asked for; empty when they do not. */
function mismatchOf(deploymentId: string, running: readonly RunningInstance[], expected: string | null): string {
	if (running.length === 0) return '';
	const verdict = judge({
		deploymentId,
		status: { state: 'ready', reason: '' },
		requestedArtifact: expected,
		running,
		// Whether there are enough of them is looked at last.
		expectedInstances: running.length,
		matchDeployment: true,
	});
	return verdict.reason;
}

function instanceOf(
	task: Task,
	container: string | undefined,
	deploymentId: string,
	expected: string | null,
	{ newTasksOnly, taskDefinitionArn }: DeploymentExpectation,
): RunningInstance {
	const isOurs = newTasksOnly ? task.startedBy === deploymentId : task.taskDefinitionArn === taskDefinitionArn;
	const another = newTasksOnly ? (task.startedBy ?? null) : `with ${nameInArn(task.taskDefinitionArn)}`;
	return {
		name: `Task ${nameInArn(task.taskArn)}`,
		deploymentId: isOurs ? deploymentId : another,
		artifact: runsAnother(task, container, expected) ? digestOf(task, container) : expected,
	};
}
