import { type Approval, approvalExpiry, openApproval } from '../approval/approval';
import { closedTimes } from '../catalog/deployWindow';
import { artifactOrLine } from './decisionLines';
import { decide, isDecision, isoAfter, type LineResult, nameOf, type ServiceView, shortCommit } from './serviceView';

/** Outside its window, or in a freeze: it is looked at again when that ends. */
export function windowLine({ row, nowMs }: ServiceView): LineResult {
	const closed = closedTimes(row.times, nowMs);
	if (closed === null) return null;
	const what = closed.isFreeze ? 'It is frozen' : `Its window is closed (${row.times.text})`;
	if (closed.opensAtMs === null) {
		return decide('blocked', `${what}, and it does not open within a year`, { saidAs: `neverOpens:${nameOf(row)}` });
	}
	return decide('blocked', `${what}: it may be deployed from ${closed.opensText}`, {
		lookAgainAt: new Date(closed.opensAtMs).toISOString(),
		isTimed: true,
	});
}

/** Nobody has approved exactly this commit and artifact. Asked for before what it depends on is live, so that one person can approve all of a release at once. */
export function approvalLine(view: ServiceView): LineResult {
	const { row, sight, nowMs, liveCommit } = view;
	if (row.approval === '') return null;
	const built = artifactOrLine(view);
	if (isDecision(built) || 'pairs' in built) return built;
	if (sight.approvals === null) {
		return decide('blocked', 'Whether somebody approved it could not be read in the table slipway_approvals', {
			lookAgainAt: isoAfter(nowMs, 5),
			saidAs: 'approvalsUnread',
		});
	}
	const opensAtMs = closedTimes(row.times, nowMs)?.opensAtMs;
	const open = openApproval(sight.approvals, row, { ...built, liveCommit }, nowMs);
	if (open?.state === 'given') return null;
	return decide('awaitingApproval', `${shortCommit(built.commit)} waits for an approval`, {
		...built,
		liveCommit,
		// Three days to be used in, once it may be deployed at all.
		lookAgainAt: open?.expiresAt ?? approvalExpiry(new Date(opensAtMs ?? nowMs).toISOString()),
	});
}

/** The approval by which it is deployed; null where none is needed. */
export function approvalOf(
	{ row, sight, nowMs, liveCommit }: ServiceView,
	built: { readonly commit: string; readonly artifact: string },
): Approval | null {
	if (row.approval === '') return null;
	return openApproval(sight.approvals ?? [], row, { ...built, liveCommit }, nowMs);
}
