import type { TaskDefinition } from '@aws-sdk/client-ecs';

import { whereReadable } from './serviceDeployments';
import { newestRevision, revisionName, revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** Says so where what is copied is not the newest revision of its family: what that one changed is not in the copy. */
export async function notesOnCopy(ecs: Ecs, copied: TaskDefinition): Promise<string[]> {
	const newest = await whereReadable(ecs, newestRevision(ecs, copied.family ?? ''));
	if (!newest || newest === copied.taskDefinitionArn) return [];
	return [
		`${revisionName(copied)} is what is copied, and ${revisionNameOf(newest)} is the newest revision: what that one changed is not in the copy`,
	];
}
