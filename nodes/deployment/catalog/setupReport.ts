import { approvalColumns, approvalsTable } from '../approval/approval';
import { auditColumns } from '../audit/keptAudit';
import { sumColumns } from '../board/boardSums';
import { costColumns } from '../costs/costRow';
import { emptyRecord, stringAt } from '../ledger/record';
import { backupColumns, backupsTable } from '../backups/backupRow';
import { databaseColumns, databasesTable } from '../backups/databaseRow';
import { toLedgerRow } from '../ledger/ledgerRow';
import { failureOf, resultAt } from '../ledger/stepResult';
import { isRecord, isTrueAt, listAt, textAt, valueAt } from '../values/jsonFields';
import { previewColumns } from '../preview/previewRow';
import { secretSyncColumns } from '../secrets/secretSyncRow';
import type { CatalogRow } from './catalogRow';
import { assumedUse, type ExecutionCount, monthlyExecutions } from './monthlyExecutions';
import { deployersBeside } from './deployersBeside';
import { productionInReach } from './productionInReach';
import { describeIssue, readServiceCatalog } from './serviceCatalog';

/** What the set-up found. */
export interface SetupReport {
	/** Whether workflow 01 may be published. */
	readonly ready: boolean;
	/** By platform: "works", or what is missing or wrong. */
	readonly credentials: Readonly<Record<string, string>>;
	/** What has to be mended first. */
	readonly missing: readonly string[];
	/** What somebody should know. */
	readonly warnings: readonly string[];
	readonly executionsPerMonth: number;
	readonly executions: readonly ExecutionCount[];
	readonly next: string;
}

/** Each credential is tried by a step, which leaves its answer in the item under this name. */
const tries: ReadonlyArray<readonly [string, string, (row: CatalogRow) => boolean]> = [
	['gitHub', 'GitHub', () => true],
	['upstash', 'Upstash Redis', () => true],
	['pagerDuty', 'PagerDuty', () => true],
	['netlify', 'Netlify', ({ platform }) => platform === 'netlify'],
	['fly', 'Fly.io', ({ platform }) => platform === 'fly'],
	['flyPreviews', 'Fly.io previews', ({ previewOrg }) => previewOrg !== ''],
	['aws', 'AWS', ({ platform }) => platform === 'ecs'],
	['apollo', 'Apollo GraphOS', ({ platform }) => platform === 'graphos'],
	['temporal', 'Temporal', ({ platform }) => platform === 'temporal'],
	['neon', 'Neon', ({ previewParent }) => previewParent !== null],
	['grafana', 'Grafana', ({ gateQuery }) => gateQuery !== ''],
];

/** Credentials that no row of the catalog needs: only those workflows do, which a person publishes on purpose. */
const optional: ReadonlyArray<readonly [field: string, name: string, neededBy: string]> = [
	['cloudflare', 'Cloudflare', 'workflow 33 (DNS failover) needs'],
	['grafana', 'Grafana', 'workflow 36 (dashboards) needs'],
];

/** Needed whatever the catalog holds. */
const always = 3;

/** Columns of the catalog without which a row cannot be read as it was written. */
export const catalogColumns = [
	'service display_name environment platform target repository repository_id branch deploy_from context paths',
	'exclude_paths wave health_url version_url depends_on compensate image schema container build_workflow build_timeout',
	'migration strategy release_command secrets_version window freeze approval approvers preview_org preview_parent',
	'preview_data secret_name roll_back_secrets gate_query enabled hold hold_reason',
].flatMap((line) => line.split(' '));

const releaseColumns = [
	'release_id delivery_id repository ref branch commit sender message services why state reason decisions',
	'started_at finished_at told_at',
].flatMap((line) => line.split(' '));

/** The columns that the bundle writes and reads, by table. */
export const tableColumns: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
	[approvalsTable, approvalColumns],
	['slipway_services', catalogColumns],
	['slipway_releases', releaseColumns],
	[
		'slipway_deployments',
		Object.keys(toLedgerRow({ ...emptyRecord, kind: 'deploy' }, '')).filter((name) => name !== 'id'),
	],
	['slipway_previews', previewColumns],
	['slipway_sums', sumColumns],
	['slipway_secret_syncs', secretSyncColumns],
	['slipway_costs', costColumns],
	[databasesTable, databaseColumns],
	[backupsTable, backupColumns],
	['slipway_audits', auditColumns],
]);

/**
 * By what the steps of the set-up left in `item`, the tables as they are there, and the catalog: whether all is in
 * place, what is missing, what else deploys the same services, and what a month costs.
 */
