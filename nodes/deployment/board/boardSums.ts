import { leftLiveOf } from '../ledger/ledgerHistory';
import { fromLedgerRow, type LedgerEntry } from '../ledger/ledgerRow';
import { dailyFacts, type MetricFacts, releaseStartsIn } from '../ledger/metrics';
import { parseJson, writeJson } from '../values/json';
import { isRecord, numberAt, textAt, valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import { newestFirst } from '../ledger/rowOrder';

/*
 * The board reads the newest rows of the ledger. What older ones told stands in `slipway_sums`, which the daily
 * schedule writes while it still reads them: a row for each day, and one for what each service had live.
 */

/** At most so many rows are read of each of the ledger's tables. */
export const mostLedgerRows = 2_000;

/** A row of the Data Table `slipway_sums`. */
export interface SumRow {
	/** `day/2026-11-27/production`, or `service/paintbox-api/production`. */
	readonly key: string;
	readonly kind: 'day' | 'service';
	readonly day: string;
	readonly environment: string;
	readonly service: string;
	readonly deployments: number;
	readonly failed: number;
	readonly rework: number;
	/** Parted by spaces. */
	readonly lead_seconds: string;
	readonly recovery_seconds: string;
	/** The service's row of the ledger, as JSON. */
	readonly ledger_row: string;
}

const emptyRow: Omit<SumRow, 'kind'> = {
	key: '',
	day: '',
	environment: '',
	service: '',
	deployments: 0,
	failed: 0,
	rework: 0,
	lead_seconds: '',
	recovery_seconds: '',
	ledger_row: '',
};

export const sumColumns: readonly string[] = ['kind', ...Object.keys(emptyRow)];

/** Of which days the rows tell everything: from this one on, as `2026-11-27`; empty when they are all there are. */
export function wholeSince(ledgerRows: readonly unknown[], releaseRows: readonly unknown[]): string {
	return [firstWholeDay(ledgerRows, 'started_at'), firstWholeDay(releaseRows, 'started_at')].sort().at(-1) ?? '';
}

/** The day after that of the oldest row, where older rows may have been left out. */
function firstWholeDay(rows: readonly unknown[], column: string): string {
	if (rows.length < mostLedgerRows) return '';
	const oldestMs = Math.min(...rows.map((row) => Date.parse(stringAt(row, column))).filter(Number.isFinite));
	return Number.isFinite(oldestMs) ? dayOf(oldestMs + 86_400_000) : '';
}

export function dayOf(timeMs: number): string {
	return new Date(timeMs).toISOString().slice(0, 10);
}

/**
 * The rows to write, of each whole day before today, and of what each service has live. What stands in `sumRows`
 * already is left out. A day is summed anew as long as its rows are read: a deployment may turn out bad later.
 */
export function newSumRows({
	ledgerRows,
	releaseRows,
	sumRows,
	nowMs,
}: {
	readonly ledgerRows: readonly unknown[];
	readonly releaseRows: readonly unknown[];
	readonly sumRows: readonly unknown[];
	readonly nowMs: number;
}): SumRow[] {
	const entries = ledgerRows.flatMap((row) => fromLedgerRow(row) ?? []);
	const since = wholeSince(ledgerRows, releaseRows);
	const releaseStarts = releaseStartsIn(releaseRows);
	const today = dayOf(nowMs);
	const days = [...new Set(entries.map(({ environment }) => environment))].flatMap((environment) =>
		[...dailyFacts(entries, { environment, releaseStarts })]
			.filter(([day]) => day >= since && day < today)
			.map(([day, facts]) => dayRow(day, environment, facts)),
	);
	const written = new Map(oldestFirst(sumRows).map((row) => [stringAt(row, 'key'), row]));
	return [...days, ...serviceRows(entries, ledgerRows)].filter((row) => !isWritten(row, written.get(row.key)));
}

function isWritten(row: SumRow, written: unknown): boolean {
	return Object.entries(row).every(([column, value]) => (valueAt(written, column) ?? '') === value);
}

function dayRow(day: string, environment: string, facts: MetricFacts): SumRow {
	const { deployments, failed, rework, leadSeconds, recoverySeconds } = facts;
	return {
		...emptyRow,
		key: `day/${day}/${environment}`,
		kind: 'day',
		day,
		environment,
		deployments,
		failed,
		rework,
		lead_seconds: leadSeconds.join(' '),
		recovery_seconds: recoverySeconds.join(' '),
	};
}

function serviceRows(entries: readonly LedgerEntry[], ledgerRows: readonly unknown[]): SumRow[] {
	const rows = new Map(ledgerRows.map((row) => [numberAt(row, 'id'), row]));
	return [...byService(entries)].flatMap(([name, own]): SumRow[] => {
		const left = leftLiveOf(own);
		const row = left === null ? undefined : rows.get(left.entry.rowId);
		if (left === null || row === undefined) return [];
		const { service, environment, startedAt } = left.entry;
		return [
			{
				...emptyRow,
				key: `service/${name}`,
				kind: 'service',
				day: startedAt.slice(0, 10),
				environment,
				service,
				ledger_row: writeJson(row),
			},
		];
	});
}

/** The rows of each service in each environment, newest first. */
export function byService(entries: readonly LedgerEntry[]): Map<string, LedgerEntry[]> {
	const services = new Map<string, LedgerEntry[]>();
	for (const entry of entries) {
		const key = `${entry.service}/${entry.environment}`;
		const own = services.get(key) ?? [];
		own.push(entry);
		services.set(key, own);
	}
	return new Map([...services].map(([name, own]) => [name, newestFirst(own)]));
}

/** The days that were summed, by their day; the newest row of each. */
export function summedDays(rows: readonly unknown[], environment: string): Map<string, MetricFacts> {
	const days = new Map<string, MetricFacts>();
	for (const row of oldestFirst(rows)) {
		if (textAt(row, 'kind') !== 'day' || stringAt(row, 'environment') !== environment) continue;
		days.set(stringAt(row, 'day'), {
			deployments: numberAt(row, 'deployments') ?? 0,
			failed: numberAt(row, 'failed') ?? 0,
			rework: numberAt(row, 'rework') ?? 0,
			leadSeconds: numbersIn(stringAt(row, 'lead_seconds')),
			recoverySeconds: numbersIn(stringAt(row, 'recovery_seconds')),
		});
	}
	return days;
}

/** What each service had live, as the rows of the ledger that told it. */
export function summedEntries(rows: readonly unknown[]): LedgerEntry[] {
	const entries = new Map<string, LedgerEntry>();
	for (const row of oldestFirst(rows)) {
		if (textAt(row, 'kind') !== 'service') continue;
		const read = parseJson(stringAt(row, 'ledger_row'));
		const entry = read.ok && isRecord(read.value) ? fromLedgerRow(read.value) : null;
		if (entry !== null) entries.set(stringAt(row, 'key'), entry);
	}
	return [...entries.values()];
}

/** A day that two runs wrote has two rows: the newer counts. */
function oldestFirst(rows: readonly unknown[]): unknown[] {
	return [...rows].sort((left, right) => (numberAt(left, 'id') ?? 0) - (numberAt(right, 'id') ?? 0));
}

function numbersIn(text: string): number[] {
	return text
		.split(' ')
		.filter((word) => word !== '')
		.map(Number)
		.filter(Number.isFinite);
}
