import { type Change, changeOf } from './change';
import { type GitHubStatus, gitHubNeedOf, githubStatusOf } from './gitHubStatus';
import { forgetRow, keepRow } from './keptRows';
import { type LedgerRow, rowKeyOf, toLedgerRow } from './ledgerRow';
import { type Page, pageOf } from './page';
import type { DeploymentRecord } from './record';

/** What is to be told and written of a deployment: all of it decided here, and carried out by one workflow. */
export interface Announcement {
	readonly page: Page | null;
	/** The Data Table of `row`. */
	readonly table: 'slipway_deployments';
	/** With the id of the row that was written when it began; 0 for a new one. */
	readonly row: Omit<LedgerRow, 'finished_at'> & { readonly id: number; readonly finished_at: string | null };
	/** The words of the Redis command that keeps the row while the ledger does not take it. */
	readonly keep: readonly string[];
	/** Those of the one that forgets it, once the ledger has its end, and had not taken its beginning; else empty. */
	readonly forget: readonly string[];
	readonly gitHub: GitHubAnnouncement;
	readonly change: Change | null;
}

/** What GitHub is told: a status of its deployment, or a new deployment with a first status. */
export interface GitHubAnnouncement extends Omit<GitHubStatus, 'state'> {
	readonly need: 'status' | 'deployment' | 'nothing';
	readonly state: GitHubStatus['state'] | 'in_progress';
	readonly environment: string;
	/** What a new deployment is found again by. */
	readonly key: string;
	/** The commit. */
	readonly ref: string;
}

/** Before anything is done: its row, by which the next run finds it, and GitHub's deployment. */
export function announceBeginning(record: DeploymentRecord): Announcement {
	const { service, state, kind, commit, repository } = record;
	const isDeployed = kind === 'deploy' && state === 'running' && commit !== '' && repository !== '';
	return {
		page: null,
		...written(record, null),
		gitHub: {
			...gitHubDeploymentOf(record),
			need: isDeployed ? 'deployment' : 'nothing',
			state: 'in_progress',
			description: `Slipway deploys ${service}`,
			environmentUrl: '',
		},
		change: null,
	};
}

/** When it ended. `runUrl` is where its run can be read. */
export function announceEnd(record: DeploymentRecord, nowIso: string, runUrl: string): Announcement {
	return {
		page: pageOf(record, runUrl),
		...written(record, nowIso),
		gitHub: { ...gitHubDeploymentOf(record), need: gitHubNeedOf(record), ...githubStatusOf(record) },
		change: changeOf(record),
	};
}

function written(
	record: DeploymentRecord,
	finishedAt: string | null,
): Pick<Announcement, 'table' | 'row' | 'keep' | 'forget'> {
	// A column for dates takes no empty text.
	const row = { id: record.rowId, ...toLedgerRow(record, finishedAt ?? ''), finished_at: finishedAt };
	const key = rowKeyOf(record);
	// Written after its end, a beginning that is kept would say `running` until the next release.
	const isBeginningKept = finishedAt !== null && record.rowId === 0;
	return {
		table: 'slipway_deployments',
		row,
		keep: keepRow(key, row),
		forget: isBeginningKept ? forgetRow(key) : [],
	};
}

function gitHubDeploymentOf({
	kind,
	releaseId,
	service,
	environment,
	commit,
}: DeploymentRecord): Pick<GitHubAnnouncement, 'environment' | 'key' | 'ref'> {
	return {
		environment: `${environment}: ${service}`,
		// The same for every run of a release, so that one that takes it up opens no second deployment.
		key: `${kind === 'rollback' ? 'rollback/' : ''}${releaseId}/${service}/${environment}`,
		ref: commit,
	};
}
