import type { JsonRecord } from '../../../tools/json';

/** Whether the newest row that says what is live says what really is. */
export function judgeLedger(rows: readonly JsonRecord[], service: string, commit: string): string[] {
	const own = rows.filter((row) => row.service === service && row.environment === 'production');
	const newest = own.at(-1);
	if (newest === undefined) return [];
	const violations: string[] = [];
	const { state, verified, live_commit: said, commit: asked } = newest;
	if (state === 'live' && (said !== commit || verified !== true)) {
		violations.push(`the ledger says that ${String(said)} of ${service} is live, and it is ${commit}`);
	}
	const claimed = own.filter((row) => row.state === 'live' && row.commit === asked && row.kind === 'deploy');
	if (claimed.length > 1) violations.push(`${service} was deployed ${claimed.length} times at one commit`);
	if (state !== 'live' && asked === commit && verified === true) {
		violations.push(`the ledger says "${String(state)}" of ${service}, and it is live and verified`);
	}
	if (own.some((row) => row.state === 'drifted')) {
		violations.push(`the ledger says that somebody else put another ${service} live, and nobody did`);
	}
	return violations;
}

/**
 * Whether a roll back that nobody could make left what is bad where it was, and all is said: the ledger has that commit
 * as what is live after a roll back that failed, and a page that names the service and says so is open. The next try is a person's.
 */
export function isLeftBad(
	rows: readonly JsonRecord[],
	service: string,
	served: string,
	incidents: readonly JsonRecord[],
): boolean {
	const newest = rows.findLast((row) => row.service === service && row.kind === 'rollback');
	const isTold = incidents.some(
		({ status, summary }) =>
			status !== 'resolved' && String(summary).includes(service) && /roll back failed/.test(String(summary)),
	);
	return isTold && newest?.state === 'failed' && served === `ill ${String(newest.live_commit)}`;
}
