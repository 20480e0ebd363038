import { isUnseen, ownRollbackOf, rowWithoutVerdict } from '../ledger/ledgerHistory';
import type { LedgerEntry } from '../ledger/ledgerRow';
import type { LedgerState } from '../ledger/ledgerState';
import { sentences } from '../ledger/stepResult';
import type { LiveDeployment } from '../state/liveDeployment';
import { longestDeploymentMinutes } from './decisionLines';
import type { ReconciledService } from './reconciledService';
import { shortCommit } from './serviceView';

/** A row whose run died and that nobody goes on with, and the end that it gets by what was seen since. */
export interface Ending {
	readonly service: ReconciledService;
	readonly entry: LedgerEntry;
	readonly state: LedgerState;
	readonly reason: string;
}

/**
 * The rows of a service that say `running` for ever: their run died, what is live and what is under way was looked
 * at, and is not theirs. Below a row that has its end, since whoever ended that one had the service's lock, so that
 * nobody still works on an older one; or where nothing newer comes.
 */
export function endingsOf(service: ReconciledService, nowIso: string): Ending[] {
	const { sight, decision } = service;
	if (!sight.live.isSeen || decision.decision === 'unseen') return [];
	const newestEnd = Math.max(0, ...sight.ledger.filter((entry) => !isUnseen(entry)).map(({ place }) => place));
	// That it was given up rests on those that go on counting as tries.
	const isGivenUp = ({ kind, place }: LedgerEntry): boolean =>
		decision.decision === 'failedBefore' && kind === 'deploy' && place > newestEnd;
	const ended = sight.ledger
		.filter((entry) => {
			if (entry.state !== 'running' || entry.rowId === decision.rowId || !isOfARelease(entry)) return false;
			// What the ledger has not taken yet has no row to be ended.
			if (entry.isKept) return false;
			return entry.place < newestEnd || (isOverWith(service) && isNobodyAt(entry, nowIso));
		})
		.map((entry) => ({ service, entry, ...endOf(entry, sight.ledger, isGivenUp(entry)) }));
	// What it deployed is named by the row that has the end: this one was no attempt.
	const doubles = (sight.doubles ?? []).map((entry) => ({ service, entry: { ...entry, deploymentId: '' }, ...twice }));
	return [...ended, ...doubles];
}

/** Whether no newer row comes by now under which it would get its end. */
function isOverWith({ sight, decision }: ReconciledService): boolean {
	if (decision.decision === 'nothing') return true;
	return sight.live.isSeen && !decision.isActing && isJudged(sight.ledger, sight.live.live);
}

/** Whether nothing is under way there, and somebody judged what is live, or it is not ours. */
function isJudged(ledger: readonly LedgerEntry[], live: LiveDeployment): boolean {
	return live.underWay === null && (!live.isLive || rowWithoutVerdict(ledger, live) === null);
}

/** Whether nobody works on it any more. A roll back may be a person's, who needs no turn: nobody waits for it longer than for a deployment. */
function isNobodyAt({ kind, startedAt }: LedgerEntry, nowIso: string): boolean {
	return kind !== 'rollback' || Date.parse(nowIso) - Date.parse(startedAt) > longestDeploymentMinutes * 60_000;
}

const twice = { state: 'superseded', reason: 'It was written twice: another row has its end' } as const;

/** Rows from before decisions were noted stay as they are. */
function isOfARelease({ kind, decision }: LedgerEntry): boolean {
	return kind === 'rollback' || decision !== '';
}

function endOf(
	entry: LedgerEntry,
	ledger: readonly LedgerEntry[],
	isGivenUp: boolean,
): Pick<Ending, 'state' | 'reason'> {
	const rollback = entry.kind === 'deploy' ? ownRollbackOf(ledger, entry) : null;
	if (rollback?.state === 'live') {
		return {
			state: 'rolledBack',
			reason: sentences(rollback.reason, `Rolled back to ${shortCommit(rollback.commit)}`),
		};
	}
	if (rollback?.state === 'failed') {
		return { state: 'failed', reason: sentences('It was not healthy, and its roll back failed', rollback.reason) };
	}
	if (rollback !== null) {
		return { state: 'failed', reason: 'It was not healthy, and nobody saw how its roll back ended' };
	}
	const found =
		entry.deploymentId === ''
			? 'nothing of it was found on its platform'
			: `${entry.deploymentId} was neither live nor under way`;
	return {
		state: isGivenUp ? 'unknown' : 'superseded',
		reason: `Its run died, and ${found} when that was looked up`,
	};
}
