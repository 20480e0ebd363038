import type { TaskDefinition } from '@aws-sdk/client-ecs';

import { readTaskDefinition } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import { changedContainers } from '../state/images';

/** The containers whose image is another than in the revision that a service runs; none where it runs none. */
export async function readChangedContainers(
	ecs: Ecs,
	runningArn: string | undefined,
	definition: TaskDefinition,
): Promise<string[]> {
	if (runningArn === undefined) return [];
	return changedContainers((await readTaskDefinition(ecs, runningArn)).definition, definition);
}
