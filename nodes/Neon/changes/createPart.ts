import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { postPart, type PartKind } from '../api/branchParts';
import type { ProjectClient } from '../api/projectClient';
import { isTaken } from '../api/refusals';
import { branchName, type NeonBranch } from '../api/types';
import { notVerified } from './notVerified';
import { operationsOf } from './openOperations';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Something with a name that a branch is to hold. */
export interface NewPart<Part> {
	readonly kind: PartKind;
	readonly name: string;
	/** What Neon needs to know of it besides its name. */
	readonly settings: IDataObject;
	/** What to do where the name is taken. */
	readonly adviceIfTaken: string;
	readonly list: (client: ProjectClient, branchId: string) => Promise<Part[]>;
}

export interface MadePart<Part> {
	/** As it is seen afterwards. */
	readonly part: Part;
	/** As Neon answered; the same where the answer was lost. */
	readonly answer: Part;
}

/** @throws OperationFailure when the branch holds one of that name. */
export async function assertPartFree<Part extends { readonly name: string }>(
	work: Work,
	branch: NeonBranch,
	wish: NewPart<Part>,
): Promise<void> {
	if (await findPart(work, branch, wish)) throw partTaken(branch, wish);
}

/** Makes a database or a role, once, and sees it. @throws OperationFailure when it does not show. */
export async function createPart<Part extends { readonly name: string }>(
	work: Work,
	branch: NeonBranch,
	wish: NewPart<Part>,
): Promise<MadePart<Part>> {
	const { kind, name, settings } = wish;
	const sent = await attempt(
		writeOnce<Awaited<ReturnType<typeof postPart<Part>>>>({
			what: `${kind} ${name} of branch ${branchName(branch)}`,
			send: async () => await postPart<Part>(whenFree(work), branch.id, kind, { name, ...settings }),
			find: async () => {
				const found = await findPart(work, branch, wish);
				return found && { [kind]: found };
			},
		}),
	);
	if (!sent.ok) throw isTaken(sent.error) ? partTaken(branch, wish) : sent.error;
	await waitForOperations(work, await operationsOf(work, branch, sent.value));
	const part = await findPart(work, branch, wish);
	if (!part) throw notVerified(`branch ${branchName(branch)} has no ${kind} ${name}`);
	return { part, answer: sent.value[kind] ?? part };
}

async function findPart<Part extends { readonly name: string }>(
	work: Work,
	branch: NeonBranch,
	{ list, name }: NewPart<Part>,
): Promise<Part | undefined> {
	return (await list(work, branch.id)).find((part) => part.name === name);
}

function partTaken<Part>(branch: NeonBranch, { kind, name, adviceIfTaken }: NewPart<Part>): OperationFailure {
	return new OperationFailure(`Branch ${branchName(branch)} has a ${kind} "${name}" already`, adviceIfTaken);
}
