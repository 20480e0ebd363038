import { boardOf } from '../../../nodes/deployment/board/board';
import { mostLedgerRows, newSumRows } from '../../../nodes/deployment/board/boardSums';
import { fromLedgerRow } from '../../../nodes/deployment/ledger/ledgerRow';
import { metricsOf, releaseStartsIn } from '../../../nodes/deployment/ledger/metrics';
import { catalogTableRow, commitOf, ledgerTableRow, nothingRead, nowMs, releaseTableRow } from './boardSights';

/*
 * A ledger of November 2026 whose five numbers are computed by hand, below.
 */

/** A row: when it began and ended, and of its release when the push was seen (none: the release is not in the table). */
function deployment(
	id: number,
	service: string,
	[seen, began, ended]: readonly [string | null, string, string],
	more: Readonly<Record<string, unknown>> = {},
) {
	const iso = (time: string): string => `2026-${time.replace(' ', 'T')}:00.000Z`;
	return {
		row: ledgerTableRow(id, 0, 0, { service, started_at: iso(began), finished_at: iso(ended), ...more }),
		release: seen === null ? [] : [releaseTableRow(id, { started_at: iso(seen) })],
	};
}

const bad = { verified: false };
const ledger = [
	// Before the days that are counted.
	deployment(1, 'web', ['10-20 10:00', '10-20 10:00', '10-20 10:09']),
	deployment(2, 'web', ['11-03 09:58', '11-03 10:00', '11-03 10:06']),
	deployment(3, 'api', ['11-05 08:50', '11-05 09:00', '11-05 09:10']),
	// Went live, was bad, and was rolled back by itself.
	deployment(4, 'web', ['11-10 13:59', '11-10 14:00', '11-10 14:04'], { ...bad, state: 'rolledBack', live_id: 'd2' }),
	deployment(5, 'web', ['11-10 14:59', '11-10 15:00', '11-10 15:05']),
	// Passed its checks, and a person rolled it back an hour later.
	deployment(6, 'api', ['11-12 07:59', '11-12 08:00', '11-12 08:03']),
	deployment(7, 'api', [null, '11-12 09:00', '11-12 09:02'], {
		kind: 'rollback',
		previous_id: 'd6',
		deployment_id: 'd3',
		live_id: 'd3',
	}),
	deployment(8, 'api', ['11-12 09:58', '11-12 10:00', '11-12 10:08']),
	// Its build failed: it reached nobody.
	deployment(9, 'web', ['11-20 12:00', '11-20 12:00', '11-20 12:02'], { ...bad, state: 'failed', live_id: 'd5' }),
	// Was bad, and stayed.
	deployment(10, 'api', ['11-22 11:55', '11-22 11:56', '11-22 12:04'], { ...bad, state: 'failed' }),
	// Good, and rolled back since the other one failed.
	deployment(11, 'web', ['11-22 11:55', '11-22 12:00', '11-22 12:05']),
	deployment(12, 'web', [null, '11-22 12:06', '11-22 12:07'], {
		kind: 'rollback',
		previous_id: 'd11',
		deployment_id: 'd5',
		live_id: 'd5',
		live_commit: commitOf(5),
		because: 'api/production',
	}),
	// No row of its release is left: it counts from its own beginning.
	deployment(13, 'api', [null, '11-25 10:00', '11-25 10:03']),
	// Another environment.
	deployment(14, 'web', ['11-25 11:00', '11-25 11:00', '11-25 11:50'], { environment: 'staging' }),
];
const ledgerRows = ledger.map(({ row }) => row);
const releaseRows = ledger.flatMap(({ release }) => release);

/**
 * Went live: web 2, 4, 5, 11 and api 3, 6, 8, 10, 13, so nine.
 * Lead times of those that passed, from when the push was seen: 2: 8 min, 3: 20 min, 5: 6 min, 6: 4 min, 8: 10 min,
 * 11: 10 min, 13: 3 min. In order 3 4 6 8 10 10 20: the median is 8 min.
 * Failed: 4 (rolled back by itself), 6 (by a person), 10 (stayed), so three of nine.
 * Recovered: 4 after 4 min, 6 when the roll back ended after 62 min, 10 with 13: from 22 November 11:56 to
 * 25 November 10:03 it is 2 days 22 h 7 min = 4,207 min. The median of 4, 62 and 4,207 is 62 min.
 * Right after a failed one of the same service: 5 after 4, 8 after 6, 13 after 10, so three of nine.
 */
