import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import type { TaskDefinitionDescription } from '../api/types';

const readOnlyFields: ReadonlySet<string> = new Set([
	'taskDefinitionArn',
	'revision',
	'status',
	'requiresAttributes',
	'compatibilities',
	'registeredAt',
	'deregisteredAt',
	'deleteRequestedAt',
	'registeredBy',
]);

/** Tags that say that a revision was rolled back; they are no part of what a copy runs. */
export const rollbackTagPrefix = 'slipway:rolled-back:';

/**
 * What registers a copy of a task definition: all of it, as it came, without the fields that AWS fills in, and without
 * its own tags and the marks of a roll back.
 */
export function registrable({ definition, tags, whole }: TaskDefinitionDescription): RegisterTaskDefinitionRequest {
	const fields = Object.fromEntries(Object.entries(whole).filter(([name]) => !readOnlyFields.has(name)));
	const ownTags = tags.filter(({ key = '' }) => !key.startsWith('aws:') && !key.startsWith(rollbackTagPrefix));
	return {
		// On the wire both have the same members.
		...(fields as Partial<TaskDefinition>),
		family: definition.family ?? '',
		containerDefinitions: (fields.containerDefinitions ?? []) as ContainerDefinition[],
		...(ownTags.length > 0 && { tags: ownTags }),
	};
}
