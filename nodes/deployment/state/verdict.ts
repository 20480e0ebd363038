import { phaseOf, type DeploymentState, type DeploymentStatus } from './deploymentState';

/** Something that answers production traffic: a site, a machine, a task. */
export interface RunningInstance {
	readonly name: string;
	/** Which deployment it runs; null when the platform does not say. */
	readonly deploymentId: string | null;
	/** Commit or digest it runs; null when the platform does not say. */
	readonly artifact: string | null;
}

export interface VerdictInput {
	/** The deployment this run created. */
	readonly deploymentId: string;
	readonly status: DeploymentStatus;
	/** Commit or digest that was asked for; null when the caller asked for none in particular. */
	readonly requestedArtifact: string | null;
	/** Everything that runs in production now. */
	readonly running: readonly RunningInstance[];
	/** How many instances must run; at least one. */
	readonly expectedInstances: number;
	/** Whether each instance must name the deployment it belongs to. Off for platforms whose instances only know their artifact. */
	readonly matchDeployment: boolean;
}

export type Verdict =
	| { readonly success: true; readonly state: 'live'; readonly reason: '' }
	| { readonly success: false; readonly state: DeploymentState; readonly reason: string };

/**
 * Whether the deployment that this run created is what runs. "The service is stable" is no proof:
 * a platform that rolled back by itself is stable too. So the deployment itself must have ended
 * well, and every running instance must carry it and the artifact that was asked for. What cannot
 * be read counts against it.
 */
export function judge(input: VerdictInput): Verdict {
	const { deploymentId, status, requestedArtifact, running } = input;
	const phase = phaseOf(status.state);
	if (phase === 'failed') {
		return failure(status.state, status.reason || `Deployment ${deploymentId} ended as ${status.state}`);
	}
	if (phase === 'pending') {
		return failure(status.state, status.reason || `Deployment ${deploymentId} has not finished: it is ${status.state}`);
	}
	if (status.state === 'skipped') {
		return failure('skipped', status.reason || `Deployment ${deploymentId} was skipped`);
	}
	const expected = Math.max(1, input.expectedInstances);
	if (running.length < expected) {
		return failure('ready', `${running.length} of ${expected} instances run deployment ${deploymentId}`);
	}
	for (const instance of running) {
		if (input.matchDeployment && instance.deploymentId !== deploymentId) {
			return failure(
				status.state === 'ready' ? 'ready' : 'superseded',
				`${instance.name} runs deployment ${instance.deploymentId ?? '(not reported)'}, not ${deploymentId}`,
			);
		}
		if (requestedArtifact !== null && instance.artifact !== requestedArtifact) {
			return failure(
				'superseded',
				`${instance.name} runs ${instance.artifact ?? '(not reported)'}, not ${requestedArtifact}`,
			);
		}
	}
	return { success: true, state: 'live', reason: '' };
}

function failure(state: DeploymentState, reason: string): Verdict {
	return { success: false, state, reason };
}
