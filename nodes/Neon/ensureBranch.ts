import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { attempt } from '../shared/waiting/attempt';
import { refuseGuarded } from './branchGuard';
import { originOf } from './branchOrigin';
import { lookUpBranchByName, type NamedBranch } from './branches';
import { changeOnce, changeWhenFree, isTaken } from './change';
import { createBranch, isMarked, markedParent, newMark, type BranchWish } from './createBranch';
import { listBranchEndpoints, readWriteOf } from './endpoints';
import type { Moment } from './moment';
import { openOperations } from './openOperations';
import { waitForOperations } from './operations';
import { projectName } from './projects';
import type {
	BranchAnswer,
	EndpointAnswer,
	NeonBranch,
	NeonOperation,
	NeonProject,
} from './types';
import type { Wait } from './wait';

/** How much sooner than asked a branch may expire before its expiry is moved. */
const expirySlackMs = 120_000;

export interface EnsuredBranch {
	readonly branch: NeonBranch;
	/** To be waited for. */
	readonly operations: readonly NeonOperation[];
	readonly created: boolean;
}

/** How a branch that is there differs from the one that was asked for; empty when it does not. */
export function differencesOf(
	{ branch: existing, annotation }: NamedBranch,
	wish: BranchWish,
	parentAsked: boolean,
	/** The branch it was made from; `none` for a root branch. */
	originId: string,
): string[] {
	const hasData = existing.init_source !== 'schema-only';
	const parentId = hasData ? originId : markedParent(annotation);
	return [
		wish.schemaOnly && hasData ? 'it holds its parent\'s data, and only the schema was asked for' : '',
		!wish.schemaOnly && !hasData ? 'it was made with the schema only, and data was asked for' : '',
		parentAsked && parentId !== undefined && parentId !== wish.parent.id
			? `its parent is ${parentId}, not ${wish.parent.id}`
			: '',
		isOtherMoment(existing, wish.moment)
			? `it was made from ${existing.parent_timestamp ?? existing.parent_lsn ?? 'a moment that Neon does not tell'}, not ${wish.moment.timestamp ?? wish.moment.lsn ?? ''}`
			: '',
	].filter(Boolean);
}

/** Whether a certain moment was asked for, and the branch is not shown to be made from it; Neon tells whole seconds. */
function isOtherMoment(existing: NeonBranch, { timestamp, lsn }: Moment): boolean {
	if (lsn !== undefined) return existing.parent_lsn?.toUpperCase() !== lsn.toUpperCase();
	if (timestamp === undefined) return false;
	const apartMs = Math.abs(Date.parse(existing.parent_timestamp ?? '') - Date.parse(timestamp));
	return !(apartMs <= 1_000);
}

function isExpired({ expires_at: expiresAt }: NeonBranch): boolean {
	return typeof expiresAt === 'string' && Date.parse(expiresAt) <= clock.now();
}

