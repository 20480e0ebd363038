import { type LedgerState, mayBeFollowed } from './ledgerState';
import type { DeploymentRecord } from './record';

/** How a release ended: as its deployments did, or `nothing` where none was due. */
export type ReleaseState = Exclude<LedgerState, 'running' | 'rolledBack'> | 'nothing';

export interface ReleaseResult {
	readonly state: ReleaseState;
	readonly reason: string;
	/** Whether somebody was told of everything that went wrong. */
	readonly isTold: boolean;
	/** What a page of it is keyed by: the first service that went wrong; empty when none did. */
	readonly key: string;
}

/** A deployment as it was handed back: with what of it was told. */
export type ConcludedDeployment = Pick<DeploymentRecord, 'service' | 'environment' | 'state' | 'reason'> & {
	readonly told: boolean;
	/** What of its recording failed. */
	readonly problems: string;
};

/**
 * How a release ended. `plannedCount` deployments were due: one that was never begun, since one before it
 * failed, or that handed nothing back, makes the release a failed one.
 */
export function concludeRelease(records: readonly ConcludedDeployment[], plannedCount: number): ReleaseResult {
	const wrong = records.filter(({ state }) => !mayBeFollowed(state));
	const [first] = wrong;
	return {
		state: releaseStateOf(
			records.map(({ state }) => state),
			plannedCount,
		),
		reason: records.map(describe).join('; ') || (plannedCount === 0 ? '' : 'No verdict was given'),
		isTold: wrong.length > 0 && wrong.every(({ told }) => told),
		key: first ? `slipway/${first.service}/${first.environment}` : '',
	};
}

function releaseStateOf(states: readonly LedgerState[], plannedCount: number): ReleaseState {
	if (plannedCount === 0) return 'nothing';
	if (states.some((state) => state !== 'unknown' && !mayBeFollowed(state))) return 'failed';
	if (states.includes('unknown')) return 'unknown';
	if (states.length < plannedCount) return 'failed';
	if (states.includes('live')) return 'live';
	return (['held', 'skipped'] as const).find((state) => states.includes(state)) ?? 'superseded';
}

function describe({ service, state, reason, problems }: ConcludedDeployment): string {
	return `${service}: ${state}${reason === '' ? '' : ` (${reason})`}${problems === '' ? '' : ` [${problems}]`}`;
}
