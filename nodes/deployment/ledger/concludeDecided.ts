import { isTrueAt, textAt } from '../values/jsonFields';
import { endOfRollback } from './endOfRollback';
import { type Evidence, isHealthy, unhealthyReason, wasChecked } from './evidence';
import { type EndLook, endLookOf, type LeftLive, leftBy } from './endLook';
import { isSameCommit } from './ledgerHistory';
import type { LedgerState } from './ledgerState';
import { type DeploymentRecord, stringAt } from './record';
import { explain, failureOf, mayStillGoLive, sentences, type StepResult } from './stepResult';

/** How something ended that a release decided: state and reason, and what it left live as far as that was seen. */
interface End {
	readonly state: LedgerState;
	readonly reason: string;
	readonly left: LeftLive;
}

const nothingSeen: LeftLive = { liveId: '', liveArtifact: '', liveCommit: '' };

/**
 * How a deployment, or a look, that a release decided ended, by one look at what is live at its end. "I could
 * not see" is not "it did not happen": what was started, and whose end nobody saw, is `unknown`, or `running`
 * as long as the next run follows it.
 */
export function concludeDecided(evidence: Evidence): DeploymentRecord {
	const { record, published } = evidence;
	const look = endLookOf(evidence);
	const { state, reason, left } = endOf(evidence, look);
	const deploymentId = textAt(published, 'id') ?? record.deploymentId;
	const isItsOwn = look !== null && look.id !== '' && look.id === deploymentId;
	return {
		...record,
		...left,
		state,
		reason,
		verified: state === 'live',
		served: isItsOwn || (state === 'live' && look === null),
		// What is live is named as the next look names it.
		deploymentId: (state === 'live' ? left.liveId : '') || deploymentId,
		// A platform may have built a newer head than the one that was decided.
		commit: (isItsOwn ? look.commit : '') || record.commit,
		url: look?.url || (textAt(published, 'url') ?? record.url),
		previousId: record.previousId,
	};
}

function endOf(evidence: Evidence, look: EndLook | null): End {
	const { record } = evidence;
	// What was never begun says nothing about what is live: nobody judged that.
	if (record.state !== 'running') return { state: record.state, reason: record.reason, left: nothingSeen };
	if (evidence.isStopped) {
		const reason = isHealthy(evidence)
			? 'The run that held its lock was stopped before there was a verdict. What is live then is looked at again'
			: `A person stopped it. What it was to roll back: ${unhealthyReason(evidence)}`;
		return { state: 'stoppedByPerson', reason, left: nothingSeen };
	}
	switch (record.decision) {
		case 'drifted':
			// The look may have been older than the ledger: a roll back that ended in between is nobody's from outside.
			if (look !== null && look.id !== record.deploymentId) return supersededBy(look);
			return {
				state: 'drifted',
				reason: record.reason,
				left: { liveId: record.deploymentId, liveArtifact: record.artifact, liveCommit: record.commit },
			};
		case 'verify':
		case 'baseline':
		case 'record':
			return endOfLook(evidence, look);
		default:
			return endOfDeployment(evidence, look);
	}
}

/** What is live was to be judged. */
function endOfLook(evidence: Evidence, look: EndLook | null): End {
	const { record, health } = evidence;
	if (look === null) {
		return { state: 'unknown', reason: `What is live could not be seen: ${unseenReason(evidence)}`, left: nothingSeen };
	}
	if (look.id !== record.deploymentId) return supersededBy(look);
	// A roll back says why it was wanted.
	if (isHealthy(evidence)) return { state: 'live', reason: record.reason, left: leftBy(look, evidence) };
	if (!wasChecked(evidence)) {
		return { state: 'unknown', reason: textAt(health, 'reason') ?? 'It was not checked', left: nothingSeen };
	}
	if (record.decision === 'verify') return endOfBad(evidence, look);
	return { state: 'unhealthy', reason: unhealthyReason(evidence), left: leftBy(look, evidence) };
}

function supersededBy({ commit }: EndLook): End {
	return { state: 'superseded', reason: `${short(commit)} was put there meanwhile`, left: nothingSeen };
}

