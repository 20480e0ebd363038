import type { IDataObject } from 'n8n-workflow';

import { cutText } from '../deployment/values/text';
import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { attempt } from '../shared/waiting/attempt';
import { whyGuarded } from './branchGuard';
import { branchName, childrenOf, lookUpBranchByName, nameTaken, readBranch } from './branches';
import { changeOnce, unproven } from './change';
import { explainMoment, isLatest, momentFields, momentJson, type Moment } from './moment';
import { openOperations } from './openOperations';
import { waitUntilReady, type ReadyBranch } from './readiness';
import type { BranchAnswer, NeonBranch, NeonProject } from './types';
import type { Wait } from './wait';

/** In the contract, `BranchCreateRequest`. */
const longestName = 256;

export interface RestoreWish {
	readonly branch: NeonBranch;
	readonly source: NeonBranch;
	readonly moment: Moment;
	/** What the branch holds now goes on under this name; empty for not at all. */
	readonly preserveUnderName: string;
}

/**
 * The name to keep the present state under: what was asked for, or one of our own where Neon wants
 * one, and wherever production may run on it, so that the restore can itself be undone.
 */
export async function preservedName(
	client: PlatformClient,
	project: NeonProject,
	wish: RestoreWish,
): Promise<string> {
	const { branch, source, preserveUnderName } = wish;
	if (preserveUnderName !== '') {
		if (!(await lookUpBranchByName(client, project.id, preserveUnderName))) return preserveUnderName;
		throw nameTaken(project, preserveUnderName, 'Give another name under Preserve Under Name');
	}
	const isNeeded =
		source.id === branch.id ||
		whyGuarded(branch) !== null ||
		(await childrenOf(client, project.id, branch)).length > 0;
	const suffix = `_old_${stamp()}`;
	return isNeeded ? `${cutText(branchName(branch), longestName - suffix.length, '')}${suffix}` : '';
}

/** @throws OperationFailure when a branch is to become its own latest state, which it is. */
export function requirePurpose({ branch, source, moment }: RestoreWish): void {
	if (source.id !== branch.id || !isLatest(moment)) return;
	throw new OperationFailure(
		`Branch ${branchName(branch)} holds its own latest state already`,
		'Choose a Timestamp or an LSN, or another Source Branch',
	);
}

export function restorePlan({ branch, source, moment, preserveUnderName }: RestoreWish): IDataObject {
	return {
		action: 'restore',
		id: branch.id,
		source: branchName(source),
		sourceId: source.id,
		point: momentJson(moment),
		preserveUnderName: preserveUnderName || null,
	};
}

/** Overwrites a branch, once, and waits until it can be used again. @throws OperationFailure when it is not shown to have been done. */
export async function restoreBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	wish: RestoreWish,
	wait: Wait,
): Promise<ReadyBranch & { readonly preservedId: string | null }> {
	const { branch, source, moment, preserveUnderName } = wish;
	const sent = await attempt(
		changeOnce<BranchAnswer>(
			client,
			{
				method: 'POST',
				path: path`/projects/${project.id}/branches/${branch.id}/restore`,
				body: {
					source_branch_id: source.id,
					...momentFields(moment, 'source_'),
					...(preserveUnderName !== '' && { preserve_under_name: preserveUnderName }),
				},
			},
			wait,
			async () => await lookForRestore(client, project, wish),
		),
	);
	if (!sent.ok) throw explainMoment(sent.error, project, source, moment);
	const operations = sent.value.operations ?? (await openOperations(client, project, branch));
	const ready = await waitUntilReady(context, client, project, branch, operations, wait);
	const preserved =
		preserveUnderName === '' ? null : await lookUpBranchByName(client, project.id, preserveUnderName);
	if (!isChanged(branch, ready.branch) || (preserveUnderName !== '' && !preserved)) {
		throw unproven(`branch ${branchName(branch)} (${branch.id}) is not seen to have been restored`);
	}
	return { ...ready, preservedId: preserved?.branch.id ?? null };
}

/** Whether a restore whose answer was lost was begun. */
async function lookForRestore(
	client: PlatformClient,
	project: NeonProject,
	{ branch, preserveUnderName }: RestoreWish,
): Promise<BranchAnswer | null> {
	const now = await readBranch(client, project.id, branch.id);
	const preserved =
		preserveUnderName !== '' &&
		(await lookUpBranchByName(client, project.id, preserveUnderName)) !== null;
	return preserved || isChanged(branch, now) ? { branch: now } : null;
}

function isChanged(before: NeonBranch, now: NeonBranch): boolean {
	return (
		now.current_state === 'resetting' ||
		now.last_reset_at !== before.last_reset_at ||
		now.state_changed_at !== before.state_changed_at ||
		now.parent_lsn !== before.parent_lsn
	);
}

/** `20260131T120000Z` */
function stamp(): string {
	return `${new Date(clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
