import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { attempt } from '../shared/waiting/attempt';
import { branchName, lookUpBranchByName } from './branches';
import { changeOnce, isTaken } from './change';
import { explainMoment, momentFields, type Moment } from './moment';
import { projectName } from './projects';
import type { BranchAnswer, NeonBranch, NeonProject } from './types';
import type { Wait } from './wait';

/** What a new branch is to be. */
export interface BranchWish {
	readonly name: string;
	readonly parent: NeonBranch;
	readonly moment: Moment;
	readonly schemaOnly: boolean;
	readonly expiresAt: string | null;
	readonly isProtected?: boolean;
	/** Settings of its compute; null for none. */
	readonly compute: IDataObject | null;
}

/** The annotation that tells which run made a branch, written with it. */
const markName = 'slipway-run';

/** And which branch it was made from: Neon does not tell that of a branch with the schema only. */
const parentMarkName = 'slipway-parent';

/** The parent of a branch that this node made; undefined for others. */
export function markedParent(annotation: Readonly<Record<string, string>>): string | undefined {
	return annotation[parentMarkName];
}

export function newMark(): string {
	return randomBytes(8).toString('hex');
}

export function isMarked(annotation: Readonly<Record<string, string>>, mark: string): boolean {
	return annotation[markName] === mark;
}

/**
 * Makes a branch exactly once: after a lost answer it is looked up by its name and by this run's
 * mark. Null when there is one of that name which this run did not make.
 *
 * @throws OperationFailure when the moment is outside the history, or the plan's limit is reached.
 */
export async function createBranch(
	client: PlatformClient,
	project: NeonProject,
	wish: BranchWish,
	mark: string,
	wait: Wait,
): Promise<BranchAnswer | null> {
	const look = async (): Promise<BranchAnswer | null> => {
		const found = await lookUpBranchByName(client, project.id, wish.name);
		return found && isMarked(found.annotation, mark) ? { branch: found.branch } : null;
	};
	const request = {
		method: 'POST',
		path: path`/projects/${project.id}/branches`,
		body: createBody(wish, mark),
	} as const;
	const sent = await attempt(changeOnce<BranchAnswer>(client, request, wait, look));
	if (sent.ok) return sent.value;
	// Also when the first try was carried out, its answer lost, and it was not to be seen at once.
	if (isTaken(sent.error)) return await look();
	if (isLimit(sent.error)) throw limitReached(project, wish, sent.error);
	throw explainMoment(sent.error, project, wish.parent, wish.moment);
}

function createBody(wish: BranchWish, mark: string): IDataObject {
	return {
		branch: {
			name: wish.name,
			parent_id: wish.parent.id,
			...momentFields(wish.moment, 'parent_'),
			...(wish.schemaOnly && { init_source: 'schema-only' }),
			...(wish.expiresAt !== null && { expires_at: wish.expiresAt }),
			...(wish.isProtected === true && { protected: true }),
		},
		...(wish.compute && { endpoints: [{ type: 'read_write', ...wish.compute }] }),
		annotation_value: { [markName]: mark, [parentMarkName]: wish.parent.id },
	};
}

function isLimit(error: unknown): error is PlatformRequestError {
	if (!(error instanceof PlatformRequestError)) return false;
	return error.code === 'BRANCHES_LIMIT_EXCEEDED' || /branch\w* limit/i.test(error.vendorMessage);
}

function limitReached(
	project: NeonProject,
	wish: BranchWish,
	cause: PlatformRequestError,
): OperationFailure {
	return new OperationFailure(
		`Neon did not make branch ${wish.name} from ${branchName(wish.parent)}: project ${projectName(project)} has as many branches as its plan allows (${cause.vendorMessage})`,
		'Delete branches that are no longer needed (Branch: Delete If Exists), give preview branches an expiry, or raise the plan\'s limit',
		{},
		{ cause },
	);
}

/** What is said of a plan in a dry run. */
export function wishJson(wish: BranchWish): IDataObject {
	return {
		name: wish.name,
		parent: branchName(wish.parent),
		parentId: wish.parent.id,
		...wish.moment,
		schemaOnly: wish.schemaOnly,
		expiresAt: wish.expiresAt,
		compute: wish.compute,
	};
}
