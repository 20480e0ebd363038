import type { RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { newestRevision, readTaskDefinition, registerTaskDefinition as register } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import { valuesIn } from '../state/redactedJson';
import { registrable } from '../state/registrable';
import { isSameWork } from '../state/sameWork';

export interface RegisteredRevision {
	readonly definition: TaskDefinition;
	readonly isNew: boolean;
}

/**
 * Registers a revision, unless the newest one of its family is the same already: safe to run again,
 * also after a lost answer. ECS has no client token here.
 */
export async function registerTaskDefinition(
	ecs: Ecs,
	request: RegisterTaskDefinitionRequest,
): Promise<RegisteredRevision> {
	const existing = await findSame(ecs, request);
	if (existing) return { definition: existing, isNew: false };
	const definition = await writeOnce({
		what: `a revision of task definition ${request.family ?? ''}`,
		send: async () => await register(ecs, request, valuesIn(request)),
		find: async () => await findSame(ecs, request),
		lookDelaysMs: [0, 2_000, 5_000],
		maxSends: 2,
		unclear: ({ what, error, lookError }) =>
			new OperationFailure(
				lookError === undefined
					? `AWS ECS did not confirm ${what}, twice, and it does not appear`
					: `AWS ECS did not confirm ${what}, and it cannot be looked for: ${messageOf(lookError)}`,
				"Nothing was deployed. Look at AWS's status page, then run this again",
				{},
				{ cause: error },
			),
	});
	return { definition, isNew: true };
}

async function findSame(ecs: Ecs, request: RegisterTaskDefinitionRequest): Promise<TaskDefinition | undefined> {
	const newest = await newestRevision(ecs, request.family ?? '');
	if (newest === undefined) return undefined;
	const described = await readTaskDefinition(ecs, newest);
	return isSameWork(registrable(described), request) ? described.definition : undefined;
}
