/**
 * How a deployment stands in the ledger, one word for each end. The Data Tables hold these very words.
 *
 * - `running` begun, and not concluded
 * - `live` serves production traffic and passed its checks
 * - `rolledBack` went live and was bad; what was verified before is live again
 * - `failed` ended badly, or never began for a reason that somebody has to look at
 * - `unknown` was started, and nobody saw how it ended: it may still go live
 * - `superseded` something newer took its place
 * - `skipped` there was nothing to deploy
 * - `held` a person holds the service
 * - `stoppedByPerson` a person stopped it while it was under way, to roll back
 * - `unhealthy` what was live before the first deployment is not healthy: said, and left
 * - `drifted` somebody deployed or rolled back outside: said, and left
 */
export const ledgerStates = [
	'running',
	'live',
	'rolledBack',
	'failed',
	'unknown',
	'superseded',
	'skipped',
	'held',
	'stoppedByPerson',
	'unhealthy',
	'drifted',
] as const;

export type LedgerState = (typeof ledgerStates)[number];

/** Ends of which nobody needs to be told: nothing went live, and nothing is wrong. */
const quietEnds: readonly LedgerState[] = ['superseded', 'skipped', 'held', 'stoppedByPerson'];

export function isQuiet(state: LedgerState): boolean {
	return quietEnds.includes(state);
}

/** Whether the services after it in a release may follow. */
export function mayBeFollowed(state: LedgerState): boolean {
	return state === 'live' || isQuiet(state);
}

/** What a column or an item says; `unknown` for a word that is none of these. */
export function ledgerStateOf(text: unknown): LedgerState {
	return ledgerStates.find((state) => state === text) ?? 'unknown';
}
