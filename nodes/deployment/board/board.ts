import { type CatalogIssue, type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { keptAudit, type KeptAudit } from '../audit/keptAudit';
import { costEntries, type CostEntry } from '../costs/costRow';
import { withKeptRows } from '../ledger/keptRows';
import { type FailoverUnderWay, failoversUnderWay } from '../failover/failoversUnderWay';
import { fromLedgerRow, type LedgerEntry } from '../ledger/ledgerRow';
import { type Metric, type MetricFacts, dailyFacts, metricsFrom, releaseStartsIn, sumFacts } from '../ledger/metrics';
import { waitingPages } from '../ledger/outbox';
import { stringAt } from '../ledger/record';
import { parseJson } from '../values/json';
import { fromPreviewRow, type PreviewEntry } from '../preview/previewRow';
import { isRecord } from '../values/jsonFields';
import type { BoardSight } from './boardSight';
import { byService, dayOf, summedDays, summedEntries, wholeSince } from './boardSums';
import { type ServiceCard, serviceCard } from './serviceCard';
import type { DayBar } from './sparkLine';

/** What the board shows, before it is written as a page. */
export interface Board {
	readonly sight: BoardSight;
	readonly services: readonly ServiceCard[];
	readonly issues: readonly CatalogIssue[];
	readonly metrics: readonly Metric[];
	/** The first day that these count, as `2026-11-27`. */
	readonly metricsSince: string;
	readonly days: readonly DayBar[];
	/** Pages that nobody was told. */
	readonly unsentPages: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Names that are down, or led to their standby. */
	readonly failovers: readonly FailoverUnderWay[];
	/** Rows that wait until the ledger takes them. */
	readonly keptRows: number;
	/** Those that changed something, or could not; the newest first. */
	readonly releases: readonly unknown[];
	/** What is there of previews, or is on its way there or away. */
	readonly previews: readonly PreviewEntry[];
	/** Rows of approvals that a person is asked for. */
	readonly approvals: readonly unknown[];
	/** Rows of secrets that were synced; a row each. */
	readonly secrets: readonly unknown[];
	/** What the platforms cost, by month. */
	readonly costs: readonly CostEntry[];
	/** The last audit of security; null where there was none. */
	readonly audit: KeptAudit | null;
}

const dayMs = 86_400_000;
const chartDays = 90;

/** What is live where, and what somebody has to look at, from what was read. */
export function boardOf(sight: BoardSight): Board {
	const entries = entriesOf(sight);
	const own = byService(entries);
	const catalog = readServiceCatalog((sight.catalogRows ?? []).filter(isRecord));
	const messages = messagesIn(sight.releaseRows ?? []);
	const rows = catalog.rows.filter(({ environment }) => environment !== previewEnvironment);
	const services = rows.map((row) =>
		serviceCard(row, own.get(`${row.service}/${row.environment}`) ?? [], { messages, nowMs: sight.nowMs }),
	);
	const facts = factsByDay(sight, entries);
	const firstMs = Date.parse(dayOf(sight.nowMs)) - (sight.days - 1) * dayMs;
	const counted = [...facts.keys()].filter((day) => day >= dayOf(firstMs)).sort();
	const isAllKnown = isWholeLedgerRead(sight) || [...facts.keys()].some((day) => day < dayOf(firstMs));
	const since = isAllKnown ? dayOf(firstMs) : (counted[0] ?? dayOf(sight.nowMs));
	return {
		sight,
		services: services.sort(byUrgency),
		issues: catalog.issues,
		metrics: metricsFrom(
			sumFacts(counted.flatMap((day) => facts.get(day) ?? [])),
			(sight.nowMs - Date.parse(since)) / dayMs,
		),
		metricsSince: since,
		days: dayBars(facts, sight.nowMs),
		unsentPages: sight.kept === null ? [] : waitingPages(sight.kept.pages, Number.MAX_SAFE_INTEGER),
		failovers: failoversUnderWay(sight.kept?.pages ?? {}),
		keptRows: sight.kept?.rows.length ?? 0,
		previews: (sight.previewRows ?? [])
			.flatMap((row) => fromPreviewRow(row) ?? [])
			.filter(({ state }) => state !== 'removed'),
		approvals: (sight.approvalRows ?? []).filter((row) => isAsked(row, sight.nowMs)),
		secrets: sight.secretSyncRows ?? [],
		costs: costEntries(sight.costRows ?? []),
		audit: keptAudit(sight.auditRows ?? []),
		releases: (sight.releaseRows ?? [])
			.filter((row) => stringAt(row, 'state') !== 'nothing')
			.sort((left, right) => rowIdOf(right) - rowIdOf(left)),
	};
}

function isAsked(row: unknown, nowMs: number): boolean {
	return stringAt(row, 'state') === 'asked' && Date.parse(stringAt(row, 'expires_at')) > nowMs;
}

function rowIdOf(row: unknown): number {
	return Number(stringAt(row, 'id')) || 0;
}

/** The ledger's rows, with those that it has not taken yet and what older ones left live. */
function entriesOf({ ledgerRows, sumRows, kept }: BoardSight): LedgerEntry[] {
	const read = (ledgerRows ?? []).flatMap((row) => fromLedgerRow(row) ?? []);
	const known = new Set(read.map(({ rowId }) => rowId));
	const older = summedEntries(sumRows ?? []).filter(({ rowId }) => !known.has(rowId));
	const keptRows = (kept?.rows ?? []).flatMap((text) => {
		const row = parseJson(text);
		return row.ok ? [row.value] : [];
	});
	return withKeptRows([...read, ...older], keptRows);
}

function isWholeLedgerRead({ ledgerRows, releaseRows }: BoardSight): boolean {
	return wholeSince(ledgerRows ?? [], releaseRows ?? []) === '';
}

/** By day: from the rows where they tell all of it, else from what was summed. */
function factsByDay(sight: BoardSight, entries: readonly LedgerEntry[]): Map<string, MetricFacts> {
	const { environment } = sight;
	const since = wholeSince(sight.ledgerRows ?? [], sight.releaseRows ?? []);
	const releaseStarts = releaseStartsIn(sight.releaseRows ?? []);
	const summed = [...summedDays(sight.sumRows ?? [], environment)].filter(([day]) => day < since);
	const read = [...dailyFacts(entries, { environment, releaseStarts })].filter(([day]) => day >= since);
	return new Map([...summed, ...read]);
}

function dayBars(facts: ReadonlyMap<string, MetricFacts>, nowMs: number): DayBar[] {
	const today = Date.parse(dayOf(nowMs));
	return Array.from({ length: chartDays }, (_, index) => {
		const day = dayOf(today - (chartDays - 1 - index) * dayMs);
		const { deployments = 0, failed = 0 } = facts.get(day) ?? {};
		return { day, deployments, failed };
	});
}

/** First lines of commits' messages, by commit. */
function messagesIn(releaseRows: readonly unknown[]): Map<string, string> {
	return new Map(
		releaseRows.map((row): [string, string] => [
			stringAt(row, 'commit'),
			stringAt(row, 'message').split('\n', 1)[0] ?? '',
		]),
	);
}

const urgency = { bad: 0, warning: 1 } as const;

/** What somebody has to look at first, then production, then by name. */
function byUrgency(left: ServiceCard, right: ServiceCard): number {
	return (
		rankOf(left) - rankOf(right) ||
		environmentRank(left.row) - environmentRank(right.row) ||
		left.row.environment.localeCompare(right.row.environment) ||
		left.row.service.localeCompare(right.row.service)
	);
}

function rankOf({ problem }: ServiceCard): number {
	return problem === null ? 2 : urgency[problem.severity];
}

function environmentRank({ environment }: CatalogRow): number {
	return environment === 'production' ? 0 : 1;
}
