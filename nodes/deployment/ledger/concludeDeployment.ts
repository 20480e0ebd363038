import { isTrueAt, textAt } from '../values/jsonFields';
import { concludeDecided } from './concludeDecided';
import { concludeRollback } from './concludeRollback';
import { endOfRollback } from './endOfRollback';
import { type Evidence, isHealthy, liveNow, unhealthyReason, wasChecked } from './evidence';
import type { LedgerState } from './ledgerState';
import type { DeploymentRecord } from './record';
import { explain, failureOf, mayStillGoLive, reasonOf, sentences, type StepResult } from './stepResult';

interface End {
	readonly state: LedgerState;
	readonly reason: string;
	readonly deploymentId: string;
}

/**
 * How a deployment or a roll back ended, by what was seen. "I could not see" is not "it did not happen":
 * what was started, and whose end nobody saw, is `unknown`.
 */
export function concludeDeployment(evidence: Evidence): DeploymentRecord {
	const { record } = evidence;
	// A roll back that died is looked at like anything that is live without a verdict.
	if (record.kind === 'rollback' && !isLook(record)) return concludeRollback(evidence);
	return record.decision === '' ? concludeDeploy(evidence) : concludeDecided(evidence);
}

function isLook({ decision }: DeploymentRecord): boolean {
	return decision === 'verify' || decision === 'record' || decision === 'baseline' || decision === 'drifted';
}

function concludeDeploy(evidence: Evidence): DeploymentRecord {
	const { record, live, gitHub } = evidence;
	const end = endOf(evidence);
	return {
		...record,
		...end,
		verified: end.state === 'live',
		served: liveNow(evidence).isWanted,
		url: textAt(live, 'url') ?? '',
		previousId: textAt(live, 'publishedDeployId') ?? '',
		previousCommit: textAt(live, 'publishedCommit') ?? '',
		gitHubDeploymentId: idOf(gitHub),
	};
}

function endOf(evidence: Evidence): End {
	if (evidence.record.state !== 'running')
		return { state: evidence.record.state, reason: evidence.record.reason, deploymentId: '' };
	return endBeforeStart(evidence) ?? { ...endOfRun(evidence), deploymentId: startedId(evidence) };
}

/** Why nothing was started; undefined when it was. */
function endBeforeStart({ record, earlier, live, freshness, gitHub, died }: Evidence): End | undefined {
	const nothing = (state: LedgerState, reason: string): End => ({ state, reason, deploymentId: '' });
	if (record.unseenDeployment !== '' && isStillUnseen(earlier)) {
		return {
			state: 'unknown',
			reason: sentences(
				`It is still not known how the deploy before it ended (${record.unseenDeployment}), and it may still go live. Nothing was deployed over it`,
				failureOf(earlier) ?? died,
			),
			deploymentId: record.unseenDeployment,
		};
	}
	if (earlier?.ok === false && earlier.state === undefined) return nothing('failed', failureOf(earlier) ?? '');
	if (live === null)
		return nothing(
			'failed',
			`What is live could not be seen: ${died || 'the run that looks gave no answer'}. Nothing was deployed`,
		);
	const failure = failureOf(live) ?? failureOf(freshness) ?? failureOf(gitHub);
	if (failure !== null) return nothing('failed', failure);
	if (freshness?.deploy === false) return nothing('superseded', reasonOf(freshness));
	return undefined;
}

/** A look that may succeed later has seen nothing; one that cannot, such as at a deployment that is gone, is not repeated for ever. */
function isStillUnseen(earlier: StepResult | null): boolean {
	if (earlier === null || mayStillGoLive(earlier)) return true;
	return earlier.state === undefined && isTrueAt(earlier, 'error', 'canRetry');
}

function endOfRun(evidence: Evidence): Omit<End, 'deploymentId'> {
	const { published, died } = evidence;
	const now = liveNow(evidence);
	if (published === null) {
		return {
			state: 'unknown',
			reason: `The run that deploys it died: ${died || 'it gave no answer'}. What it started may still go live`,
		};
	}
	if (wasChecked(evidence) && !isHealthy(evidence)) return endOfBad(evidence);
	if (isHealthy(evidence) && now.isWanted) return { state: 'live', reason: '' };
	const reason = explain(published);
	if (mayStillGoLive(published)) return { state: 'unknown', reason };
	const state = textAt(published, 'state');
	return { state: state === 'superseded' || state === 'skipped' ? state : 'failed', reason };
}

/** What is live was bad: how putting back what was verified before ended. */
function endOfBad(evidence: Evidence): Omit<End, 'deploymentId'> {
	const { rollback, died } = evidence;
	const now = liveNow(evidence);
	const what = now.isWanted
		? 'It was not healthy'
		: `What went live meanwhile (${now.commit.slice(0, 7)}) was not healthy`;
	const bad = sentences(`${what}: ${unhealthyReason(evidence)}`);
	return endOfRollback(bad, rollback, died);
}

/** The platform's id of what was started, or of what is live when that is what was wanted. */
function startedId(evidence: Evidence): string {
	const now = liveNow(evidence);
	return textAt(evidence.published, 'id') ?? (now.isWanted ? now.id : '');
}

function idOf(gitHub: StepResult | null): string {
	const id = gitHub?.id;
	return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}
