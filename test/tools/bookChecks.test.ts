import { checkBooks } from '../../tools/deliver/bookChecks';
import type { Books, LedgerRow } from '../../tools/deliver/books';
import type { Observation } from '../../tools/deliver/observation';
import type { ScenarioName } from '../../tools/deliver/scenarios';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);

const row = (change: Partial<LedgerRow> = {}): LedgerRow => ({
	releaseId: 'r1',
	service: 'paintbox-frontend',
	commit: NEW,
	kind: 'deploy',
	state: 'live',
	verified: true,
	deploymentId: 'd2',
	reason: '',
	...change,
});

const at = (commit: string, deployId: string): Observation => ({
	live: { commit, deployId, pageStatus: 200 },
	deploys: [],
	deployments: [],
	incidents: [],
});

function failed(name: ScenarioName, books: Partial<Books>, after = at(NEW, 'd2')): string[] {
	const outcome = {
		before: at(OLD, 'd1'),
		after,
		commit: NEW,
		newerCommit: NEW,
		deliveries: [],
		servedCommits: [],
	};
	return checkBooks(name, outcome, { ledger: [], locks: [], ...books })
		.filter(({ isMet }) => !isMet)
		.map(({ what }) => what);
}

it.each([
	['there is no row', []],
	['it names a deploy that is not live', [row({ deploymentId: 'd9' })]],
	['it was not verified', [row({ verified: false })]],
	['there are two', [row(), row({ releaseId: 'r2' })]],
])('refuses the ledger of a good push when %s', (_case, ledger) => {
	expect(failed('good', { ledger: [row()] })).toEqual([]);
	expect(failed('good', { ledger })).toEqual([`the ledger has one deploy of ${NEW.slice(0, 7)}: live`]);
});

it('wants the roll back in the ledger, to what was live before', () => {
	const sick = row({ state: 'rolledBack', verified: false, reason: 'It answered 503' });
	const back = row({ kind: 'rollback', commit: OLD, deploymentId: 'd1' });
	const after = at(OLD, 'd1');
	expect(failed('failing-health', { ledger: [back, sick] }, after)).toEqual([]);
	expect(failed('failing-health', { ledger: [sick] }, after)).toHaveLength(1);
	expect(failed('failing-health', { ledger: [{ ...back, deploymentId: '' }, sick] }, after)).toHaveLength(1);
	expect(failed('failing-health', { ledger: [back, { ...sick, reason: '' }] }, after)).toHaveLength(1);
});

it('wants no row of a forged push, and no lock left by any', () => {
	expect(failed('forged', { ledger: [] })).toEqual([]);
	expect(failed('forged', { ledger: [row({ state: 'failed', verified: false })] })).toHaveLength(1);
	expect(failed('forged', { locks: ['slipway:lock:paintbox-frontend/production'] })).toEqual([
		'no lock is held any more',
	]);
});
