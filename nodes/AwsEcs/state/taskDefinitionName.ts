import type { TaskDefinition } from '@aws-sdk/client-ecs';

/** `nanda-workers:12` */
export function revisionName(definition: Pick<TaskDefinition, 'family' | 'revision'>): string {
	return `${definition.family ?? ''}:${definition.revision ?? ''}`;
}