function endOfDeployment(evidence: Evidence, look: EndLook | null): End {
	const { published, died } = evidence;
	if (wasChecked(evidence) && !isHealthy(evidence)) {
		// It may have gone live between the look and the check: whose bad answer that was, its next look tells.
		if (isSeenBehindAnother(evidence, look)) return endUnderWay(evidence);
		return endOfBad(evidence, look);
	}
	if (isHealthy(evidence) && isWanted(evidence, look) && !isSeenUnderWay(evidence)) {
		return { state: 'live', reason: '', left: leftBy(look, evidence) };
	}
	if (published === null) {
		const reason = `The run that deploys it died: ${died || 'it gave no answer'}. What it started may still go live`;
		return { state: 'unknown', reason, left: nothingSeen };
	}
	if (mayStillGoLive(published) || isLostFromSight(evidence, look)) return endUnderWay(evidence);
	const state = textAt(published, 'state');
	if (state === 'cancelled' && evidence.isHeld) {
		return { state: 'stoppedByPerson', reason: `A person holds the service. ${explain(published)}`, left: nothingSeen };
	}
	const isQuiet = state === 'superseded' || state === 'skipped';
	return {
		state: isQuiet ? state : 'failed',
		reason: explain(published) || `${short(look?.commit ?? '')} is live in its place`,
		left: look !== null && isOfThisRow(look, evidence) ? leftBy(look, evidence) : nothingSeen,
	};
}

/**
 * Its own deployment, or what was live before: a platform that puts that back by itself may give it a new id. Else
 * somebody put it there meanwhile: it was not left by this row, and is a drift, or has a row of its own.
 */
function isOfThisRow({ id, commit }: EndLook, { record, published }: Evidence): boolean {
	const own = textAt(published, 'id') ?? record.deploymentId;
	return id === own || id === record.previousId || isSameCommit(commit, record.previousCommit);
}

/**
 * Whether what was to be followed could not be read even once, such as with a key that was refused, and the look at
 * the end does not show either that it is over: nobody saw it fail.
 */
function isLostFromSight({ record, published, live }: Evidence, look: EndLook | null): boolean {
	if (record.decision !== 'adopt' || textAt(published, 'state') !== null) return false;
	return look === null || textAt(live, 'underWay', 'deploymentId') === record.deploymentId;
}

/** It has not ended: the next run follows it where somebody still waits for it. */
function endUnderWay(evidence: Evidence): End {
	const { record, published } = evidence;
	const reason = explain(published ?? {});
	const id = textAt(published, 'id');
	// Where the wait lost sight of it, the look at the end may see it under way all the same.
	const isKnown = id !== null && (textAt(published, 'state') !== 'unknown' || isSeenUnderWay(evidence));
	return record.isFollowed && isKnown
		? { state: 'running', reason, left: nothingSeen }
		: { state: 'unknown', reason, left: nothingSeen };
}

/** Whether the look at the end still shows its deployment on the way: the same commit may be live by another one. */
function isSeenUnderWay({ published, live }: Evidence): boolean {
	const id = textAt(published, 'id');
	return id !== null && textAt(live, 'underWay', 'deploymentId') === id;
}

/** Whether the look at the end shows it on the way while something else is live, which nobody here rolled back. */
function isSeenBehindAnother(evidence: Evidence, look: EndLook | null): boolean {
	const isLeft = evidence.rollback === null && !isTrueAt(evidence.health, 'isRollbackNeeded');
	return isLeft && isSeenUnderWay(evidence) && look?.id !== textAt(evidence.published, 'id');
}

/** What is live is bad: how putting back what was verified before ended, or why that was not done. */
function endOfBad(evidence: Evidence, look: EndLook | null): End {
	const { record, rollback, died } = evidence;
	const what = isWanted(evidence, look)
		? 'It was not healthy'
		: `What went live meanwhile (${short(look?.commit ?? '')}) was not healthy`;
	const bad = sentences(`${what}: ${unhealthyReason(evidence)}`);
	if (isTrueAt(evidence.health, 'isRollbackNeeded') || rollback !== null) {
		const end = endOfRollback(bad, rollback, died);
		return { ...end, left: leftByRollback(end.state, rollback) };
	}
	const kept =
		evidence.keptBecause ||
		(record.mayRollBack ? 'It was put there by nobody of this release, and was left' : 'It is still live');
	return { state: 'failed', reason: sentences(bad, kept), left: leftBy(look, evidence) };
}

function leftByRollback(state: LedgerState, rollback: StepResult | null): LeftLive {
	if (state !== 'rolledBack') return nothingSeen;
	return {
		liveId: stringAt(rollback, 'liveId') || stringAt(rollback, 'deploymentId'),
		liveArtifact: stringAt(rollback, 'liveArtifact'),
		liveCommit: stringAt(rollback, 'liveCommit') || stringAt(rollback, 'commit'),
	};
}

/** Whether what was seen at the end is what was to be deployed. */
function isWanted({ record, published }: Evidence, look: EndLook | null): boolean {
	if (look === null) return isTrueAt(published, 'verified');
	const id = textAt(published, 'id') ?? record.deploymentId;
	return (id !== '' && look.id === id) || isSameCommit(look.commit, record.commit);
}

function unseenReason({ live, died }: Evidence): string {
	return failureOf(live) ?? (died || 'the run that looks gave no answer');
}

function short(commit: string): string {
	return commit === '' ? 'something else' : commit.slice(0, 7);
}
