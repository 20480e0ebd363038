import type { ComputeSettings, NamedBranch, NeonBranch } from '../api/types';
import { markedParent } from './branchMarks';
import type { Moment } from './moment';

/** What is asked of a new branch. */
export interface BranchWish {
	readonly name: string;
	readonly parent: NeonBranch;
	/** Whether the parent was named, rather than the project's default taken. */
	readonly isParentChosen: boolean;
	readonly moment: Moment;
	readonly schemaOnly: boolean;
	readonly expiresAt: string | null;
	readonly isProtected: boolean;
	/** Settings of its compute; null for none. */
	readonly compute: ComputeSettings | null;
}

/** How a branch that exists differs from the one that was asked for; empty when it does not. */
export function differencesOf(
	{ branch: existing, annotation }: NamedBranch,
	wish: BranchWish,
	/** The branch it was made from; `none` for a root branch. */
	originId: string,
): string[] {
	const hasData = existing.init_source !== 'schema-only';
	const parentId = hasData ? originId : markedParent(annotation);
	return [
		wish.schemaOnly && hasData ? "it holds its parent's data, not only the schema" : '',
		!wish.schemaOnly && !hasData ? 'it was made with the schema only, without data' : '',
		wish.isParentChosen && parentId !== undefined && parentId !== wish.parent.id
			? `its parent is ${parentId}, not ${wish.parent.id}`
			: '',
		isOtherMoment(existing, wish.moment)
			? `it was made from ${existing.parent_timestamp ?? existing.parent_lsn ?? 'a moment that Neon does not report'}, not ${wish.moment.timestamp ?? wish.moment.lsn ?? ''}`
			: '',
	].filter(Boolean);
}

/** Whether a certain moment was asked for, and the branch is not shown to be made from it; Neon reports whole seconds. */
function isOtherMoment(existing: NeonBranch, { timestamp, lsn }: Moment): boolean {
	if (lsn !== undefined) return existing.parent_lsn?.toUpperCase() !== lsn.toUpperCase();
	if (timestamp === undefined) return false;
	const apartMs = Math.abs(Date.parse(existing.parent_timestamp ?? '') - Date.parse(timestamp));
	return !(apartMs <= 1_000);
}
