import type { Books, LedgerRow } from './books';
import { shortSha } from './observation';
import type { Check, Outcome, ScenarioName } from './scenarios';

/**
 * What the ledger must say about the pushed commit, and that no lock is left. The ledger is held against
 * the clouds: a row that names another deploy than the one that is live is a lie.
 */
export function checkBooks(name: ScenarioName, outcome: Outcome, books: Books): Check[] {
	return [
		...LEDGER[name](outcome, books.ledger),
		{ what: 'no lock is held any more', isMet: books.locks.length === 0, seen: books.locks.join(', ') },
	];
}

type LedgerChecks = (outcome: Outcome, ledger: readonly LedgerRow[]) => Check[];

const LEDGER: Readonly<Record<ScenarioName, LedgerChecks>> = {
	good: ({ sha, after }, ledger) => [oneDeploy(ledger, sha, 'live', after.live.deployId)],
	duplicate: ({ sha, after }, ledger) => [oneDeploy(ledger, sha, 'live', after.live.deployId)],
	stale: ({ sha, newerSha, after }, ledger) => [
		oneDeploy(ledger, newerSha, 'live', after.live.deployId),
		{
			what: `the ledger never calls ${shortSha(sha)} live`,
			isMet: !rowsOf(ledger, sha).some(({ state, verified }) => state === 'live' || verified),
			seen: describe(rowsOf(ledger, sha)),
		},
	],
	forged: ({ sha }, ledger) => [
		{
			what: `the ledger knows nothing of ${shortSha(sha)}`,
			isMet: rowsOf(ledger, sha).length === 0,
			seen: describe(rowsOf(ledger, sha)),
		},
	],
	'bad-build': ({ sha }, ledger) => [oneDeploy(ledger, sha, 'failed')],
	'failing-health': ({ sha, before }, ledger) => {
		const releaseId = rowsOf(ledger, sha)[0]?.releaseId;
		const back = ledger.filter((row) => row.releaseId === releaseId && row.kind === 'rollback');
		return [
			oneDeploy(ledger, sha, 'rolledBack'),
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
function oneDeploy(ledger: readonly LedgerRow[], sha: string, state: string, deploymentId?: string): Check {
	const rows = rowsOf(ledger, sha);
	return {
		what: `the ledger has one deploy of ${shortSha(sha)}: ${state}`,
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

function rowsOf(ledger: readonly LedgerRow[], sha: string): LedgerRow[] {
	return ledger.filter((row) => row.kind === 'deploy' && row.commit === sha);
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
