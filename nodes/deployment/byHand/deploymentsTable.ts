import type { LedgerState } from '../ledger/ledgerState';
import { ownActor } from '../ledger/record';
import { ageText } from '../values/timeText';
import { type FormField, table } from './formPage';
import { shortCommit } from './hand';
import type { LedgerEntry } from './ledgerEntries';

const maxRows = 12;

/** What became of a deployment, as a person would say it. */
const verdicts: Readonly<Record<LedgerState, string>> = {
	running: 'not finished',
	live: 'healthy',
	rolledBack: 'not healthy, rolled back',
	failed: 'failed',
	unknown: 'nobody saw how it ended',
	superseded: 'overtaken by a newer one',
	skipped: 'nothing to deploy',
	held: 'held',
	stoppedByPerson: 'stopped by a person',
	unhealthy: 'not healthy',
	drifted: 'deployed by hand, outside',
};

/**
 * What happened to the service so far, newest first. `liveId` is what is live by the platform; `messages` are first
 * lines of commits.
 */
export function deploymentsTable(
	entries: readonly LedgerEntry[],
	liveId: string | null,
	messages: ReadonlyMap<string, string>,
	nowMs: number,
): FormField {
	const newestOfLive = entries.find(({ deploymentId }) => deploymentId !== '' && deploymentId === liveId);
	const rows = entries
		.slice(0, maxRows)
		.map((entry) => [
			`${shortCommit(entry.commit)} ${messages.get(entry.commit) ?? ''}`.trim(),
			entry.actor,
			ageText(entry.finishedAt || entry.startedAt, nowMs),
			`${verdictOn(entry, entries)}${entry === newestOfLive ? ', live now' : ''}`,
		]);
	return table('deployments', ['Commit', 'By', 'When', 'Verdict'], rows);
}

function verdictOn(entry: LedgerEntry, entries: readonly LedgerEntry[]): string {
	const { kind, state } = entry;
	if (kind === 'rollback') {
		return state === 'live' ? 'rolled back to it, healthy' : `roll back to it: ${verdicts[state]}`;
	}
	const rolledBackBy = state === 'live' ? whoRolledBack(entry, entries) : '';
	return `${verdicts[state]}${rolledBackBy === '' ? '' : `; rolled back by ${rolledBackBy}`}`;
}

function whoRolledBack({ deploymentId, place }: LedgerEntry, entries: readonly LedgerEntry[]): string {
	const rollback = entries.find(
		({ kind, state, previousId, place: later }) =>
			kind === 'rollback' && state === 'live' && deploymentId !== '' && previousId === deploymentId && later > place,
	);
	return rollback === undefined ? '' : rollback.actor || ownActor;
}