const byHand = {
	changeLeadTime: 8 * 60,
	changeFailRate: 3 / 9,
	failedDeploymentRecoveryTime: 62 * 60,
	deploymentReworkRate: 3 / 9,
};

const valuesOf = (metrics: ReadonlyArray<{ readonly name: string; readonly value: number | null }>) =>
	Object.fromEntries(metrics.map(({ name, value }) => [name, value]));

it("computes DORA's five as a person does", () => {
	const entries = ledgerRows.flatMap((row) => fromLedgerRow(row) ?? []);
	const nowIso = new Date(nowMs).toISOString();
	const scope = { environment: 'production', days: 30, nowIso, releaseStarts: releaseStartsIn(releaseRows) };
	expect(valuesOf(metricsOf(entries, scope))).toEqual({ ...byHand, deploymentFrequency: 9 / 30 });
});

describe('the board', () => {
	const catalogRows = [catalogTableRow({ service: 'web' }), catalogTableRow({ id: 2, service: 'api' })];
	// From the beginning of 29 October to noon of 27 November, so that whole days can be added up.
	const onBoard = { ...byHand, deploymentFrequency: 9 / 29.5 };

	it('shows the same, from the rows', () => {
		const board = boardOf({ ...nothingRead, catalogRows, ledgerRows, releaseRows });
		expect(valuesOf(board.metrics)).toEqual(onBoard);
		expect(board.metricsSince).toBe('2026-10-29');
		expect(board.days).toHaveLength(90);
		expect(board.days.at(-18)).toEqual({ day: '2026-11-10', deployments: 2, failed: 1 });
	});

	it('shows the same, from the sums of days whose rows it does not read any more', () => {
		const sums = newSumRows({ ledgerRows, releaseRows, sumRows: [], nowMs });
		const sumRows = sums.map((row, index) => ({ id: index + 1, ...row }));
		// So many deployments of another environment that nothing else is among the newest rows.
		const newest = Array.from({ length: mostLedgerRows }, (_, index) =>
			ledgerTableRow(100 + index, 60 + index / 10, 59, { environment: 'staging', service: 'busy' }),
		);
		const board = boardOf({ ...nothingRead, catalogRows, ledgerRows: newest, releaseRows: [], sumRows });
		expect(valuesOf(board.metrics)).toEqual(onBoard);
		expect(board.metricsSince).toBe('2026-10-29');
		// And what is live is still known.
		expect(board.services.map(({ row, live }) => [row.service, live?.commit])).toEqual([
			['web', commitOf(5)],
			['api', commitOf(13)],
		]);
	});

	it('sums up a day once, and anew when it turned out otherwise', () => {
		const sumRows = newSumRows({ ledgerRows, releaseRows, sumRows: [], nowMs }).map((row, index) => ({
			id: index + 1,
			...row,
		}));
		expect(sumRows.filter(({ kind }) => kind === 'day').map(({ key }) => key)).toContain('day/2026-11-10/production');
		expect(newSumRows({ ledgerRows, releaseRows, sumRows, nowMs })).toEqual([]);
		const later = deployment(15, 'api', [null, '11-26 09:00', '11-26 09:02'], {
			kind: 'rollback',
			previous_id: 'd13',
			deployment_id: 'd8',
			live_id: 'd8',
		});
		const anew = newSumRows({ ledgerRows: [...ledgerRows, later.row], releaseRows, sumRows, nowMs });
		expect(anew.map(({ key, failed }) => [key, failed])).toEqual([
			['day/2026-11-25/production', 1],
			['service/api/production', 0],
		]);
	});

	it('does not sum up today, which is not over, nor a day of which rows may be missing', () => {
		const today = deployment(15, 'api', [null, '11-27 09:00', '11-27 09:02']);
		const keys = newSumRows({ ledgerRows: [today.row], releaseRows: [], sumRows: [], nowMs }).map(({ key }) => key);
		expect(keys).toEqual(['service/api/production']);
		const many = Array.from({ length: mostLedgerRows }, (_, index) =>
			ledgerTableRow(index + 1, 4_000 - index, 3_999 - index),
		);
		const days = newSumRows({ ledgerRows: many, releaseRows: [], sumRows: [], nowMs }).filter(
			({ kind }) => kind === 'day',
		);
		// The oldest began on 24 November at 17:20.
		expect(days.map(({ day }) => day).sort()).toEqual(['2026-11-25', '2026-11-26']);
	});
});
