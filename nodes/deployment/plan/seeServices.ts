import { type Approval, approvalKey, approvalsOf } from '../approval/approval';
import { type CatalogIssue, type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { rowKey } from '../catalog/catalogDependencies';
import { targetKeyOf } from '../catalog/deploymentTarget';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { isEmptyItem } from '../ledger/admitDeployment';
import { doublesIn, withKeptRows } from '../ledger/keptRows';
import { fromLedgerRow, type LedgerEntry } from '../ledger/ledgerRow';
import { newestFirst } from '../ledger/rowOrder';
import { failureOf, resultAt } from '../ledger/stepResult';
import { passes } from '../values/globs/globFilter';
import { isRecord, isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { carriedLookOf } from './carriedLooks';
import type { HeadSight, LiveSight, ServiceSight } from './sight';
import type { ReleaseInHand } from './releaseInHand';
import { branchIssues, foreignDependencyIssues, platformIssues, repositoryIssues } from './rowIssues';

type Item = Readonly<Record<string, unknown>>;

/** The rows of the catalog that a turn is about, with their issues. */
export interface TurnRow {
	readonly row: CatalogRow;
	readonly issues: readonly CatalogIssue[];
}

/**
 * The catalog's rows of this repository and branch, in the catalog's order. Rows of previews belong to pull
 * requests. To the issues of the catalog come those that only matter where a release is decided by state.
 */
export function rowsOfTurn(release: ReleaseInHand, catalogRows: readonly unknown[]): TurnRow[] {
	const catalog = readServiceCatalog(catalogRows.filter(isRecord).filter((row) => Object.keys(row).length > 0));
	const rows = catalog.rows.filter(
		(row) => row.environment.toLowerCase() !== previewEnvironment && isOfTurn(row, release),
	);
	const inTurn = new Set(rows.map(({ service, environment }) => rowKey(service, environment)));
	return rows.map((row) => ({
		row,
		issues: [
			...catalog.issues.filter((issue) => issue.row === row.rowNumber && row.enabled),
			...repositoryIssues(row, release),
			...branchIssues(row),
			...foreignDependencyIssues(row, catalog.rows, inTurn),
		],
	}));
}

/** A repository is its id; the name counts only where one of the two has none. */
function isOfTurn(row: CatalogRow, { repository, repositoryId, branch }: ReleaseInHand): boolean {
	const isSame =
		row.repositoryId === null || repositoryId === ''
			? row.repository.toLowerCase() === repository.toLowerCase()
			: row.repositoryId === repositoryId || row.repository.toLowerCase() === repository.toLowerCase();
	return isSame && passes({ include: row.branches, exclude: [] }, branch);
}

/** What of a row travels with everything that is done for it. */
export function rowFields(row: CatalogRow, branch: string): Item {
	const { service, displayName, environment, platform, target, repository, repositoryId, context } = row;
	const { healthUrl, versionUrl, gateQuery, image, schema, container, buildWorkflow, buildTimeoutMinutes, deployFrom } =
		row;
	const { compensate, migration, strategy, releaseCommand, secretsVersion } = row;
	return {
		service,
		displayName,
		environment,
		platform,
		target,
		repository,
		repositoryId,
		context,
		branch,
		healthUrl,
		versionUrl,
		gateQuery,
		image,
		schema,
		container,
		buildWorkflow,
		buildTimeoutMinutes,
		deployFrom,
		compensate,
		migration,
		strategy,
		releaseCommand,
		secretsVersion,
		lockKey: targetKeyOf(row),
		// Under which its approvals are looked up; empty where none is needed.
		approvalKey: row.approval === '' ? '' : approvalKey(row, branch),
	};
}

/**
 * The services whose platform is to be looked at, as items; where there is none, one item that only
 * carries the release. Rows that are switched off or cannot be read are not looked at. The first item carries
 * what the ledger did not take. What an earlier round saw less than a minute before `nowIso` is handed on as it is.
 */
export function itemsToSee(
	release: ReleaseInHand,
	catalogRows: readonly unknown[],
	keptRows: readonly unknown[] = [],
	nowIso = '',
): Item[] {
	const items = rowsOfTurn(release, catalogRows)
		.filter(({ row, issues }) => row.enabled && issues.length === 0)
		.map(({ row }) => {
			const look = carriedLookOf(release.carried ?? {}, row, nowIso) ?? { seenAt: nowIso };
			const task = 'live' in look ? 'seen' : 'look';
			return { ...rowFields(row, release.branch), task, ...look, release };
		});
	const [first, ...others]: Item[] = items.length > 0 ? items : [{ platform: '', release }];
	return [{ ...first, ...(keptRows.length > 0 && { keptRows }) }, ...others];
}

/** The heads of a turn: of its branch, and of the latest release; null where no row needs it. */
export interface Heads {
	readonly branch: HeadSight;
	readonly release: HeadSight | null;
}

/** Whether a row of this turn deploys from releases. */
export function needsLatestRelease(rows: readonly TurnRow[]): boolean {
	return rows.some(({ row }) => row.enabled && row.deployFrom === 'release');
}

/** What is seen of each service before GitHub is asked about commits and builds. `items` are those of `itemsToSee`, with `live`. */
export function sightsOf(
	release: ReleaseInHand,
	seen: {
		readonly items: readonly unknown[];
		readonly catalogRows: readonly unknown[];
		readonly ledgerRows: readonly unknown[];
	},
	heads: Heads,
): ServiceSight[] {
	const written = ledgerOf(seen.ledgerRows);
	const doubles = doublesIn(written);
	const once = written.filter((entry) => !doubles.includes(entry));
	const entries = withKeptRows(once, seen.items.flatMap(keptRowsIn));
	return rowsOfTurn(release, seen.catalogRows).map(({ row, issues }) => {
		const key = rowKey(row.service, row.environment);
		const item = seen.items.find((candidate) => keyOf(candidate) === key);
		const isIts = (entry: LedgerEntry): boolean => rowKey(entry.service, entry.environment) === key;
		return {
			row,
			issues: [...issues, ...platformIssues(row, item)],
			head: row.deployFrom === 'release' ? (heads.release ?? heads.branch) : heads.branch,
			live: liveSightOf(item),
			seenAt: textAt(item, 'seenAt') ?? '',
			isCarried: textAt(item, 'task') === 'seen',
			ledger: newestFirst(entries.filter(isIts)),
			doubles: doubles.filter(isIts),
			comparisons: new Map(),
			builds: null,
			approvals: approvalsIn(item),
		};
	});
}

/** The rows of slipway_approvals that a look left in an item; null when they could not be read. */
function approvalsIn(item: unknown): readonly Approval[] | null {
	const rows = valueAt(item, 'approvals');
	// A row that needs no approval has none looked up.
	if (rows === undefined) return textAt(item, 'approvalKey') === null ? [] : null;
	const found = Array.isArray(rows) ? rows.filter((row) => !isEmptyItem(row)) : [null];
	return found.every((row) => (numberAt(row, 'id') ?? 0) > 0) ? approvalsOf(found) : null;
}

function keyOf(item: unknown): string {
	return rowKey(textAt(item, 'service') ?? '', textAt(item, 'environment') ?? '');
}

function keptRowsIn(item: unknown): unknown[] {
	const kept = valueAt(item, 'keptRows');
	return Array.isArray(kept) ? kept : [];
}

/** The ledger's rows, newest first. */
function ledgerOf(rows: readonly unknown[]): LedgerEntry[] {
	return rows.flatMap((row) => fromLedgerRow(row) ?? []).sort((left, right) => right.rowId - left.rowId);
}

/** What a look left in an item under `live`, in the shape of Get Live. */
export function liveSightOf(item: unknown): LiveSight {
	const live = resultAt(item, 'live');
	const failure = failureOf(live) ?? failureOf(resultAt(item, 'run'));
	if (live === null || failure !== null) {
		return { isSeen: false, reason: failure ?? 'The run that looks at the platform gave no answer' };
	}
	const text = (name: string): string => textAt(live, name) ?? numberAt(live, name)?.toString() ?? '';
	const underWay = resultAt(live, 'underWay');
	return {
		isSeen: true,
		live: {
			platform: text('platform'),
			target: text('target'),
			context: text('context'),
			isLive: isTrueAt(live, 'isLive'),
			deploymentId: text('deploymentId'),
			artifact: text('artifact'),
			commit: text('commit'),
			url: text('url'),
			version: text('version'),
			publishedAt: text('publishedAt'),
			underWay:
				underWay === null
					? null
					: {
							deploymentId: textAt(underWay, 'deploymentId') ?? '',
							commit: textAt(underWay, 'commit') ?? '',
							artifact: textAt(underWay, 'artifact') ?? '',
							startedAt: textAt(underWay, 'startedAt') ?? '',
						},
		},
	};
}
