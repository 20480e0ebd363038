import { type JsonRecord, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { SandboxClient } from './sandboxClient';

/** One row of the ledger's table of deployments. */
export interface LedgerRow {
	readonly releaseId: string;
	readonly service: string;
	readonly commit: string;
	/** `deploy`, `rollback` or `look`. */
	readonly kind: string;
	readonly state: string;
	readonly verified: boolean;
	readonly deploymentId: string;
	/** The service whose failure caused this roll back. */
	readonly because: string;
	readonly reason: string;
	/** ISO 8601. */
	readonly startedAt: string;
}

/** One row of the ledger's table of releases. */
export interface ReleaseRow {
	readonly releaseId: string;
	readonly commit: string;
	readonly state: string;
	/** A line per service. */
	readonly decisions: string;
}

/** One row of the table of approvals. */
export interface ApprovalRow {
	readonly service: string;
	readonly commit: string;
	readonly state: string;
	/** E-mail address of the login; empty before somebody gave it. */
	readonly givenBy: string;
	readonly reason: string;
}

/** One part of a pull request's preview, by its row in the table of previews. */
export interface PreviewRow {
	readonly number: number;
	/** `database`, `app` or `site`. */
	readonly part: string;
	readonly service: string;
	readonly name: string;
	readonly url: string;
	readonly commit: string;
	readonly state: string;
	readonly reason: string;
}

/** What Slipway wrote down since the scenario began, and what it still holds. */
export interface Books {
	/** Newest first. */
	readonly ledger: readonly LedgerRow[];
	/** Newest first. */
	readonly releases: readonly ReleaseRow[];
	/** Newest first. */
	readonly approvals: readonly ApprovalRow[];
	/** Of all pull requests, also of earlier ones: a row is kept as long as its part is. */
	readonly previews: readonly PreviewRow[];
	/** Redis keys of the locks that are held. */
	readonly locks: readonly string[];
	/** Redis keys of the turns that a release has. */
	readonly turns: readonly string[];
}

/** How many rows each table had: what came after is the scenario's. */
export type Bookmark = ReadonlyMap<string, number>;

const DEPLOYMENTS = 'slipway_deployments';
const RELEASES = 'slipway_releases';
const APPROVALS = 'slipway_approvals';
const PREVIEWS = 'slipway_previews';

async function rowsOf(api: PublicApi, table: string): Promise<JsonRecord[]> {
	const found = (await api.listDataTables()).find(({ name }) => name === table);
	if (!found) throw new Error(`n8n has no Data Table ${table}. Run the workflow "Slipway 00: Set up" there.`);
	return (await api.listRows(found.id)).sort((left, right) => Number(right.id) - Number(left.id));
}

export async function bookmark(api: PublicApi): Promise<Bookmark> {
	const newest = async (table: string): Promise<[string, number]> => [
		table,
		Number((await rowsOf(api, table))[0]?.id ?? 0),
	];
	return new Map([await newest(DEPLOYMENTS), await newest(RELEASES), await newest(APPROVALS)]);
}

/** Reads what was written since. Raises when this n8n has no ledger: then the set-up workflow never ran. */
export async function readBooks(api: PublicApi, sandbox: SandboxClient, since: Bookmark): Promise<Books> {
	const newRows = async (table: string): Promise<JsonRecord[]> =>
		(await rowsOf(api, table)).filter(({ id }) => Number(id) > (since.get(table) ?? 0));
	const [rows, releases, approvals, previews, locks, turns] = await Promise.all([
		newRows(DEPLOYMENTS),
		newRows(RELEASES),
		newRows(APPROVALS),
		rowsOf(api, PREVIEWS),
		sandbox.locks(),
		sandbox.turns(),
	]);
	return {
		locks,
		turns,
		ledger: rows.map(toLedgerRow),
		releases: releases.map(toReleaseRow),
		approvals: approvals.map(toApprovalRow),
		previews: previews.map(toPreviewRow),
	};
}

function toLedgerRow(row: JsonRecord): LedgerRow {
	const text = (name: string): string => readString(row, name) ?? '';
	return {
		releaseId: text('release_id'),
		service: text('service'),
		commit: text('commit'),
		kind: text('kind'),
		state: text('state'),
		verified: row.verified === true,
		deploymentId: text('deployment_id'),
		because: text('because'),
		reason: text('reason'),
		startedAt: text('started_at'),
	};
}

function toReleaseRow(row: JsonRecord): ReleaseRow {
	const text = (name: string): string => readString(row, name) ?? '';
	return {
		releaseId: text('release_id'),
		commit: text('commit'),
		state: text('state'),
		decisions: text('decisions'),
	};
}

function toApprovalRow(row: JsonRecord): ApprovalRow {
	const text = (name: string): string => readString(row, name) ?? '';
	return {
		service: text('service'),
		commit: text('commit'),
		state: text('state'),
		givenBy: text('given_by'),
		reason: text('reason'),
	};
}

function toPreviewRow(row: JsonRecord): PreviewRow {
	const text = (name: string): string => readString(row, name) ?? '';
	return {
		number: Number(row.number),
		part: text('part'),
		service: text('service'),
		name: text('name'),
		url: text('url'),
		commit: text('commit'),
		state: text('state'),
		reason: text('reason'),
	};
}