/** @throws OperationFailure when it does and the node is to fail then, or when it is a guarded one. */
export async function requireReusable(
	client: PlatformClient,
	project: NeonProject,
	found: NamedBranch,
	wish: BranchWish,
	options: { readonly parentAsked: boolean; readonly reuseDifferent: boolean },
): Promise<void> {
	const { branch: existing } = found;
	refuseGuarded(
		project,
		existing,
		'returned',
		'Give the preview another name: this operation never hands out a branch that production may run on',
	);
	if (wish.expiresAt === null && isExpired(existing)) {
		throw new OperationFailure(
			`Neon branch ${wish.name} (${existing.id}) expired at ${existing.expires_at ?? ''}: Neon may delete it at any moment`,
			'Add Expires After under Options, which gives it a later end, or run this again when it is gone',
		);
	}
	const isFromParent = existing.parent_id === wish.parent.id;
	const originId = isFromParent ? wish.parent.id : ((await originOf(client, project, found))?.id ?? 'none');
	const differences = differencesOf(found, wish, options.parentAsked, originId);
	if (differences.length === 0 || options.reuseDifferent) return;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has a branch ${wish.name} (${existing.id}) already, but ${differences.join(', and ')}`,
		'Choose another name, delete that branch first, or set If It Differs to Reuse It',
	);
}

/**
 * The branch with that name: the one that is there, or a new one. Safe for any number of runs at
 * once: Neon lets one of them make it, and the others find it.
 */
export async function ensureBranch(
	client: PlatformClient,
	project: NeonProject,
	wish: BranchWish,
	options: { readonly parentAsked: boolean; readonly reuseDifferent: boolean },
	wait: Wait,
): Promise<EnsuredBranch> {
	const mark = newMark();
	for (;;) {
		const found = await lookUpBranchByName(client, project.id, wish.name);
		if (found) {
			const { branch } = found;
			const open = await openOperations(client, project, branch);
			const deletion = open.filter(isDeletion);
			if (deletion.length > 0) {
				// Its name is free again when it is gone.
				await waitForOperations(client, project.id, deletion, wait);
				continue;
			}
			await requireReusable(client, project, found, wish, options);
			const created = isMarked(found.annotation, mark);
			const changes = await bringUp(client, project, branch, wish, wait);
			return { branch, operations: [...open, ...changes], created };
		}
		const made = await createBranch(client, project, wish, mark, wait);
		if (made) {
			const operations = made.operations ?? (await openOperations(client, project, made.branch));
			return { branch: made.branch, operations, created: true };
		}
		if (wait.remainingMs() === 0) {
			throw new OperationFailure(
				`Neon says that branch ${wish.name} of project ${projectName(project)} exists already, but does not list it`,
				'It may be being deleted: run this again in a minute, or give it another name',
			);
		}
		await clock.sleep(Math.min(1_000, wait.remainingMs()));
	}
}

/** Gives a branch that is there what it lacks: a compute, a later expiry. Returns what is to be waited for. */
async function bringUp(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	wish: BranchWish,
	wait: Wait,
): Promise<NeonOperation[]> {
	const endpoints = await listBranchEndpoints(client, project.id, branch.id);
	const lacksCompute = wish.compute !== null && !readWriteOf(endpoints);
	const added = lacksCompute ? await addCompute(client, project, branch, wish, wait) : [];
	const renewed = await renewExpiry(client, project, branch, wish, wait);
	return [...added, ...renewed];
}

function isDeletion({ action }: NeonOperation): boolean {
	return action === 'delete_timeline' || action === 'timeline_mark_invisible';
}

async function addCompute(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	wish: BranchWish,
	wait: Wait,
): Promise<readonly NeonOperation[]> {
	const look = async (): Promise<EndpointAnswer | null> => {
		const endpoint = readWriteOf(await listBranchEndpoints(client, project.id, branch.id));
		return endpoint ? { endpoint } : null;
	};
	const sent = await attempt(
		changeOnce<EndpointAnswer>(
			client,
			{
				method: 'POST',
				path: path`/projects/${project.id}/endpoints`,
				body: { endpoint: { branch_id: branch.id, type: 'read_write', ...wish.compute } },
			},
			wait,
			look,
		),
	);
	if (sent.ok) return sent.value.operations ?? [];
	// Another run was first: a branch has one read-write compute at most.
	if (isTaken(sent.error) && (await look())) return [];
	throw sent.error;
}

/** A branch that is used again lives on; it never gets a sooner end. */
async function renewExpiry(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	{ expiresAt }: BranchWish,
	wait: Wait,
): Promise<readonly NeonOperation[]> {
	if (expiresAt === null) return [];
	const currentMs = branch.expires_at ? Date.parse(branch.expires_at) : -Infinity;
	if (currentMs >= Date.parse(expiresAt) - expirySlackMs) return [];
	const { operations = [] } = await changeWhenFree<BranchAnswer>(
		client,
		{
			method: 'PATCH',
			path: path`/projects/${project.id}/branches/${branch.id}`,
			body: { branch: { expires_at: expiresAt } },
			safeToRepeat: true,
		},
		wait,
	);
	return operations;
}
