import type { ServiceRevision, Task } from '@aws-sdk/client-ecs';

/** What a deployment must have put in place to count as done. */
export interface DeploymentExpectation {
	readonly taskDefinitionArn: string;
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	/** Whether every task must have been started by this very deployment, as a forced one does. */
	readonly newTasksOnly: boolean;
	/**
	 * Containers whose image must be verified to be one and the same in every task: those that the deployment changed.
	 * What the others run is reported. All of them unless given.
	 */
	readonly verifiedContainers?: ReadonlySet<string>;
}

/** What runs, read after ECS called the deployment done. */
export interface Fleet {
	/** Tasks that should run. */
	readonly tasks: readonly Task[];
	/** What ECS resolved the images to; undefined where it cannot be read. */
	readonly revision: ServiceRevision | undefined;
	/** How many tasks the service wanted when the deployment was last seen to go on. */
	readonly sizeWhenDone?: number | undefined;
}
