import type { DeploymentState } from './deploymentState';

/** What a release runs. */
export interface Artifact {
	readonly kind: 'commit' | 'files' | 'image' | 'taskDefinition' | 'schema' | 'workerVersion';
	/** How the platform names it: a commit, an image reference, a task definition ARN. */
	readonly ref: string;
	/** What it is, byte for byte, where the platform tells; else null. */
	readonly digest: string | null;
}

/** One deployment of one target, in the same shape for every platform. Times are ISO 8601, UTC. */
export interface Deployment {
	readonly platform: string;
	/** The site, app or service it belongs to, as its platform names it. */
	readonly target: string;
	/** The platform's own id of this deployment. */
	readonly id: string;
	/** The platform's running number or revision; null where it has none. */
	readonly version: string | null;
	readonly commit: string | null;
	readonly artifact: Artifact | null;
	readonly state: DeploymentState;
	/** Why it is in that state; empty when there is nothing to explain. */
	readonly reason: string;
	/** Whether production traffic goes to it now, as verified by this read. */
	readonly live: boolean;
	readonly createdAt: string | null;
	readonly createdBy: string | null;
	/** Where it can be looked at. */
	readonly url: string | null;
	/** The id of what was live before, when known. */
	readonly previous: string | null;
}
