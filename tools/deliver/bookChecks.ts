import type { Books, LedgerRow } from './books';
import { shortCommit } from './observation';
import type { Check, DeliveryResult, ScenarioName } from './scenarios';

/**
 * What the ledger must say about the pushed commit, and that no lock is left. The ledger is held against
 * the clouds: a row that names another deploy than the one that is live is a lie.
 */
export function checkBooks(name: ScenarioName, outcome: DeliveryResult, books: Books): Check[] {
	return [
		...LEDGER[name](outcome, books.ledger),
		{ what: 'no lock is held any more', isMet: books.locks.length === 0, seen: books.locks.join(', ') },
	];
}

type LedgerChecks = (outcome: DeliveryResult, ledger: readonly LedgerRow[]) => Check[];

const LEDGER: Readonly<Record<ScenarioName, LedgerChecks>> = {
	good: ({ commit, after }, ledger) => [oneDeploy(ledger, commit, 'live', after.live.deployId)],
	duplicate: ({ commit, after }, ledger) => [oneDeploy(ledger, commit, 'live', after.live.deployId)],
	stale: ({ commit, newerCommit, after }, ledger) => [
		oneDeploy(ledger, newerCommit, 'live', after.live.deployId),
		{
			what: `the ledger never calls ${shortCommit(commit)} live`,
			isMet: !rowsOf(ledger, commit).some(({ state, verified }) => state === 'live' || verified),
			seen: describe(rowsOf(ledger, commit)),
		},
	],
	forged: ({ commit }, ledger) => [
		{
			what: `the ledger knows nothing of ${shortCommit(commit)}`,
			isMet: rowsOf(ledger, commit).length === 0,
			seen: describe(rowsOf(ledger, commit)),
		},
	],
	'bad-build': ({ commit }, ledger) => [oneDeploy(ledger, commit, 'failed')],
	'failing-health': ({ commit, before }, ledger) => {
		const releaseId = rowsOf(ledger, commit)[0]?.releaseId;
		const back = ledger.filter((row) => row.releaseId === releaseId && row.kind === 'rollback');
		return [
			oneDeploy(ledger, commit, 'rolledBack'),
			{
				what: 'the ledger has the roll back, verified, to the release that was live before',
				isMet:
					back.length === 1 &&
					back.every(
						({ state, verified, deploymentId }) =>
							state === 'live' && verified && deploymentId === before.live.deployId,
					),
				seen: describe(back),
			},
		];
	},
};

/** One deploy of the commit, with this end; verified, of this id and without a word if live, else with a reason. */
function oneDeploy(ledger: readonly LedgerRow[], commit: string, state: string, deploymentId?: string): Check {
	const rows = rowsOf(ledger, commit);
	return {
		what: `the ledger has one deploy of ${shortCommit(commit)}: ${state}`,
		isMet:
			rows.length === 1 &&
			rows.every(
				(row) =>
					row.state === state &&
					row.verified === (state === 'live') &&
					(state === 'live' || row.reason !== '') &&
					(deploymentId === undefined || row.deploymentId === deploymentId),
			),
		seen: describe(rows),
	};
}

function rowsOf(ledger: readonly LedgerRow[], commit: string): LedgerRow[] {
	return ledger.filter((row) => row.kind === 'deploy' && row.commit === commit);
}

function describe(rows: readonly LedgerRow[]): string {
	return (
		rows
			.map(
				({ kind, state, verified, deploymentId, reason }) =>
					`${kind} ${state}${verified ? ' (verified)' : ''} ${deploymentId.slice(0, 8)} ${reason}`,
			)
			.join('; ') || 'no row'
	);
}
