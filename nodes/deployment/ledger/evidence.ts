import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import type { DeploymentRecord } from './record';
import { failureOf, resultAt, type StepResult } from './stepResult';

/** A record with what the steps saw of it, as one item carries them; null for a step that did not run or left no answer. */
export interface Evidence {
	readonly record: DeploymentRecord;
	readonly lock: StepResult | null;
	/** What was live before. */
	readonly live: StepResult | null;
	/** The deployment before it, whose end nobody had seen, looked at again. */
	readonly earlier: StepResult | null;
	/** Whether the commit is still wanted. */
	readonly freshness: StepResult | null;
	/** GitHub's deployment for it. */
	readonly gitHub: StepResult | null;
	/** How the platform's deployment, or roll back, ended. */
	readonly published: StepResult | null;
	/** What is live after it, where that is in doubt. */
	readonly liveAfter: StepResult | null;
	readonly health: StepResult | null;
	readonly rollback: StepResult | null;
	/** Whether another run, or nobody, has its lock by now: a person stopped it. */
	readonly isStopped: boolean;
	/** Whether a person held the service when it began: what is cancelled then was stopped to roll back, or to hold. */
	readonly isHeld: boolean;
	/** Why what is bad is not rolled back; empty when it may be. */
	readonly keptBecause: string;
	/** Why the sub-workflow before this step died; empty when none did. */
	readonly died: string;
}

/** The evidence in an item; `record` is what `readRecord` finds there. */
export function readEvidence(record: DeploymentRecord, item: unknown): Evidence {
	return {
		record,
		lock: resultAt(item, 'lock'),
		live: resultAt(item, 'live'),
		earlier: resultAt(item, 'earlier'),
		freshness: resultAt(item, 'freshness'),
		gitHub: resultAt(item, 'gitHub'),
		published: resultAt(item, 'published'),
		liveAfter: resultAt(item, 'liveAfter'),
		health: resultAt(item, 'health'),
		rollback: resultAt(item, 'rollback'),
		isStopped: isStopped(record, item),
		isHeld: isTrueAt(item, 'isHeld'),
		keptBecause: textAt(item, 'keptBecause') ?? '',
		died: textAt(item, 'error') ?? textAt(item, 'error', 'message') ?? '',
	};
}

/**
 * By the look at the lock that is made before a roll back. The lock is the release's, whichever release the row
 * belongs to; another token tells that the release took it anew, after whoever stopped this run.
 */
function isStopped({ releaseId }: DeploymentRecord, item: unknown): boolean {
	const lockNow = resultAt(item, 'lockNow');
	if (lockNow === null || failureOf(lockNow) !== null) return false;
	if (textAt(lockNow, 'owner') !== (textAt(item, 'release', 'releaseId') ?? releaseId)) return true;
	const lockToken = numberAt(item, 'lockToken');
	return lockToken !== null && numberAt(lockNow, 'token') !== lockToken;
}

/** What is live at the end of a deployment, as far as it was seen. */
export interface LiveNow {
	readonly id: string;
	readonly commit: string;
	/** Whether that is what was to be deployed. */
	readonly isWanted: boolean;
}

export function liveNow({ record, published, liveAfter }: Evidence): LiveNow {
	if (isTrueAt(published, 'verified'))
		return { id: textAt(published, 'id') ?? '', commit: record.commit, isWanted: true };
	const commit = textAt(liveAfter, 'publishedCommit') ?? '';
	return {
		id: textAt(liveAfter, 'publishedDeployId') ?? '',
		commit,
		isWanted: record.commit !== '' && commit === record.commit,
	};
}

export function isHealthy({ health }: Evidence): boolean {
	return isTrueAt(health, 'healthy');
}

/** Why the service is not healthy. */
export function unhealthyReason({ health }: Evidence): string {
	return failureOf(health) || (textAt(health, 'reason') ?? 'no reason given');
}

/** Whether a health check was made, with whatever result. */
export function wasChecked({ health }: Evidence): boolean {
	return health !== null && valueAt(health, 'isNeeded') !== false;
}
