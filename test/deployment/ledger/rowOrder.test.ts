import { newestFirst } from '../../../nodes/deployment/ledger/rowOrder';
import { sightsOf } from '../../../nodes/deployment/plan/seeServices';
import { catalogRow } from '../catalog/catalogRows';
import { commit, ledgerEntry, minutesBefore, reconciled, releaseInHand, sightOf } from '../plan/sights';

/** From and to in minutes before now; a row that runs has no end. */
const row = (id: number, from: number, to?: number) =>
	ledgerEntry(id, {
		started_at: minutesBefore(from),
		finished_at: to === undefined ? '' : minutesBefore(to),
		...(to === undefined && { state: 'running' }),
	});

const order = (...entries: ReadonlyArray<ReturnType<typeof row>>) => newestFirst(entries).map(({ rowId }) => rowId);

it.each<[string, ReturnType<typeof row>[], number[]]>([
	['by their ids', [row(1, 50, 40), row(3, 20, 10), row(2, 30, 25)], [3, 2, 1]],
	[
		'one that was written late below what began after its end',
		[row(1, 90, 80), row(2, 20, 10), row(9, 60, 50)],
		[2, 9, 1],
	],
	['two that were written late', [row(2, 20, 10), row(8, 60, 50), row(9, 45, 40)], [2, 9, 8]],
	['by their ids what was open at the same time', [row(1, 50, 20), row(2, 60, 30)], [2, 1]],
	['by its id what runs', [row(1, 20, 10), row(2, 60)], [2, 1]],
])('orders %s', (_name, entries, expected) => {
	expect(order(...entries)).toEqual(expected);
	expect(order(...entries.toReversed())).toEqual(expected);
});

it('gives each a place that is as its order, above what is older of other services', () => {
	const places = newestFirst([row(4, 90, 80), row(6, 20, 10), row(9, 60, 50), row(8, 70, 65)]).map(
		({ place }) => place,
	);
	expect(places).toEqual(places.toSorted((left, right) => right - left));
	expect(new Set(places).size).toBe(4);
	expect(Math.min(...places.slice(0, 3))).toBeGreaterThan(5);
});

it('does not try again what failed, when an older row was written after it', () => {
	const failed = ledgerEntry(50, {
		...{ deployment_id: 'two', commit: commit('two'), state: 'failed', live_id: 'late', live_commit: commit('late') },
		...{ started_at: minutesBefore(20), finished_at: minutesBefore(19) },
	});
	const late = ledgerEntry(60, {
		...{ deployment_id: 'late', commit: commit('late') },
		...{ started_at: minutesBefore(40), finished_at: minutesBefore(39) },
	});
	const live = { deploymentId: 'late', commit: commit('late') };
	const ledger = newestFirst([late, failed, ledgerEntry(1)]);
	expect(reconciled([sightOf({ live, ledger })]).services[0]?.decision.decision).toBe('failedBefore');
});

it('is how a release reads the ledger', () => {
	const written = (id: number, from: number, to: number) => ({
		...{ id, kind: 'deploy', service: 'web', environment: 'production', state: 'live' },
		...{ started_at: minutesBefore(from), finished_at: minutesBefore(to) },
	});
	const [sight] = sightsOf(
		releaseInHand(),
		{
			items: [],
			catalogRows: [catalogRow({ repository_id: '7' })],
			ledgerRows: [written(9, 60, 50), written(2, 20, 10)],
		},
		{ branch: { isSeen: true, wanted: null }, release: null },
	);
	expect(sight?.ledger.map(({ rowId }) => rowId)).toEqual([2, 9]);
});
