import type { LiveDeployment } from '../../deployment/state/liveDeployment';
import type { DeploymentSight, DeploymentTarget } from '../api/types';
import { routingOf } from './routing';
import { commitOf } from './versionState';
import { type WorkersSight, workersProblem } from './workers';

/** What takes a deployment's new workflows, in the shape of every platform. A ramp is a deployment under way. */
export function liveVersionOf(
	{ namespace, deployment }: DeploymentTarget,
	sight: DeploymentSight | null,
	current: { readonly commit: string; readonly workers: WorkersSight } | null,
): LiveDeployment {
	const routing = routingOf(sight?.info ?? {});
	const { ramp } = routing;
	const problem = current === null ? '' : workersProblem(current.workers);
	return {
		platform: 'temporal',
		target: `${namespace}/${deployment}`,
		context: '',
		isLive: routing.current !== null,
		deploymentId: routing.current ?? '',
		artifact: routing.current ?? '',
		commit: current?.commit ?? commitOf(routing.current),
		url: '',
		version: routing.revision,
		publishedAt: routing.current === null ? '' : routing.currentChangedAt,
		underWay:
			ramp === null || ramp.buildId === null
				? null
				: {
						deploymentId: ramp.buildId,
						artifact: ramp.buildId,
						commit: commitOf(ramp.buildId),
						startedAt: ramp.since,
					},
		...(routing.current !== null &&
			problem !== '' && { notRunning: `Build ${routing.current} is current, but ${problem}` }),
	};
}
