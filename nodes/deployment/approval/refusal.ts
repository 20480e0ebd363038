import type { CatalogRow } from '../catalog/catalogRow';
import type { HeadSight } from '../plan/sight';
import { clockText, timeText } from '../values/timeText';
import type { Approval } from './approval';

/** Who wrote one of the commits. */
export interface CommitAuthor {
	readonly commit: string;
	/** In lower case; empty where the commit names none. */
	readonly email: string;
}

/** Who wrote what would go live. `isTransient`: the same question may be answered in a moment. */
export type AuthorsSight =
	| { readonly isSeen: true; readonly authors: readonly CommitAuthor[] }
	| { readonly isSeen: false; readonly isTransient: boolean; readonly reason: string };

/** Why an approval is not given. `isLookNeeded`: what there is to approve has to be found out anew. */
export interface Refusal {
	readonly text: string;
	readonly isLookNeeded: boolean;
}

/** All that decides whether a person may give an approval. */
export interface ApprovalSight {
	/** As the table has it now; null when its row is gone. */
	readonly approval: Approval | null;
	/** Null when the catalog has no such service any more. */
	readonly row: CatalogRow | null;
	/** Of the login, in lower case. */
	readonly email: string;
	readonly nowMs: number;
}

/** Why it cannot be given when one of n8n's tables could not be read. */
export function refusalByUnread(table: string): Refusal {
	return refusal(`The table ${table} cannot be read, so nothing can be approved now. Try again in a minute`);
}

/** Why it cannot be given, by what n8n's tables say; null when GitHub has to be asked. */
export function refusalByTables({ approval, row, email, nowMs }: ApprovalSight): Refusal | null {
	if (approval === null) return refusal('It is not asked for any more');
	switch (approval.state) {
		case 'given':
			return refusal(`${approval.givenBy} approved it already, ${timeText(approval.givenAt, nowMs)}`);
		case 'used':
			return refusal(`${approval.givenBy} approved it, and it is live`);
		case 'void':
			return refusal(`There is nothing to approve any more: ${approval.reason}`);
		default:
			break;
	}
	if (approval.state === 'expired' || !(Date.parse(approval.expiresAt) > nowMs)) {
		return again(`It expired on ${clockText(approval.expiresAt)}`);
	}
	if (row === null || !row.enabled) return refusal('It is not in the catalog any more, or switched off there');
	if (row.approval === '') return again('The catalog asks for no approval of it any more');
	if (email === '') return refusal('n8n did not tell who you are. Open the form signed in to n8n');
	if (row.approvers.length > 0 && !row.approvers.includes(email)) {
		return refusal(`Only ${row.approvers.join(', ')} may approve it, and you are signed in as ${email}`);
	}
	return null;
}

/** Why it cannot be given, by where the branch is. */
export function refusalByHead({ headCommit, branch }: Approval, head: HeadSight): Refusal | null {
	if (!head.isSeen)
		return refusal(`Whether the branch moved on could not be seen: ${head.reason}. Try again in a minute`);
	if (head.wanted === null) return again(`${branch} is gone`);
	if (head.wanted.commit === headCommit) return null;
	return again(`${branch} moved on to ${head.wanted.commit.slice(0, 7)} since it was asked for`);
}

/** Why a person may not approve what they may have written themselves; null when they may. */
export function refusalByAuthors(
	email: string,
	{ approvers }: Pick<CatalogRow, 'approvers'>,
	sight: AuthorsSight,
): Refusal | null {
	const isListed = approvers.includes(email);
	const advice = 'Somebody whom the column "approvers" lists can approve it';
	if (!sight.isSeen) {
		if (sight.isTransient) return refusal(`Who wrote it could not be seen: ${sight.reason}. Try again in a minute`);
		return isListed ? null : refusal(`Who wrote it could not be told: ${sight.reason}. ${advice}`);
	}
	const own = sight.authors.find((author) => author.email === email);
	if (own !== undefined) {
		return refusal(`You wrote ${own.commit.slice(0, 7)}, which is part of it: somebody else has to approve it`);
	}
	const unclear = sight.authors.find((author) => isUnclear(author.email));
	if (unclear === undefined || isListed) return null;
	return refusal(
		`${unclear.commit.slice(0, 7)} was written under ${unclear.email || 'no address'}, so nobody can tell whether that was you. ${advice}`,
	);
}

/** GitHub's own addresses stand for anybody; those of bots for nobody who could approve. */
function isUnclear(email: string): boolean {
	return email === '' || (/@users\.noreply\.github\.com$|^noreply@/.test(email) && !/\[bot\]@/.test(email));
}

function refusal(text: string): Refusal {
	return { text, isLookNeeded: false };
}

function again(text: string): Refusal {
	return { text: `${text}. It is looked at right now: open this form again in a minute`, isLookNeeded: true };
}
