import type { DeploymentPhase, DeploymentState } from './deploymentState';

/** What one look at a deployment, a machine or a task says: whether to go on waiting, and why. */
export interface Assessment {
	readonly phase: DeploymentPhase;
	readonly state: DeploymentState;
	/** What is the matter, or what was seen last; empty when all is well. */
	readonly reason: string;
}
