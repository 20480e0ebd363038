import type { RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { OperationFailure } from '../../shared/operation/errors';
import { newestRevision, readTaskDefinition } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import { whereReadable } from '../api/whereReadable';
import { type ContainerChange, withChanges } from '../state/containerChange';
import { registrable } from '../state/registrable';
import { isSameWork } from '../state/sameWork';
import { revisionName } from '../state/taskDefinitionName';
import { registerTaskDefinition } from './registerTaskDefinition';

/** A copy of a task definition, ready to be registered. */
export interface TaskDefinitionCopy {
	/** What is copied. */
	readonly base: TaskDefinition;
	readonly request: RegisterTaskDefinitionRequest;
	/** It would run just what the base runs. */
	readonly isSame: boolean;
	/** What is worth knowing and stops nothing. */
	readonly warnings: readonly string[];
}

/** Reads a task definition and makes a copy of it with changes. @throws OperationFailure when a change names no container of it. */
export async function copyWithChanges(
	ecs: Ecs,
	reference: string,
	changes: readonly ContainerChange[],
): Promise<TaskDefinitionCopy> {
	const described = await readTaskDefinition(ecs, reference);
	const original = registrable(described);
	requireContainers(original, changes);
	const request = withChanges(original, changes);
	const isSame = isSameWork(request, original);
	const base = described.definition;
	return { base, request, isSame, warnings: isSame ? [] : await warningsOnCopy(ecs, base) };
}

/** For a composing node: a task definition, and what registers a copy of it. */
export async function readForCopy(
	ecs: Ecs,
	reference: string,
): Promise<Pick<TaskDefinitionCopy, 'base' | 'request'> & { readonly version: string }> {
	const described = await readTaskDefinition(ecs, reference);
	return { base: described.definition, request: registrable(described), version: revisionName(described.definition) };
}

/** Registers a copy once, also where the answer is lost. Gives its name, `nanda-workers:13`. */
export async function registerCopy(ecs: Ecs, request: RegisterTaskDefinitionRequest): Promise<string> {
	return revisionName((await registerTaskDefinition(ecs, request)).definition);
}

function requireContainers(request: RegisterTaskDefinitionRequest, changes: readonly ContainerChange[]): void {
	const names = (request.containerDefinitions ?? []).map(({ name }) => name ?? '');
	const unknown = changes.find(({ container }) => !names.includes(container));
	if (!unknown) return;
	throw new OperationFailure(
		`Task definition ${request.family ?? ''} has no container "${unknown.container}"`,
		`Give one of its containers: ${names.join(', ')}`,
	);
}

/** Says so where what is copied is not the newest revision of its family: what that one changed is not in the copy. */
async function warningsOnCopy(ecs: Ecs, copied: TaskDefinition): Promise<string[]> {
	const newest = await whereReadable(ecs, newestRevision(ecs, copied.family ?? ''));
	if (!newest || newest === copied.taskDefinitionArn) return [];
	return [
		`${revisionName(copied)} was copied, but the newest revision is ${nameInArn(newest)}: what that one changed is not in the copy`,
	];
}