export function setupReport(
	item: unknown,
	tables: readonly unknown[],
	catalogRows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): SetupReport {
	const catalog = readServiceCatalog(catalogRows);
	const enabled = catalog.rows.filter((row) => row.enabled);
	const needed = tries.filter(([, , isNeededBy], place) => place < always || enabled.some(isNeededBy));
	const credentials = Object.fromEntries(needed.map(([field, name]) => [name, answerOf(resultAt(item, field))]));
	const extra = optional.flatMap(([field, name, use]) => {
		const result = resultAt(item, field);
		return result === null || name in credentials ? [] : [{ name, use, answer: answerOf(result) }];
	});
	const missing = [
		...Object.entries(credentials)
			.filter(([, answer]) => answer !== 'works')
			.map(([name, answer]) => `The credential ${name}: ${answer}`),
		...unseenRepositories(resultAt(item, 'gitHub')),
		...unseenSites(resultAt(item, 'netlify'), catalog.rows),
		...tables.flatMap(missingColumns),
		...eviction(resultAt(item, 'memory')).missing,
	];
	const executions = monthlyExecutions(catalogRows);
	const executionsPerMonth = executions.reduce((sum, { count }) => sum + count, 0);
	const warnings = [
		...eviction(resultAt(item, 'memory')).warnings,
		...ownBuilds(
			resultAt(item, 'netlify'),
			catalog.rows.map(({ target }) => target),
		),
		...extra
			.filter(({ answer }) => answer !== 'works')
			.map(({ name, use, answer }) => `The credential ${name}, which only ${use}: ${answer}`),
		...productionInReach(resultAt(item, 'fly'), resultAt(item, 'flyPreviews'), catalog.rows),
		...deployersBeside(resultAt(item, 'gitHub')),
		...renamedRepositories(resultAt(item, 'gitHub')),
		...catalog.issues.map((issue) => `${describeIssue(issue)}. ${issue.advice}`),
		...(executionsPerMonth > assumedUse.plan
			? [
					`About ${executionsPerMonth} executions a month: more than the ${assumedUse.plan} of n8n Cloud's smallest plan`,
				]
			: []),
	];
	return {
		ready: missing.length === 0,
		credentials: { ...credentials, ...Object.fromEntries(extra.map(({ name, answer }) => [name, answer])) },
		missing,
		warnings,
		executionsPerMonth,
		executions,
		next:
			missing.length === 0
				? 'Open the table slipway_services, put your services in it, and publish the workflows.'
				: 'Mend what is missing, then run this once more.',
	};
}

function answerOf(result: Readonly<Record<string, unknown>> | null): string {
	if (result === null) return 'was not tried';
	return failureOf(result) ?? 'works';
}

function missingColumns(table: unknown): string[] {
	const name = textAt(table, 'name') ?? '';
	const there = new Set(listAt(table, 'columns').map((column) => stringAt(column, 'name')));
	// A table that was made just now tells no columns.
	if (there.size === 0) return [];
	const lacking = (tableColumns.get(name) ?? []).filter((column) => !there.has(column));
	if (lacking.length === 0) return [];
	return [
		`The table ${name} lacks ${lacking.join(', ')}. Run "npm run workflows -- push", which adds them, or add them in n8n (text, unless docs/catalog.md says otherwise)`,
	];
}

/** Locks, turns and what is to be told must not be evicted: what Redis' INFO says of it. */
function eviction(memory: Readonly<Record<string, unknown>> | null): { missing: string[]; warnings: string[] } {
	const policy = /maxmemory_policy:(\S+)/.exec(stringAt(memory, 'result'))?.[1];
	if (policy === 'noeviction') return { missing: [], warnings: [] };
	if (policy === undefined) {
		const warning =
			'Redis did not tell whether it evicts keys when it is full. Look in Upstash under Details: Eviction must be off';
		return { missing: [], warnings: [warning] };
	}
	const problem = `Redis evicts keys when it is full (${policy}), and locks with them. Turn Eviction off in Upstash, or use a database of its own`;
	return { missing: [problem], warnings: [] };
}

/** Sites that Netlify publishes by itself: each push is built twice, and what goes live first is nobody's decision. */
function ownBuilds(netlify: Readonly<Record<string, unknown>> | null, targets: readonly string[]): string[] {
	const sites = Array.isArray(netlify?.items) ? netlify.items.filter(isRecord) : [];
	return sites
		.filter(
			(site) =>
				targets.some((target) => target === site.name || target === site.id) &&
				textAt(site, 'repository') !== null &&
				!isTrueAt(site, 'buildsStopped') &&
				valueAt(site, 'locked') !== true,
		)
		.map(
			(site) =>
				`Netlify builds and publishes ${stringAt(site, 'name')} by itself at each push to ${stringAt(site, 'productionBranch')}. Lock its publishing in Netlify (Deploys, Lock to stop auto publishing), so that only Slipway decides what goes live`,
		);
}

/** So many sites 19 asks for: with as many, one that is not among them may be there all the same. */
const mostSites = 100;

/** Sites of the catalog that the token does not see: renamed, deleted, or of another team. */
function unseenSites(netlify: Readonly<Record<string, unknown>> | null, rows: readonly CatalogRow[]): string[] {
	const sites = listAt(netlify, 'items');
	if (netlify === null || failureOf(netlify) !== null || sites.length === 0 || sites.length >= mostSites) return [];
	const names = new Set(sites.flatMap((site) => [textAt(site, 'id'), textAt(site, 'name')]));
	return rows
		.filter(({ enabled, platform, target }) => enabled && platform === 'netlify' && /^[\w-]+$/.test(target))
		.filter(({ target }) => !names.has(target))
		.map(
			({ service, environment, target }) =>
				`The site ${target} of ${service}/${environment}: the token sees no site of that name. If it was renamed, enter its new name as target, or its ID, which a rename leaves as it is`,
		);
}

function unseenRepositories(gitHub: Readonly<Record<string, unknown>> | null): string[] {
	return listAt(gitHub, 'repositories')
		.filter((repository) => valueAt(repository, 'isSeen') === false)
		.map((repository) => `The repository ${stringAt(repository, 'repository')}: ${stringAt(repository, 'reason')}`);
}

/** The number finds it; the history of its services stands under the name that the catalog gives it. */
function renamedRepositories(gitHub: Readonly<Record<string, unknown>> | null): string[] {
	return listAt(gitHub, 'repositories')
		.filter((repository) => {
			const name = stringAt(repository, 'isCalled');
			return name !== '' && name.toLowerCase() !== stringAt(repository, 'repository').toLowerCase();
		})
		.map(
			(repository) =>
				`${stringAt(repository, 'repository')} is called ${stringAt(repository, 'isCalled')} on GitHub now: repository_id, which must be ${stringAt(repository, 'id')}, finds it. If you correct the column repository, then in all of its rows at once: its services are looked at anew, and earlier deployments are no longer offered for a roll back`,
		);
}
