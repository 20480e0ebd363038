import type { Service } from '@aws-sdk/client-ecs';

import { readTaskDefinition } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import { mainContainerOf } from '../state/containerRoles';
import type { DeploymentExpectation } from '../state/fleet';
import { imagesOf, pinnedDigests } from '../state/images';

/** What is known of a revision that a service runs or rolls out, and what its deployment must have put in place. */
export interface RunningRevision {
	readonly known: { readonly images: ReadonlyMap<string, string>; readonly mainContainer: string | undefined };
	readonly expectation: DeploymentExpectation;
}

/** Reads the revision of a deployment that this run did not start. */
export async function readRunningRevision(
	ecs: Ecs,
	service: Service,
	taskDefinitionArn = '',
): Promise<RunningRevision> {
	const { definition } = await readTaskDefinition(ecs, taskDefinitionArn);
	const mainContainer = mainContainerOf(definition, service);
	return {
		known: { images: imagesOf(definition), mainContainer },
		expectation: {
			taskDefinitionArn,
			digests: pinnedDigests(definition),
			newTasksOnly: false,
			...(mainContainer !== undefined && { verifiedContainers: new Set([mainContainer]) }),
		},
	};
}
