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

/** Tags that say what this package did with a revision; they are no part of what a copy runs. */
const markPrefix = 'slipway:';

/** The mark of a revision that was rolled back. */
export const rollbackTagPrefix = `${markPrefix}rolled-back:`;

/** The mark of a revision whose migration has ended well. */
export const migrationTagPrefix = `${markPrefix}migrated:`;

/**
 * What registers a copy of a task definition: all of it, as it came, without the fields that AWS fills in, and without
 * its own tags and this package's marks.
 */
export function registrable({ definition, tags, whole }: TaskDefinitionDescription): RegisterTaskDefinitionRequest {
	const fields = Object.fromEntries(Object.entries(whole).filter(([name]) => !readOnlyFields.has(name)));
	const ownTags = tags.filter(({ key = '' }) => !key.startsWith('aws:') && !key.startsWith(markPrefix));
	return {
		// On the wire both have the same members.
		...(fields as Partial<TaskDefinition>),
		family: definition.family ?? '',
		containerDefinitions: (fields.containerDefinitions ?? []) as ContainerDefinition[],
		...(ownTags.length > 0 && { tags: ownTags }),
	};
}
