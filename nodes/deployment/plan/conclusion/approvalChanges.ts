import {
	type Approval,
	type ApprovalState,
	approvalExpiry,
	approvalKey,
	openApproval,
	toApprovalRow,
} from '../../approval/approval';
import type { ReconciledRelease } from '../reconcile';
import type { ReconciledService } from '../reconciledService';
import { shortCommit } from '../serviceView';

/** A new row of slipway_approvals; or a changed one, to be written only where its state is still the one before: a person may be faster. */
export type ApprovalChange =
	| { readonly kind: 'ask'; readonly row: Readonly<Record<string, string>> }
	| {
			readonly kind: 'change';
			readonly id: number;
			readonly before: ApprovalState;
			readonly state: ApprovalState;
			readonly reason: string;
			readonly headCommit: string;
	  };

/** What is to be asked for, and what of that which was asked for or given holds no more. */
export function approvalChanges(reconciled: ReconciledRelease): ApprovalChange[] {
	return reconciled.services.flatMap((service) => changesOf(service, reconciled));
}

function changesOf(service: ReconciledService, reconciled: ReconciledRelease): ApprovalChange[] {
	const { sight, decision } = service;
	if (sight.approvals === null) return [];
	const nowMs = Date.parse(reconciled.nowIso);
	const isAsking = decision.decision === 'awaitingApproval';
	const wanted = isAsking ? openApproval(sight.approvals, sight.row, subjectOf(service), nowMs) : null;
	const changed = sight.approvals
		.filter(({ state }) => state === 'asked' || state === 'given')
		.flatMap((approval): ApprovalChange[] => {
			const after = approval === wanted ? withHead(approval, service) : endedApproval(approval, service, nowMs);
			if (after === null) return [];
			const { rowId: id, state, reason, headCommit } = after;
			return [{ kind: 'change', id, before: approval.state, state, reason, headCommit }];
		});
	if (!isAsking || wanted !== null) return changed;
	return [...changed, { kind: 'ask', row: toApprovalRow(newApproval(service, reconciled)) }];
}

/** Other services' commits may have moved the head, and nothing of what is approved. */
function withHead(approval: Approval, service: ReconciledService): Approval | null {
	const headCommit = headOf(service);
	return approval.headCommit === headCommit ? null : { ...approval, headCommit };
}

/** The approval with its end; null while it holds, or nobody can tell. */
function endedApproval(approval: Approval, { decision }: ReconciledService, nowMs: number): Approval | null {
	const end = (state: Approval['state'], reason: string): Approval => ({ ...approval, state, reason });
	if (decision.decision === 'nothing' && decision.commit === approval.commit && approval.state === 'given') {
		return end('used', approval.reason);
	}
	if (Date.parse(approval.expiresAt) <= nowMs) {
		return end('expired', approval.state === 'asked' ? 'Nobody approved it in time' : 'It was not deployed in time');
	}
	switch (decision.decision) {
		case 'awaitingApproval':
			return end(
				'void',
				decision.commit === approval.commit
					? 'What is live, or the image, is another one by now'
					: `The branch moved on to ${shortCommit(decision.commit)}`,
			);
		case 'nothing':
			return end('void', 'There is nothing to deploy any more');
		case 'skipped':
			return end('void', decision.reason);
		default:
			return null;
	}
}

function newApproval(service: ReconciledService, { release, nowIso }: ReconciledRelease): Approval {
	const { sight, decision } = service;
	const { repository, service: name, environment } = sight.row;
	return {
		rowId: 0,
		key: approvalKey(sight.row, release.branch),
		repository,
		branch: release.branch,
		service: name,
		environment,
		...subjectOf(service),
		message: release.headMessage,
		headCommit: headOf(service),
		state: 'asked',
		askedAt: nowIso,
		expiresAt: decision.lookAgainAt || approvalExpiry(nowIso),
		givenBy: '',
		givenAt: '',
		reason: '',
	};
}

function subjectOf({ decision: { commit, artifact, liveCommit } }: ReconciledService) {
	return { commit, artifact, liveCommit };
}

function headOf({ sight: { head } }: ReconciledService): string {
	return head.isSeen ? (head.wanted?.commit ?? '') : '';
}
