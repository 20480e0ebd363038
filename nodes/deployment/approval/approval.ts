import { numberAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import type { CatalogRow } from '../catalog/catalogRow';

/**
 * - `asked` nobody has approved it yet
 * - `given` a person has, and it was not deployed yet
 * - `used` what was approved is live
 * - `void` something else is to be deployed by now
 * - `expired` nobody used it in time
 */
export type ApprovalState = 'asked' | 'given' | 'used' | 'void' | 'expired';

/** That one commit and artifact may be deployed: a row of the table `slipway_approvals`. Times are ISO 8601, UTC. */
export interface Approval {
	/** 0 for one that is not in the table. */
	readonly rowId: number;
	/** `owner/name@branch/service/environment`. */
	readonly key: string;
	readonly repository: string;
	readonly branch: string;
	readonly service: string;
	readonly environment: string;
	readonly commit: string;
	/** The image; empty where the platform builds. */
	readonly artifact: string;
	/** First line of the head's message. */
	readonly message: string;
	/** The head of what it deploys from, when it was looked at last. */
	readonly headCommit: string;
	/** What was live then: who wrote the commits since does not approve with four eyes. */
	readonly liveCommit: string;
	readonly state: ApprovalState;
	readonly askedAt: string;
	readonly expiresAt: string;
	/** E-mail address of the login. */
	readonly givenBy: string;
	readonly givenAt: string;
	readonly reason: string;
}

export const approvalsTable = 'slipway_approvals';

const states: readonly ApprovalState[] = ['asked', 'given', 'used', 'void', 'expired'];

/** So long somebody may take to approve, and so long an approval holds. */
export const approvalDays = 3;

export function approvalExpiry(fromIso: string): string {
	return new Date(Date.parse(fromIso) + approvalDays * 86_400_000).toISOString();
}

/** Under the catalog's name of the repository, as the ledger. */
export function approvalKey(
	{ repository, service, environment }: Pick<CatalogRow, 'repository' | 'service' | 'environment'>,
	branch: string,
): string {
	return `${repository.toLowerCase()}@${branch}/${service}/${environment}`;
}

/** The approval in a row of the table; null for what is none. */
export function readApproval(row: unknown): Approval | null {
	const state = states.find((known) => known === stringAt(row, 'state'));
	const key = stringAt(row, 'key');
	if (state === undefined || key === '') return null;
	return {
		rowId: numberAt(row, 'id') ?? 0,
		key,
		repository: stringAt(row, 'repository'),
		branch: stringAt(row, 'branch'),
		service: stringAt(row, 'service'),
		environment: stringAt(row, 'environment'),
		commit: stringAt(row, 'commit'),
		artifact: stringAt(row, 'artifact'),
		message: stringAt(row, 'message'),
		headCommit: stringAt(row, 'head_commit'),
		liveCommit: stringAt(row, 'live_commit'),
		state,
		askedAt: stringAt(row, 'asked_at'),
		expiresAt: stringAt(row, 'expires_at'),
		givenBy: stringAt(row, 'given_by'),
		givenAt: stringAt(row, 'given_at'),
		reason: stringAt(row, 'reason'),
	};
}

/** The columns of the table, by name. */
export function toApprovalRow(approval: Approval): Record<string, string> {
	return {
		key: approval.key,
		repository: approval.repository,
		branch: approval.branch,
		service: approval.service,
		environment: approval.environment,
		commit: approval.commit,
		artifact: approval.artifact,
		message: approval.message,
		head_commit: approval.headCommit,
		live_commit: approval.liveCommit,
		state: approval.state,
		asked_at: approval.askedAt,
		expires_at: approval.expiresAt,
		given_by: approval.givenBy,
		given_at: approval.givenAt,
		reason: approval.reason,
	};
}

/** The newest one first. */
export function approvalsOf(rows: readonly unknown[]): Approval[] {
	return rows.flatMap((row) => readApproval(row) ?? []).sort((left, right) => right.rowId - left.rowId);
}

/** What would be deployed, and over what. */
export interface ApprovalSubject {
	readonly commit: string;
	readonly artifact: string;
	readonly liveCommit: string;
}

/** The one that is open for exactly this: asked for or given, and not expired. */
export function openApproval(
	approvals: readonly Approval[],
	row: Pick<CatalogRow, 'approval'>,
	subject: ApprovalSubject,
	nowMs: number,
): Approval | null {
	return (
		approvals.find(
			(approval) =>
				(approval.state === 'asked' || approval.state === 'given') &&
				Date.parse(approval.expiresAt) > nowMs &&
				isAbout(approval, row, subject),
		) ?? null
	);
}

/** With four eyes, whose commits are in it depends on what is live. */
function isAbout(
	approval: Approval,
	{ approval: rule }: Pick<CatalogRow, 'approval'>,
	subject: ApprovalSubject,
): boolean {
	return (
		approval.commit === subject.commit &&
		approval.artifact === subject.artifact &&
		(rule !== 'four-eyes' || approval.liveCommit === subject.liveCommit)
	);
}

/** All of its columns. */
export const approvalColumns: readonly string[] = [
	'key repository branch service environment commit artifact message head_commit live_commit',
	'state asked_at expires_at given_by given_at reason',
].flatMap((line) => line.split(' '));
